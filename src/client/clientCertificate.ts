import tls from 'node:tls';
import { localError } from '../protocol/errors.ts';
import type { LocalProblem } from '../protocol/localErrors.ts';

/** The management certificate with its private key: PEM texts, or the bytes of a PKCS#12 file. */
export type ClientCertificate =
  | { readonly cert: string; readonly key: string; readonly passphrase?: string | undefined }
  | { readonly pfx: Uint8Array; readonly passphrase?: string | undefined };

/** What can be wrong with it, by the names that OpenSSL and (in the desktop editor) BoringSSL give to it. */
const faults: readonly (readonly [RegExp, LocalProblem])[] = [
  [/EE_KEY_TOO_SMALL/, 'KeyTooShort'],
  [/MD_TOO_WEAK/, 'SignatureTooWeak'],
  [/KEY_VALUES_MISMATCH/, 'KeyOfAnother'],
  [/BAD_DECRYPT|MAC_VERIFY_FAILURE|INCORRECT_PASSWORD/, 'PassphraseWrong'],
  [/NO_START_LINE|ERR_OSSL_UNSUPPORTED/, 'NotPem'],
  [/UNSUPPORTED_PKCS12/, 'PfxTooOld'],
];

/**
 * Reads the certificate for mutual TLS, 1.2 or newer. `ca`, PEM, takes the place of the public authorities.
 * @throws ServiceManagementError CertificateRefused, saying what is wrong with it.
 */
export function openCertificate(certificate: ClientCertificate, ca: string | undefined): tls.SecureContext {
  // Without either, TLS would stay silent and show no certificate at all.
  if (!('pfx' in certificate) && !(certificate.cert && certificate.key)) throw localError('CertificateIncomplete', {});
  try {
    const material = 'pfx' in certificate ? { ...certificate, pfx: Buffer.from(certificate.pfx) } : certificate;
    return tls.createSecureContext({ ...material, ca, minVersion: 'TLSv1.2' });
  } catch (thrown) {
    const cause = thrown as Error;
    throw localError(faults.find(([pattern]) => pattern.test(tlsName(cause)))?.[1] ?? 'CertificateUnusable', { reason: tlsReason(cause) }, { cause });
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
