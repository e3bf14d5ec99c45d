import { l10n } from 'vscode';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connections } from '../connections/connections.ts';
import { isCancelled, isNotFound, isUnreachable } from '../errors.ts';

const firstPauseMs = 1000;
const longestPauseMs = 15_000;

/** What somebody who waits needs: whom to ask, when to stop, and how to say what is going on. */
export interface Waiting {
  readonly connections: Connections;
  readonly connectionId: string;
  readonly signal: AbortSignal;
  readonly report: (state: string) => void;
}

/**
 * Asks again and again while nothing answers: an emulator that was stopped, a network that is away. The client is asked for anew each
 * time, because a connection that comes back has another one.
 * @throws what the call throws when something did answer, and `Cancelled` once the signal is aborted.
 */
export async function untilAnswered<T>({ connections, connectionId, signal, report }: Waiting, call: (client: ServiceManagementClient) => Promise<T>): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    signal.throwIfAborted();
    const connection = connections.find(connectionId);
    try {
      if (connection) return await call(await connections.client(connection));
    } catch (error) {
      if (signal.aborted || !isAway(error)) throw error;
    }
    const host = connection ? new URL(connection.endpoint).host : connectionId.split('/')[0]!;
    report(l10n.t('{0} does not answer; trying again', host));
    await sleep(pauseMs, undefined, { signal });
  }
}

/** Nothing answered, the client was closed under us because its connection changed, or the service is too busy to say. */
function isAway(error: unknown): boolean {
  if (isUnreachable(error) || isCancelled(error)) return true;
  const { operation, httpStatus = 0 } = error as { operation?: string; httpStatus?: number };
  // An operation that failed has a status too; it is an answer all the same.
  return operation !== 'operations.wait' && (httpStatus === 429 || httpStatus >= 500);
}

/** How following an operation ended. */
export type Followed =
  | { readonly kind: 'succeeded' }
  /** The operation's own error. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The service does not know the operation any more. */
  | { readonly kind: 'lost' }
  /** Its state cannot be read, and asking again would not help. */
  | { readonly kind: 'unreadable'; readonly error: unknown };

/** Follows an asynchronous operation to its end, through restarts of what it runs on. Rejects only when the signal is aborted. */
export async function followOperation(waiting: Waiting, requestId: string, onPoll: () => void): Promise<Followed> {
  const onProgress = () => {
    // It answers (again), so there is nothing special to say.
    waiting.report('');
    onPoll();
  };
  try {
    await untilAnswered(waiting, (client) => client.operations.wait(requestId, { signal: waiting.signal, onProgress }));
    return { kind: 'succeeded' };
  } catch (error) {
    waiting.signal.throwIfAborted();
    if ((error as { operation?: string }).operation === 'operations.wait') return { kind: 'failed', error };
    return isNotFound(error) ? { kind: 'lost' } : { kind: 'unreadable', error };
  }
}
