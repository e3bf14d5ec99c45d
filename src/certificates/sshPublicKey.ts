import { createPublicKey } from 'node:crypto';
import { CertificateError } from './errors.ts';

/** @property pem SubjectPublicKeyInfo */
export interface SshPublicKey { readonly pem: string; readonly bits: number; readonly comment: string }

const minimumBits = 2048;

/**
 * A public key as OpenSSH writes it, `ssh-rsa AAAA... comment` (RFC 4253, 6.6).
 * @throws CertificateError `SshKeyPrivate`, `SshKeyUnknown`, `SshKeyNotRsa`, `SshKeyWeak`.
 */
export function readSshPublicKey(text: string): SshPublicKey {
  if (/PRIVATE KEY/.test(text)) throw new CertificateError('SshKeyPrivate', {});
  const [, kind = '', base64 = '', comment = ''] = /^\s*([a-z0-9@.-]+)\s+([A-Za-z0-9+/]+=*)(?:[ \t]+([^\r\n]*?))?\s*$/.exec(text) ?? [];
  const [named, e, n] = fields(Buffer.from(base64, 'base64'));
  if (!named || named.toString('latin1') !== kind) throw new CertificateError('SshKeyUnknown', {});
  if (kind !== 'ssh-rsa') throw new CertificateError('SshKeyNotRsa', { kind });
  if (!e?.length || !n?.length) throw new CertificateError('SshKeyUnknown', {});
  const key = createPublicKey({ key: { kty: 'RSA', e: e.toString('base64url'), n: n.toString('base64url') }, format: 'jwk' });
  const bits = key.asymmetricKeyDetails!.modulusLength!;
  if (bits < minimumBits) throw new CertificateError('SshKeyWeak', { bits, minimum: minimumBits });
  return { pem: key.export({ type: 'spki', format: 'pem' }).toString(), bits, comment };
}

/** Each with its length in four bytes before it; of what is cut off there are none. */
function fields(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return [];
    // A number that begins with a high bit has a zero before it.
    found.push(bytes.subarray(bytes[at + 4] === 0 ? at + 5 : at + 4, end));
    at = end;
  }
  return found;
}
