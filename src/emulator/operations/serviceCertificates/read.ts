import { X509Certificate } from 'node:crypto';
import { decodeText, describeCertificate, identifyCertificateFile, readPkcs12, type CertificateError } from '../../../certificates/index.ts';
import { refusals } from '../../errors.ts';
import type { ServiceCertificate } from '../../state.ts';

/**
 * The public part of a certificate file, given in base64. What it is its content says, as to the service, which took what Windows
 * opens; the private key goes no further than this.
 * @throws Refusal
 */
export async function readCertificate(data: string, password: string | undefined): Promise<ServiceCertificate> {
  const bytes = Buffer.from(data, 'base64');
  try {
    return publicPart(identifyCertificateFile(bytes) === 'pkcs12' ? (await readPkcs12(bytes, { passphrase: password })).cert : bytes[0] === 0x30 ? bytes : decodeText(bytes));
  } catch (error) {
    throw /^Passphrase/.test((error as CertificateError).code) ? refusals.certificatePassword() : refusals.certificateData();
  }
}

/** @throws CertificateError `CertificateDamaged`. */
export function publicPart(pemOrDer: string | Uint8Array): ServiceCertificate {
  return { thumbprint: describeCertificate(pemOrDer).thumbprint, data: new X509Certificate(pemOrDer).raw.toString('base64') };
}
