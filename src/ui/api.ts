import { l10n, type Event } from 'vscode';
import type { ServiceManagementClient } from '../client/index.ts';
import type { Services } from './services.ts';

/** What `activate` gives to other extensions. Whatever is taken away or changes its meaning raises `apiVersion`; additions do not. */
export interface AzureClassicApi {
  readonly apiVersion: 1;
  /** The subscriptions that are connected now. */
  connections(): readonly ConnectionFacts[];
  /**
   * A client for one of them, the caller's own: call its `close()` when it is not needed any more. No certificate, key or path is given away.
   * @throws Error where `id` is none of `connections()`; CertificateError where its certificate cannot be used
   */
  client(id: string): Promise<ServiceManagementClient>;
  /** An operation that this window followed has come to its end. */
  readonly onDidFinishOperation: Event<FinishedOperation>;
}

export interface ConnectionFacts {
  /** Stable across windows and restarts. */
  readonly id: string;
  readonly kind: 'emulator' | 'own';
  readonly name: string;
  readonly subscriptionId: string;
  readonly endpoint: string;
}

export interface FinishedOperation {
  readonly connectionId: string;
  /** x-ms-request-id of the asynchronous operation. */
  readonly requestId: string;
  /** `stopped`: no longer waited for, the service goes on with it; `lost`: the service does not know it any more. */
  readonly outcome: 'succeeded' | 'failed' | 'stopped' | 'lost';
}

export const makeApi = ({ connections, tasks }: Services): AzureClassicApi => ({
  apiVersion: 1,
  connections: () => connections.list().map(({ id, kind, name, subscriptionId, endpoint }) => ({ id, kind, name, subscriptionId, endpoint })),
  client: async (id) => {
    const connection = connections.find(id);
    if (!connection) throw new Error(l10n.t('That subscription is not connected.'));
    return connections.open(connection);
  },
  onDidFinishOperation: (listener, thisArgs, disposables) => tasks.onDidEnd(({ connectionId, requestId, ended }) => {
    if (requestId) listener.call(thisArgs, { connectionId, requestId, outcome: ended.kind });
  }, undefined, disposables),
});
