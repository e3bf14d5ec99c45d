import tls from 'node:tls';
import { ServiceManagementError } from '../protocol/errors.ts';

/** The management certificate with its private key: PEM texts, or the bytes of a PKCS#12 file. */
export type ClientCertificate =
  | { readonly cert: string; readonly key: string; readonly passphrase?: string | undefined }
  | { readonly pfx: Uint8Array; readonly passphrase?: string | undefined };

/** What can be wrong with it, by the names that OpenSSL and (in the desktop editor) BoringSSL give to it. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/EE_KEY_TOO_SMALL/, 'its key is too short for today\'s TLS. Make a new one with an RSA key of 2048 bits'],
  [/MD_TOO_WEAK/, 'it is signed with an algorithm that today\'s TLS refuses. Make a new one signed with SHA-256'],
  [/KEY_VALUES_MISMATCH/, 'certificate and private key do not belong together'],
  [/BAD_DECRYPT|MAC_VERIFY_FAILURE|INCORRECT_PASSWORD/, 'the passphrase of its private key is missing or wrong'],
  [/NO_START_LINE|ERR_OSSL_UNSUPPORTED/, 'certificate or private key is not PEM text ("-----BEGIN ..."), or of a kind that TLS does not know'],
  [/UNSUPPORTED_PKCS12/, 'the PFX is encrypted in an old way that TLS does not read. Export it again with AES, or as PEM'],
];

/**
 * Reads the certificate for mutual TLS, 1.2 or newer. `ca`, PEM, takes the place of the public authorities.
 * @throws ServiceManagementError CertificateRefused, saying what is wrong with it.
 */
export function openCertificate(certificate: ClientCertificate, ca: string | undefined): tls.SecureContext {
  try {
    // Without either, TLS would stay silent and show no certificate at all.
    if (!('pfx' in certificate) && !(certificate.cert && certificate.key)) throw new Error('certificate or private key is missing');
    const material = 'pfx' in certificate ? { ...certificate, pfx: Buffer.from(certificate.pfx) } : certificate;
    return tls.createSecureContext({ ...material, ca, minVersion: 'TLSv1.2' });
  } catch (thrown) {
    const cause = thrown as Error;
    const reason = faults.find(([pattern]) => pattern.test(tlsName(cause)))?.[1] ?? tlsReason(cause);
    throw new ServiceManagementError(`The management certificate cannot be used: ${reason}.`, { code: 'CertificateRefused', cause });
  }
}

/** Code and words of a TLS library's error in one spelling: `... EE_KEY_TOO_SMALL`. */
export function tlsName(cause: Error & { code?: unknown }): string {
  return `${cause.code} ${cause.message}`.toUpperCase().replaceAll(' ', '_');
}

/** `ee key too small`, of `error:0A00018F:SSL routines::ee key too small`. */
export function tlsReason(cause: Error & { reason?: unknown }): string {
  return typeof cause.reason === 'string' ? cause.reason : cause.message;
}
