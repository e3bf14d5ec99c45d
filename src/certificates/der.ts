/** Where the value of the DER element at `at` begins and ends. */
function element(der: Uint8Array, at: number): { start: number; end: number } {
  let length = der[at + 1] ?? 0;
  let start = at + 2;
  if (length > 0x80) {
    const octets = length & 0x7f;
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (der[start++] ?? 0);
  }
  return { start, end: start + length };
}

/** PFX ::= SEQUENCE { version INTEGER 3, authSafe SEQUENCE ... } (RFC 7292, 4). Also in BER, whose length may be left open. */
export function isPkcs12(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const { start } = element(bytes, 0);
  return bytes[start] === 0x02 && bytes[start + 1] === 1 && bytes[start + 2] === 3 && bytes[start + 3] === 0x30;
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID, ... }, ... } (RFC 5280, 4.1), as dotted numbers. */
export function signatureOid(certificate: Uint8Array): string {
  const tbs = element(certificate, element(certificate, 0).start);
  const { start, end } = element(certificate, element(certificate, tbs.end).start);
  const numbers: number[] = [];
  let number = 0;
  for (const octet of certificate.subarray(start, end)) {
    number = number * 128 + (octet & 0x7f);
    if (octet < 0x80) { numbers.push(number); number = 0; }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}
