import { tlsName, tlsReason } from './clientCertificate.ts';
import { isLoopback } from './clouds.ts';
import { type LocalErrorCode, ServiceManagementError } from '../protocol/errors.ts';

/** What was being done when no answer came. */
export interface Undelivered {
  readonly origin: string;
  /** Whether writing the request had begun: before that, the service cannot have done anything. */
  readonly written: boolean;
  /** GET changes nothing, so it does not matter whether it was carried out. */
  readonly changes: boolean;
  readonly timeoutMs: number;
}

/** The alerts by which a server says that it does not take our certificate. */
const certificateAlert = /ALERT_(HANDSHAKE_FAILURE|(NO|BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)|CERTIFICATE_REQUIRED/;

/** Node's codes for a server certificate that does not verify (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const untrusted = /^(UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_|UNSPECIFIED$|ERR_TLS_CERT_ALTNAME_)/;

/** The typed error for a request that got no answer, and whether the service may have received the request all the same. */
export function connectionError(cause: Error & { code?: unknown }, request: Undelivered): { error: ServiceManagementError; received: boolean } {
  const systemCode = typeof cause.code === 'string' ? cause.code : '';
  const code = classify(cause, systemCode);
  // TLS 1.3 refuses a certificate only after the request is under way, but unread.
  const received = request.written && code !== 'CertificateRefused';
  const fate = received && request.changes ? ' The service may have carried it out: look at the present state before trying again.' : '';
  // undici's parser error quotes bytes of the answer, which may hold keys.
  const kept = cause.name === 'HTTPParserError' ? undefined : cause;
  return { received, error: new ServiceManagementError(words(code, cause, systemCode, request) + fate, { code, cause: kept }) };
}

/** What a failure of the connection, as Node, the TLS library and undici name it, is to us. */
function classify(cause: Error, systemCode: string): LocalErrorCode {
  if (systemCode === 'ENOTFOUND' || systemCode === 'EAI_AGAIN') return 'HostNotFound';
  if (systemCode === 'ETIMEDOUT' || systemCode === 'UND_ERR_CONNECT_TIMEOUT') return 'Timeout';
  if (untrusted.test(systemCode)) return 'TlsUntrusted';
  if (certificateAlert.test(tlsName(cause))) return 'CertificateRefused';
  if (systemCode === 'UND_ERR_INVALID_ARG') return 'InvalidParameter';
  if (systemCode === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || systemCode === 'UND_ERR_HEADERS_OVERFLOW') return 'MalformedAnswer';
  // An answer that breaks off in the middle of a chunk is a broken connection; whatever else does not parse is not HTTP.
  if (cause.name === 'HTTPParserError' && !cause.message.includes('Invalid EOF state')) return 'MalformedAnswer';
  return 'ConnectionFailed';
}

function words(code: LocalErrorCode, cause: Error, systemCode: string, { origin, timeoutMs, written }: Undelivered): string {
  const { hostname } = new URL(origin);
  const local = isLoopback(hostname);
  const reason = tlsReason(cause) || systemCode;
  const rightEndpoint = 'Is the endpoint right, and does a firewall let it through?';
  switch (code) {
    case 'HostNotFound':
      return `There is no host named ${hostname}, or names cannot be looked up. Is the endpoint right, and is this machine online?`;
    case 'Timeout':
      return written ? `${origin} did not answer within ${timeoutMs / 1000} seconds.` : `No connection to ${origin} in time. ${rightEndpoint}`;
    case 'TlsUntrusted':
      return `The certificate that ${origin} shows is not trusted, so the request was not sent: ${reason}. `
        + (local ? 'Is it the emulator that this connection was made for?' : 'Is the endpoint right, or does a proxy look into the connection?');
    case 'CertificateRefused':
      return `${origin} refused the TLS handshake or the management certificate in it: ${reason}. Is the certificate valid today, with an RSA key of at least 2048 bits?`;
    case 'InvalidParameter':
      return `The request cannot be sent: ${reason}.`;
    case 'MalformedAnswer':
      return `What ${origin} answered is too large or not HTTP: ${reason}.`;
    default:
      if (systemCode !== 'ECONNREFUSED') return `The connection to ${origin} failed: ${reason}.`;
      return `Nothing answers at ${origin}. ${local ? 'Is the emulator started, and is the port right?' : rightEndpoint}`;
  }
}
