import type { OperationStatus } from '../protocol/asynchronousOperations.ts';
import { localError, ServiceManagementError } from '../protocol/errors.ts';
import type { Clock } from './clock.ts';

export interface WaitOptions {
  /** Stops waiting; the operation itself goes on, the service has no way to cancel one. */
  readonly signal?: AbortSignal | undefined;
  /** After each poll. `elapsedMs` since waiting began. */
  readonly onProgress?: ((progress: { readonly status: string; readonly elapsedMs: number }) => void) | undefined;
}

type GetStatus = (parameters: { requestId: string }, options: { signal?: AbortSignal | undefined }) => Promise<OperationStatus>;

const longestPauseMs = 15_000;

/**
 * Polls Get Operation Status until the operation ends: at once, then after 1, 2, 4, 8 and 15 seconds (reliability.md E.1; the
 * recordings took up to 22 polls at 5 s, so there is no limit but the caller's signal). An empty id (see Accepted) is not followed.
 */
export async function waitForOperation(getStatus: GetStatus, requestId: string, clock: Clock, { signal, onProgress }: WaitOptions): Promise<OperationStatus> {
  if (requestId === '') return { status: 'Succeeded' };
  const started = clock.now();
  const never = new AbortController().signal;
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const status = await getStatus({ requestId }, { signal });
    onProgress?.({ status: status.status, elapsedMs: clock.now() - started });
    if (status.status === 'Failed') {
      throw new ServiceManagementError(status.error?.message ?? 'The operation failed without saying why.', {
        code: status.error?.code ?? 'OperationFailed', httpStatus: status.httpStatusCode, requestId, operation: 'operations.wait',
      });
    }
    if (status.status !== 'InProgress') return status;
    try {
      await clock.sleep(pauseMs, signal ?? never);
    } catch (cause) {
      throw localError('WaitingCancelled', {}, { requestId, operation: 'operations.wait', cause });
    }
  }
}
