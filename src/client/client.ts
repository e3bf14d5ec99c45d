import type { AnswerOf, ParametersOf } from '../protocol/operation.ts';
import { table, type OperationName, type RowOf, type Table } from '../protocol/operations.ts';
import { buildRequest, parseAnswer } from '../protocol/wire.ts';
import { systemClock } from './clock.ts';
import { clouds } from './clouds.ts';
import { waitForOperation, type WaitOptions } from './operationTracker.ts';
import type { OperationStatus } from '../protocol/asynchronousOperations.ts';
import { earlierAttemptDidIt } from './readBack.ts';
import { Transport, type TransportOptions } from './transport.ts';

export interface ClientOptions extends Omit<TransportOptions, 'endpoint'> {
  /** GUID of the subscription. */
  readonly subscriptionId: string;
  /** Where the service is, `https://management.core.windows.net` when absent. */
  readonly endpoint?: string | undefined;
}

export interface CallOptions {
  /** Stops waiting for the answer; what the service has accepted it goes on doing. */
  readonly signal?: AbortSignal | undefined;
  /** `x-ms-version` where the operation's own is too old to show what came later. */
  readonly version?: string | undefined;
}

type Call<P, A> = {} extends P
  ? (parameters?: P, options?: CallOptions) => Promise<A>
  : (parameters: P, options?: CallOptions) => Promise<A>;
type Methods<G> = { readonly [M in keyof G]: Call<ParametersOf<G[M]>, AnswerOf<G[M]>> };
type Groups = { readonly [G in keyof Table]: Methods<Table[G]> };

export interface ServiceManagementClient extends Omit<Groups, 'operations'> {}

/**
 * The classic Azure Service Management API of one subscription. Its groups and methods are the rows of the protocol table:
 * `client.hostedServices.create({...})`. Every method rejects with a ServiceManagementError.
 */
export class ServiceManagementClient {
  readonly subscriptionId: string;
  readonly endpoint: string;
  readonly operations: Groups['operations'] & {
    /**
     * Follows an asynchronous operation to its end.
     * @throws ServiceManagementError with the operation's own code, message and HTTP status when it failed.
     */
    wait(requestId: string, options?: WaitOptions): Promise<OperationStatus>;
  };
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.subscriptionId = options.subscriptionId.toLowerCase();
    this.endpoint = options.endpoint ?? clouds[0]!.endpoint;
    const clock = options.clock ?? systemClock;
    this.#transport = new Transport({ ...options, endpoint: this.endpoint, clock });
    const groups = Object.fromEntries(Object.entries(table).map(([group, methods]) => [group, Object.fromEntries(
      Object.keys(methods).map((method) => [method, async (parameters?: object, call?: CallOptions) => (await this.call(`${group}.${method}` as OperationName, parameters ?? {}, call)).answer]),
    )])) as unknown as Groups;
    Object.assign(this, groups);
    this.operations = { ...groups.operations, wait: (requestId, wait) => waitForOperation(groups.operations.getStatus, requestId, clock, wait ?? {}) };
  }

  /** Any operation by its name, for who learns at run time which; `body` is the answer as it came. */
  async call<N extends OperationName>(name: N, parameters: object, { signal, version }: CallOptions = {}): Promise<{ answer: AnswerOf<RowOf<N>>; body: string }> {
    const built = buildRequest(name, { ...parameters, subscriptionId: this.subscriptionId } as never);
    const request = version === undefined ? built : { ...built, headers: { ...built.headers, 'x-ms-version': version } };
    const readBack = () => earlierAttemptDidIt((get) => this.#transport.send(get, { signal, operation: name }), name, request, parameters as Record<string, unknown>);
    const answer = await this.#transport.send(request, { signal, operation: name, readBack });
    return { answer: parseAnswer(name, answer.status, answer.headers, answer.body), body: answer.body };
  }

  /** Ends its connections; calls still under way are cancelled. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
