import { l10n } from 'vscode';
import { translated, type KnownError } from './errorWords.ts';
import { withoutSignature } from './log.ts';

/** Our errors and what checks find, recognised by what they carry: they come from other bundles. */
const isKnown = (error: unknown): error is KnownError =>
  typeof error === 'object' && error !== null && 'message' in error && 'code' in error && typeof error.code === 'string';

/** Whether the person stopped it: nothing to report then. */
export const isCancelled = (error: unknown): boolean => isKnown(error) && error.code === 'Cancelled' || (error instanceof Error && error.name === 'AbortError');

/** Whether nothing answered at all, so that nobody knows more than that. */
export const isUnreachable = (error: unknown): boolean => isKnown(error) && ['ConnectionFailed', 'HostNotFound', 'Timeout'].includes(error.code);

/** Whether the service, TLS or we ourselves do not take the certificate. */
export const isRefused = (error: unknown): boolean => isKnown(error) && (error.httpStatus === 403 || error.code === 'CertificateRefused' || error.name === 'CertificateError');

/** Whether the service says that what was asked for is not there. */
export const isNotFound = (error: unknown): boolean => isKnown(error) && error.httpStatus === 404;

/**
 * An error in the reader's words. What the service said is given as it said it, with its code and request id, because that is
 * what people search for (azure-cli#27820); what we say ourselves is in the reader's language.
 */
export function wordsOf(error: unknown): string {
  if (!isKnown(error)) return withoutSignature(error instanceof Error ? error.message : String(error));
  const { name, code, message, requestId } = error;
  const words = withoutSignature(translated(error) ?? (name === 'ServiceManagementError' ? `${code}: ${message}` : message));
  return requestId ? l10n.t('{0} (request {1})', words, requestId) : words;
}
