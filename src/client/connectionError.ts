import { tlsName, tlsReason } from './clientCertificate.ts';
import { isLoopback } from './clouds.ts';
import { ProxyFailure } from './proxy.ts';
import { localError, type ServiceManagementError } from '../protocol/errors.ts';
import { localProblems, type LocalProblem } from '../protocol/localErrors.ts';

/** What was being done when no answer came. */
export interface Undelivered {
  readonly origin: string;
  /** Whether writing the request had begun: before that, the service cannot have done anything. */
  readonly written: boolean;
  /** GET changes nothing, so it does not matter whether it was carried out. */
  readonly changes: boolean;
  readonly timeoutMs: number;
  /** Origin of the proxy that the request goes through. */
  readonly proxy?: string | undefined;
}

/** The alerts by which a server says that it does not take our certificate. */
const certificateAlert = /ALERT_(HANDSHAKE_FAILURE|(NO|BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)|CERTIFICATE_REQUIRED/;

/** Node's codes for a server certificate that does not verify (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const untrusted = /^(UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_|UNSPECIFIED$|ERR_TLS_CERT_ALTNAME_)/;

/** The typed error for a request that got no answer, and whether the service may have received the request all the same. */
export function connectionError(cause: Error & { code?: unknown }, request: Undelivered): { error: ServiceManagementError; received: boolean } {
  const { origin, proxy = '', timeoutMs } = request;
  const problem = problemOf(cause, systemCodeOf(cause), request);
  // TLS 1.3 refuses a certificate only after the request is under way, but unread.
  const received = request.written && localProblems[problem].code !== 'CertificateRefused';
  const fate = received && request.changes ? 'perhapsDone' : undefined;
  // undici's parser error quotes bytes of the answer, which may hold keys.
  const kept = cause.name === 'HTTPParserError' ? undefined : cause;
  const host = new URL(problem === 'ProxyNotFound' ? proxy : origin).hostname;
  const details = { origin, host, proxy, seconds: timeoutMs / 1000, reason: tlsReason(cause) || systemCodeOf(cause), ...(cause instanceof ProxyFailure && { status: cause.status }) };
  const named = Object.fromEntries(Object.entries(details).filter(([name]) => localProblems[problem].message.includes(`{${name}}`)));
  return { received, error: localError(problem, named, { fate, cause: kept }) };
}

const systemCodeOf = ({ code }: { code?: unknown }): string => (typeof code === 'string' ? code : '');

/** What a failure of the connection, as Node, the TLS library and undici name it, is to us. */
function problemOf(cause: Error, systemCode: string, { origin, written, proxy }: Undelivered): LocalProblem {
  const local = isLoopback(new URL(origin).hostname);
  if (cause instanceof ProxyFailure) return proxyProblemOf(cause);
  if (systemCode === 'ENOTFOUND' || systemCode === 'EAI_AGAIN') return 'HostNotFound';
  if (systemCode === 'ETIMEDOUT' || systemCode === 'UND_ERR_CONNECT_TIMEOUT') return written ? 'AnswerLate' : proxy === undefined ? 'ConnectionLate' : 'ProxyLate';
  if (/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/.test(systemCode)) return 'ServerNotValidNow';
  if (untrusted.test(systemCode)) return local ? 'EmulatorUntrusted' : 'ServerUntrusted';
  if (certificateAlert.test(tlsName(cause))) return 'HandshakeRefused';
  if (systemCode === 'UND_ERR_INVALID_ARG') return 'RequestUnsendable';
  if (systemCode === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || systemCode === 'UND_ERR_HEADERS_OVERFLOW') return 'AnswerNotHttp';
  // An answer that breaks off in the middle of a chunk is a broken connection; whatever else does not parse is not HTTP.
  if (cause.name === 'HTTPParserError' && !cause.message.includes('Invalid EOF state')) return 'AnswerNotHttp';
  if (systemCode !== 'ECONNREFUSED') return 'ConnectionBroken';
  return local ? 'NothingAnswersHere' : 'NothingAnswers';
}

function proxyProblemOf({ status, code }: ProxyFailure): LocalProblem {
  if (status === 407) return 'ProxyWantsLogin';
  // Its way to the host, not its leave: that may be another one the next time.
  if (status >= 500) return 'ProxyHasNoWay';
  if (status > 0) return 'ProxyRefuses';
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'ProxyNotFound' : 'ProxyUnreachable';
}
