import { X509Certificate } from 'node:crypto';
import { localName, readXml } from '../xml/reader.ts';
import { isPkcs12 } from './der.ts';
import { pemContents } from './pem.ts';

export type CertificateFileKind =
  | 'pem'                 // key and certificate
  | 'pemCertificateOnly'
  | 'pemKeyOnly'
  | 'derCertificate'      // a .cer, as it is uploaded to Azure: no key
  | 'pkcs12'              // .pfx, .p12
  | 'publishSettings'
  | 'webDeployProfile'    // a .PublishSettings too, but of a web site
  | 'empty'
  | 'unknown';

/** What a file is by its content; its name says little (user-pains.md 1 to 5). Reads no key. */
export function identifyCertificateFile(bytes: Uint8Array): CertificateFileKind {
  if (isPkcs12(bytes)) return 'pkcs12';
  const text = decodeText(bytes);
  if (text.trim() === '') return 'empty';
  const { certificate, key } = pemContents(text);
  if (certificate) return key ? 'pem' : 'pemCertificateOnly';
  if (key) return 'pemKeyOnly';
  if (bytes[0] === 0x30 && isCertificate(bytes)) return 'derCertificate';
  // The two formats differ in the case of their root element only.
  const root = rootElement(text);
  return root === 'PublishData' ? 'publishSettings' : root === 'publishData' ? 'webDeployProfile' : 'unknown';
}

/** What follows the root may be damaged: whoever reads the rest tells that better. */
function rootElement(text: string): string | undefined {
  let root: string | undefined;
  const open = (name: string) => {
    root = localName(name);
    throw new Error('This is all there is to know.');
  };
  try {
    readXml(text, { open, text() {}, close() {} });
  } catch {
    // Not XML at all, or stopped by ourselves.
  }
  return root;
}

/** UTF-8, or UTF-16 with a byte order mark, which Windows PowerShell's `>` writes. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function isCertificate(der: Uint8Array): boolean {
  try {
    new X509Certificate(der);
    return true;
  } catch {
    return false;
  }
}
