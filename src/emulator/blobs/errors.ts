export type BlobStoreErrorCode =
  | 'PortInUse'        // another program listens on the port that the store is to have
  | 'NotThisStore'     // the URL is not that of a blob in this store
  | 'BlobNotFound'     // 404: the account, the container or the blob
  | 'BlobExists'       // a blob is already where one was to be made
  | 'NotAVhd'          // no page blob that is a valid fixed VHD
  | 'Leased'           // somebody else holds a lease on the blob
  | 'NotAuthorised'    // 403: wrong key, SAS expired or not for this, or neither of them
  | 'TooLarge'         // more bytes than the reader allowed, or than the VHD to be made has
  | 'FileNotWritten'   // the file that was to take the blob
  | 'ReadFailed'       // any other answer, or the connection broke
  | 'WriteFailed'      // the same where something was to be changed
  | 'Cancelled';       // the caller's AbortSignal

/**
 * What goes wrong in the blob store. Data, not words: recognise it by `name === 'BlobStoreError'` and `code` (it crosses bundles).
 * URLs in it come without their query, because that is where a shared access signature is.
 */
export class BlobStoreError extends Error {
  readonly code: BlobStoreErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: BlobStoreErrorCode, message: string, details: Record<string, string | number>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BlobStoreError';
    this.code = code;
    this.details = details;
  }
}
