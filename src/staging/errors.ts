export type StagingErrorCode =
  | 'InvalidParameter'     // an endpoint, key, URL, name or size that cannot be used: `details.wrong` is the one that is
  | 'FileUnreadable'       // the package: missing, not a file, no permission, a disk error
  | 'FileChanged'          // somebody wrote to the package while it was sent
  | 'AccountNotFound'      // no such storage account
  | 'KeyRefused'           // the account key is wrong or was regenerated, or this computer's clock is
  | 'EndpointUnreachable'  // nothing answers, the connection broke, or no byte moved for too long
  | 'ServiceRefused'       // any other answer of the service; `status` and `serviceCode` say which
  | 'LengthMismatch'       // the blob is not as long as the package; it was removed again
  | 'Cancelled';           // the caller's AbortSignal

/**
 * What an upload that failed has left in storage. Blocks that were sent but not committed are not counted: they are in no listing, and
 * the service discards them within a week (the emulator with the account).
 */
export type LeftInStorage =
  | 'nothing'
  | 'container'       // an empty private container that was not there before
  | 'blob'            // the whole package
  | 'perhapsBlob';    // the answer to the commit was lost

/**
 * Whatever staging ends with when it does not end well. Data, not words: recognise it by `name === 'StagingError'` and `code` (it
 * crosses bundles). `details` names what is known of: account, endpoint, path, container, blobName, status, serviceCode, requestId,
 * reason, left ({@link LeftInStorage}). Neither it nor its message ever holds a key or a signature, so the library's own error, which
 * carries the request's headers, is not kept as its cause.
 */
export class StagingError extends Error {
  readonly code: StagingErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: StagingErrorCode, message: string, details: Record<string, string | number>) {
    super(message);
    this.name = 'StagingError';
    this.code = code;
    this.details = details;
  }
}

const leftWords: Record<LeftInStorage, string> = {
  nothing: 'Nothing was left in storage.',
  container: 'An empty container was left in storage.',
  blob: 'The uploaded package was left in storage.',
  perhapsBlob: 'The uploaded package may have been left in storage.',
};

/** The same error, saying also what it left in storage. */
export function withLeft(error: StagingError, left: LeftInStorage): StagingError {
  return new StagingError(error.code, `${error.message} ${leftWords[left]}`, { ...error.details, left });
}

/**
 * What @azure/storage-blob throws (`RestError`, `AbortError`), as ours. `facts` name where: account, endpoint, container, blobName.
 * An abort counts as a server that stopped answering: whoever passes on a caller's signal looks at that first.
 */
export function asStagingError(error: unknown, facts: Record<string, string | number>): StagingError {
  if (error instanceof StagingError) return new StagingError(error.code, error.message, { ...facts, ...error.details });
  const { name, code = '', statusCode: status, message, details } = error as RestErrorLike;
  const where = `Storage account ${facts['account']} at ${facts['endpoint']}`;
  if (status === undefined) {
    const reason = name === 'AbortError' ? 'Stalled' : code || name;
    if (reason === 'ENOTFOUND') return new StagingError('AccountNotFound', `${where} was not found: no such host. Check the account's name, or whether this computer is online.`, { ...facts, reason });
    const what = reason === 'Stalled' ? 'has stopped answering' : `cannot be reached (${reason})`;
    return new StagingError('EndpointUnreachable', `${where} ${what}. Check the network, and that the emulator runs if the account is one of its own.`, { ...facts, reason });
  }
  const serviceCode = details?.errorCode ?? code;
  const answer = { ...facts, status, serviceCode, ...(details?.requestId && { requestId: details.requestId }) };
  if (status === 404 && serviceCode === 'ResourceNotFound') {
    return new StagingError('AccountNotFound', `${where} was not found. It may have been deleted; refresh the storage accounts.`, answer);
  }
  if (status === 403 && ['AuthenticationFailed', 'AuthorizationFailure'].includes(serviceCode)) {
    return new StagingError('KeyRefused', `${where} refuses the account key. It may have been regenerated (read the keys again), this computer's clock may be wrong, or the account's firewall keeps this computer out.`, answer);
  }
  return new StagingError('ServiceRefused', `${where} answered with HTTP status ${status} ${serviceCode}: ${message.split('\n')[0]}`, answer);
}

/** The parts of a `RestError` that matter. */
interface RestErrorLike {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly details?: { readonly errorCode?: string; readonly requestId?: string };
}
