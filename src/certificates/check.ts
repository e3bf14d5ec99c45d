import { createPrivateKey, type KeyObject } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { describeCertificate, parseCertificate } from './describe.ts';
import { certificateProblem, type CertificateProblem } from './errors.ts';

/** gg551722: a management certificate has an RSA key of at least 2048 bits. OpenSSL's security level 2, Node's default since 24, says the same of TLS. */
const minimumBits = 2048;
const expiresSoonDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

/**
 * What speaks against using a certificate to log in, before anything is sent: the service itself only answers 403 (user-pains.md 4).
 * @throws CertificateError `CertificateDamaged`.
 */
export function checkClientCertificate(
  certificate: { readonly cert: string; readonly key?: string | undefined; readonly passphrase?: string | undefined }, now: Date,
): CertificateProblem[] {
  const file = 'The certificate';
  const { subject, thumbprint, notBefore, notAfter, keyType, keyBits = 0, signatureAlgorithm } = describeCertificate(certificate.cert, file);
  const problems: CertificateProblem[] = [];
  const report = (...problem: Parameters<typeof certificateProblem>) => problems.push(certificateProblem(...problem));

  if (!certificate.key) {
    report('error', 'KeyMissing', {});
  } else {
    const key = readKey(certificate.key, certificate.passphrase);
    if (!key) report('error', 'KeyDamaged', { file });
    else if (!parseCertificate(certificate.cert, file).checkPrivateKey(key)) report('error', 'KeyMismatch', { subject, thumbprint });
  }
  if (keyType !== 'rsa') report('error', 'KeyNotRsa', { subject, keyType });
  else if (keyBits < minimumBits) report('error', 'KeyWeak', { subject, bits: keyBits, minimum: minimumBits });

  const left = notAfter.getTime() - now.getTime();
  if (left < 0) report('error', 'Expired', { subject, thumbprint, notAfter: isoDay(notAfter) });
  else if (now < notBefore) report('error', 'NotYetValid', { subject, thumbprint, notBefore: isoDay(notBefore) });
  else if (left < expiresSoonDays * dayMs) {
    report('warning', 'ExpiresSoon', { subject, thumbprint, notAfter: isoDay(notAfter), days: Math.floor(left / dayMs) });
  }
  if (/^(md5|sha1)With|SHA1$/.test(signatureAlgorithm)) report('warning', 'SignatureWeak', { subject, signatureAlgorithm });
  return problems;
}

function readKey(key: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    return undefined;
  }
}

/** Tells of a key file that other users may read; undefined where all is well and on Windows, which has no such modes. */
export async function warnIfReadableByOthers(path: string): Promise<CertificateProblem | undefined> {
  if (process.platform === 'win32') return undefined;
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return undefined;
  return certificateProblem('warning', 'ReadableByOthers', { file: path, mode: (mode & 0o777).toString(8) });
}
