import { readFile, stat } from 'node:fs/promises';
import { CertificateError, type CertificateCode } from './errors.ts';
import { decodeText, identifyCertificateFile, type CertificateFileKind } from './identify.ts';
import { readPem, type PemCertificate } from './pem.ts';
import { readPkcs12 } from './pkcs12.ts';
import { isStorePlace, readStoreCertificate } from './windowsStore.ts';

const maximumBytes = 1024 * 1024;

const refused: Readonly<Record<Exclude<CertificateFileKind, 'pem' | 'pkcs12'>, CertificateCode>> = {
  pemCertificateOnly: 'CertificateWithoutKey',
  derCertificate: 'CertificateWithoutKey',
  pemKeyOnly: 'KeyWithoutCertificate',
  publishSettings: 'PublishSettingsGiven',
  webDeployProfile: 'WebDeployProfile',
  empty: 'FileEmpty',
  unknown: 'FileUnknown',
};

/**
 * Reads the management certificate with its key from where somebody says it is: a .pem or .pfx file, or a place in the Windows store.
 * @throws CertificateError of the codes under "The file", "What is in it" and "The Windows store" of certificateMessages.
 */
export async function readCertificate(path: string, { passphrase }: { readonly passphrase?: string | undefined } = {}): Promise<PemCertificate> {
  return isStorePlace(path) ? readStoreCertificate(path) : readCertificateFile(path, { passphrase });
}

/**
 * Reads the management certificate with its key from a .pem or .pfx file, whatever the file's name is.
 * @throws CertificateError of the codes under "The file" and "What is in it" of certificateMessages.
 */
export async function readCertificateFile(path: string, { passphrase }: { readonly passphrase?: string | undefined } = {}): Promise<PemCertificate> {
  const bytes = await readSmallFile(path);
  const kind = identifyCertificateFile(bytes);
  if (kind === 'pem') return readPem(decodeText(bytes), { passphrase, file: path });
  if (kind === 'pkcs12') return readPkcs12(bytes, { passphrase, file: path });
  throw new CertificateError(refused[kind], { file: path });
}

/**
 * The whole of a file of at most 1 MB: certificates and publish settings are far smaller, and a wrong choice must not fill the memory.
 * @throws CertificateError `FileNotFound`, `FileIsFolder`, `FileNotReadable`, `FileTooLarge`.
 */
export async function readSmallFile(path: string): Promise<Buffer> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new CertificateError('FileIsFolder', { file: path });
    // Reading a pipe or a device might never end.
    if (!stats.isFile()) throw new CertificateError('FileNotReadable', { file: path, reason: 'not a regular file' });
    if (stats.size > maximumBytes) throw new CertificateError('FileTooLarge', { file: path, bytes: stats.size, limit: maximumBytes });
    return await readFile(path);
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw reason === 'ENOENT' || reason === 'ENOTDIR' ? new CertificateError('FileNotFound', { file: path }) : new CertificateError('FileNotReadable', { file: path, reason });
  }
}
