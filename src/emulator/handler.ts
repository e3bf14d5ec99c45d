import type { Accepted } from '../protocol/operation.ts';
import type { AnswerOf, InSubscription, ParametersOf } from '../protocol/operation.ts';
import type { OperationName, RowOf } from '../protocol/operations.ts';
import type { BlobStore } from './blobs/index.ts';
import type { Clock } from './clock.ts';
import type { Refusal } from './errors.ts';
import type { Asked, Failure, Lock, State, Subscription } from './state.ts';

/** What there is around the state: time, blobs, and where we are reached. */
export interface World {
  readonly clock: Clock;
  /** `https://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly blobs: Omit<BlobStore, 'port' | 'close'>;
  /** Holds the packages of deployments, `<privateId>.cspkg`. */
  readonly packageDirectory: string;
  /** How long an asynchronous operation takes. */
  readonly operationMs: number;
}

/** One request, to its handler. */
export interface Context extends World {
  readonly state: State;
  readonly subscription: Subscription;
  /** 32 hexadecimal digits. */
  readonly requestId: string;
  /** Who asks: thumbprint of the certificate, IP address. */
  readonly caller: Pick<Asked, 'thumbprint' | 'address'>;
  /** `x-ms-version` of the request. */
  readonly version: string;
  /** Draws the consequences of operations that became due while the handler waited for something. */
  readonly settle: () => void;
}

/** What a write answers; nothing where it is done and there is no more to say. */
export interface Written {
  /** Path below the endpoint, for the Location header. */
  readonly location?: string;
  /** XML that it says all the same; clients have no use for it. */
  readonly body?: string;
  /** It is not done yet. */
  readonly pending?: Pending;
}

export interface Pending {
  /** What no other operation may change meanwhile; absent: whatever may change. */
  readonly lock?: Lock;
  /** When it lets go of the lock; at its end when absent. */
  readonly lockedUntil?: number;
  /** How long it takes; as long as any operation (`operationMs`) when absent. */
  readonly lastsMs?: number;
  /** For `finish`; plain data, because it outlives the process. */
  readonly work?: unknown;
  /** Already known to fail: what Get Operation Status is to say in the end. */
  readonly failure?: Refusal | undefined;
}

type Parameters<N extends OperationName> = ParametersOf<RowOf<N>> & InSubscription;
type Answer<N extends OperationName> = [Accepted] extends [AnswerOf<RowOf<N>>] ? Written | void : AnswerOf<RowOf<N>>;

/**
 * Does one operation of the table: gives its answer, or throws a Refusal and leaves the state as it was. One that waits for
 * something in between has to check again afterwards.
 */
export type Handle<N extends OperationName> = (context: Context, parameters: Parameters<N>) => Answer<N> | Promise<Answer<N>>;

/** An operation that takes time: `begin` answers a Pending, `finish` is called when that is due, with the failure if it failed. */
export interface Handler<N extends OperationName, Work = any> {
  readonly begin: Handle<N>;
  readonly finish: (subscription: Subscription, work: Work, ending: { readonly at: number; readonly failure: Failure | undefined }) => void;
}

/** Every row of the table has one, or it does not compile. */
export type Handlers = { readonly [N in OperationName]: Handle<N> | Handler<N> };
