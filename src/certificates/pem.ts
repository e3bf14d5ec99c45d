import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { parseCertificate } from './describe.ts';
import { CertificateError } from './errors.ts';

/** A certificate with its private key, both PEM; `cert` may go on with the chain that issued it. The key is PKCS#8 and not encrypted. */
export interface PemCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What TLS takes to prove who we are. */
export type ClientCertificate =
  | (PemCertificate & { readonly passphrase?: string | undefined })
  | { readonly pfx: Buffer; readonly passphrase: string };

export interface ReadOptions {
  readonly passphrase?: string | undefined;
  /** What error messages call the input; best the file's path. */
  readonly file?: string | undefined;
}

/** One block from `-----BEGIN label-----` to its end; `encrypted` in either of the two ways PEM has. */
export interface PemBlock {
  readonly label: string;
  readonly text: string;
  readonly encrypted: boolean;
}

/** @throws CertificateError `PemDamaged` for a beginning without its end. */
export function parsePem(text: string, file: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const begin of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)) {
    const label = begin[1]!;
    const end = `-----END ${label}-----`;
    const stop = text.indexOf(end, begin.index);
    const block = text.slice(begin.index, stop + end.length);
    if (stop < 0 || block.lastIndexOf('-----BEGIN ') > 0) throw new CertificateError('PemDamaged', { file, label });
    blocks.push({ label, text: `${block}\n`, encrypted: label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: 4,ENCRYPTED/m.test(block) });
  }
  return blocks;
}

const isKey = ({ label }: PemBlock) => label.endsWith('PRIVATE KEY');
const isCertificate = ({ label }: PemBlock) => label === 'CERTIFICATE' || label === 'X509 CERTIFICATE';

/** What a PEM text holds, without reading any of it. */
export function pemContents(text: string): { certificate: boolean; key: boolean } {
  return {
    certificate: /-----BEGIN (X509 )?CERTIFICATE-----/.test(text),
    key: /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/.test(text),
  };
}

/**
 * Reads a text that holds certificate and private key, in any order, as `openssl req -x509 -nodes ... -keyout my.pem -out my.pem` writes it:
 * PKCS#8 or PKCS#1, encrypted or not. What belongs to the key comes first in `cert`, other certificates follow as its chain.
 * @throws CertificateError `FileUnknown`, `CertificateWithoutKey`, `KeyWithoutCertificate`, `SeveralKeys`, `PemDamaged`, `CertificateDamaged`,
 * `KeyDamaged`, `PassphraseNeeded`, `PassphraseWrong`.
 */
export function readPem(text: string, { passphrase, file = 'The PEM text' }: ReadOptions = {}): PemCertificate {
  const blocks = parsePem(text, file);
  const keys = blocks.filter(isKey);
  const certificates = blocks.filter(isCertificate).map((block) => parseCertificate(block.text, file));
  const [block] = keys;
  if (!block) throw new CertificateError(certificates.length > 0 ? 'CertificateWithoutKey' : 'FileUnknown', { file });
  if (certificates.length === 0) throw new CertificateError('KeyWithoutCertificate', { file });
  if (keys.length > 1) throw new CertificateError('SeveralKeys', { file, count: keys.length });

  return joinPem(certificates, readKey(block, passphrase, file));
}

/** TLS wants the certificate of the key first; a mismatch is left for checkClientCertificate to tell. */
export function joinPem(certificates: readonly X509Certificate[], key: KeyObject): PemCertificate {
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  const ordered = own ? [own, ...certificates.filter((certificate) => certificate !== own)] : certificates;
  return { cert: ordered.map(String).join(''), key: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function readKey(block: PemBlock, passphrase: string | undefined, file: string): KeyObject {
  if (block.encrypted && !passphrase) throw new CertificateError('PassphraseNeeded', { file });
  try {
    return createPrivateKey({ key: block.text, ...(block.encrypted && { passphrase }) });
  } catch {
    // A wrong passphrase shows in many ways (bad decrypt, or garbage that is no key), so the error's own code tells nothing more.
    throw new CertificateError(block.encrypted ? 'PassphraseWrong' : 'KeyDamaged', { file });
  }
}
