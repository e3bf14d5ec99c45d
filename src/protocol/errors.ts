/** Codes of our own, for what goes wrong before or instead of an answer of the service. */
export type LocalErrorCode =
  | 'ConnectionFailed'      // nothing listens there, or the connection broke
  | 'HostNotFound'          // DNS
  | 'TlsUntrusted'          // the server's certificate is not trusted
  | 'CertificateRefused'    // TLS itself refused our certificate or key
  | 'Timeout'
  | 'Cancelled'             // the caller's AbortSignal
  | 'RedirectRefused'       // a 307 that leads out of the cloud, or too many
  | 'MalformedAnswer'       // an answer that is not what the operation answers
  | 'InvalidParameter';     // a request that cannot be built

export interface ErrorFacts {
  /** The service's code (`ConflictError`, wire-facts.md) or a {@link LocalErrorCode}. */
  readonly code: string;
  /** HTTP status of the answer that carried the error; absent where there was no answer. */
  readonly httpStatus?: number | undefined;
  /** `x-ms-request-id`: 32 hexadecimal digits. */
  readonly requestId?: string | undefined;
  /** Our name of the operation, `hostedServices.create`. */
  readonly operation?: string | undefined;
  readonly cause?: unknown;
}

/**
 * Whatever a call ends with when it does not end well. Data, not words: the editor turns `code` into the reader's language.
 * Recognise it by `name === 'ServiceManagementError'` and `code`, never by instanceof: it crosses bundles.
 */
export class ServiceManagementError extends Error implements ErrorFacts {
  readonly code: string;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly operation: string | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'ServiceManagementError';
    this.code = facts.code;
    this.httpStatus = facts.httpStatus;
    this.requestId = facts.requestId;
    this.operation = facts.operation;
  }

  /** The same error with facts added that a caller further out knows. */
  with(facts: Partial<ErrorFacts>): ServiceManagementError {
    return new ServiceManagementError(this.message, {
      code: this.code, httpStatus: this.httpStatus, requestId: this.requestId, operation: this.operation, cause: this.cause, ...facts,
    });
  }
}
