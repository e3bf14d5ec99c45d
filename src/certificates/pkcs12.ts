import { createPrivateKey } from 'node:crypto';
import { parseCertificate } from './describe.ts';
import { CertificateError } from './errors.ts';
import { loadForge, type forge } from './forge.ts';
import { joinPem, parsePem, type PemCertificate, type ReadOptions } from './pem.ts';

/**
 * Reads a PKCS#12 (.pfx, .p12). forge knows the RC2 and the missing MACs that Node's own reader refuses (reliability.md E.2).
 * @throws CertificateError `Pkcs12Damaged`, `PassphraseNeeded`, `PassphraseWrong`, `CertificateWithoutKey`, `KeyWithoutCertificate`, `SeveralKeys`,
 * `CertificateDamaged`, `KeyDamaged`.
 */
export async function readPkcs12(pfx: Uint8Array, { passphrase = '', file = 'The PKCS#12' }: ReadOptions = {}): Promise<PemCertificate> {
  const { asn1, pki, pkcs12 } = await loadForge();
  const der = (value: forge.asn1.Asn1) => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
  const bags = openBags({ asn1, pkcs12 }, Buffer.from(pfx).toString('latin1'), passphrase, file);

  // forge parses RSA only; what is of another kind it leaves in `asn1`.
  const isCertificate = (bag: forge.pkcs12.Bag) => bag.type === pki.oids['certBag'];
  const certificates = bags.filter(isCertificate).map((bag) => parseCertificate(der(bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1), file));
  const keys = bags.filter((bag) => !isCertificate(bag)).map((bag) => der(bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : bag.asn1));
  const [key] = keys;
  if (!key) throw new CertificateError('CertificateWithoutKey', { file });
  if (certificates.length === 0) throw new CertificateError('KeyWithoutCertificate', { file });
  if (keys.length > 1) throw new CertificateError('SeveralKeys', { file, count: keys.length });
  try {
    return joinPem(certificates, createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
  } catch {
    throw new CertificateError('KeyDamaged', { file });
  }
}

/**
 * What forge is to take for the password, most usual first. An absent one is written as an empty one, or as none at all.
 * A present one is UTF-16 in the MAC and the old ciphers but UTF-8 in PBES2 (RFC 7292, B.1), where forge takes one character for one
 * byte: so once the MAC is right and the ciphers are not, the UTF-8 is tried without the MAC.
 */
function attempts(passphrase: string): { password: string | undefined; checkMac: boolean }[] {
  if (passphrase === '') return [{ password: '', checkMac: true }, { password: undefined, checkMac: true }];
  return [{ password: passphrase, checkMac: true }, { password: Buffer.from(passphrase, 'utf8').toString('latin1'), checkMac: false }];
}

function openBags({ asn1, pkcs12 }: Pick<typeof forge, 'asn1' | 'pkcs12'>, der: string, passphrase: string, file: string): forge.pkcs12.Bag[] {
  let passphraseFits = true;
  let macRefused = false;
  for (const { password, checkMac } of attempts(passphrase)) {
    if (macRefused && !checkMac) break;
    let hasMac = true;
    try {
      // Decoding consumes the tree, so each attempt begins with a new one: SEQUENCE { version, authSafe, macData OPTIONAL }.
      const pfx = asn1.fromDer(der);
      const parts = pfx.value as forge.asn1.Asn1[];
      hasMac = parts.length > 2;
      if (!checkMac) parts.length = 2;
      return pkcs12.pkcs12FromAsn1(pfx, false, password).safeContents.flatMap(({ safeBags }) => safeBags);
    } catch (error) {
      macRefused = /MAC could not be verified/.test(String(error));
      if (macRefused || !hasMac || /decrypt/i.test(String(error))) passphraseFits = false;
    }
  }
  throw new CertificateError(passphraseFits ? 'Pkcs12Damaged' : passphrase === '' ? 'PassphraseNeeded' : 'PassphraseWrong', { file });
}

/**
 * Packs a certificate (RSA, with the chain in `cert`) as PKCS#12 with 3DES and a SHA-1 MAC, the one form that every classic client reads;
 * without a password it protects nothing, as in publish settings.
 */
export async function buildPkcs12({ cert, key }: PemCertificate, password = ''): Promise<Buffer> {
  const { asn1, pki, pkcs12 } = await loadForge();
  const chain = parsePem(cert, 'The certificate').map(({ text }) => pki.certificateFromPem(text));
  const pfx = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(key), chain, password, { algorithm: '3des' });
  return Buffer.from(asn1.toDer(pfx).getBytes(), 'latin1');
}
