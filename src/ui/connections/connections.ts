import { ConfigurationTarget, EventEmitter, l10n, workspace } from 'vscode';
import type { ClientOptions, Proxy, ServiceManagementClient } from '../../client/index.ts';
import { DisposableStore } from '../disposables.ts';
import { logExchange, type Log } from '../log.ts';
import { connectionId, type Connection, type SubscriptionSetting } from './connection.ts';
import type { EmulatorHost } from './emulatorHost.ts';
import type { Keyring, Secret } from './keyring.ts';

const idOf = ({ endpoint, subscriptionId }: SubscriptionSetting): string => connectionId(endpoint, subscriptionId);
/** What a client is made of: whether it can stay when settings change. */
const essence = ({ kind, endpoint, certificatePath, caPath }: Connection): string => JSON.stringify([kind, endpoint, certificatePath, caPath]);

/** The subscriptions this window shows, and one client for each. */
export class Connections {
  readonly keyring: Keyring;
  readonly #log: Log;
  readonly #emulator: EmulatorHost;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #clients = new Map<string, { readonly essence: string; readonly client: Promise<ServiceManagementClient> }>();
  readonly #disposables = new DisposableStore();

  constructor(keyring: Keyring, log: Log, emulator: EmulatorHost) {
    this.keyring = keyring;
    this.#log = log;
    this.#emulator = emulator;
    const changed = async (isStale: Parameters<Connections['close']>[0]) => { await this.close(isStale); this.#changed.fire(); };
    // An emulator that comes back at the same address is another one all the same.
    this.#disposables.add(emulator.onDidChange(() => changed(({ kind }) => kind === 'emulator')));
    this.#disposables.add(keyring.onDidChange((id) => changed((connection) => connection.id === id)));
    this.#disposables.add(workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('azureClassic.subscriptions')) void changed(() => false);
      if (event.affectsConfiguration('http')) void changed(({ kind }) => kind === 'own');
    }));
  }

  list(): Connection[] {
    const emulator = this.#emulator.connection;
    return [...(emulator ? [emulator] : []), ...this.#settings().map((setting): Connection => ({ kind: 'own', id: idOf(setting), ...setting }))];
  }

  find(id: string): Connection | undefined {
    return this.list().find((connection) => connection.id === id);
  }

  /** @throws Error in the reader's words when there is no such connection. */
  get(id: string): Connection {
    const connection = this.find(id);
    if (!connection) throw new Error(l10n.t('The subscription {0} is not connected.', id));
    return connection;
  }

  /** The client of a connection; its certificate is read when it is first asked for. */
  client(connection: Connection): Promise<ServiceManagementClient> {
    const existing = this.#clients.get(connection.id);
    if (existing?.essence === essence(connection)) return existing.client;
    const opening = { essence: essence(connection), client: this.open(connection) };
    this.#clients.set(connection.id, opening);
    // A certificate that could not be read may be there the next time.
    opening.client.catch(() => { if (this.#clients.get(connection.id) === opening) this.#clients.delete(connection.id); });
    return opening.client;
  }

  /**
   * A client of one's own, with the certificate as it is now; whoever asks for it closes it.
   * @throws what Keyring.read throws, and CertificateError for an authority that cannot be read
   */
  async open(connection: Connection, { onExchange, ...options }: Pick<ClientOptions, 'timeoutMs' | 'attempts' | 'onExchange'> = {}): Promise<ServiceManagementClient> {
    const [{ ServiceManagementClient }, { decodeText, readSmallFile }] = await Promise.all([import('../../client/index.ts'), import('../../certificates/index.ts')]);
    const { subscriptionId, endpoint, caPath } = connection;
    return new ServiceManagementClient({
      subscriptionId, endpoint,
      certificate: await this.keyring.read(connection),
      ca: caPath === undefined ? undefined : decodeText(await readSmallFile(caPath)),
      proxy: await proxyFor(endpoint),
      ...options,
      onExchange: (exchange) => {
        logExchange(this.#log, exchange);
        onExchange?.(exchange);
      },
    });
  }

  /** Keeps a subscription, in place of one with the same id: what is not secret in the settings of this machine, the rest in SecretStorage. */
  async add(setting: SubscriptionSetting, secret: Secret = {}): Promise<Connection> {
    const id = idOf(setting);
    await this.keyring.keep(id, secret);
    const settings = this.#settings();
    const at = settings.findIndex((other) => idOf(other) === id);
    await this.#write(settings.toSpliced(at < 0 ? settings.length : at, 1, setting));
    return { kind: 'own', id, ...setting };
  }

  async rename({ id }: Connection, name: string): Promise<void> {
    await this.#write(this.#settings().map((setting) => (idOf(setting) === id ? { ...setting, name } : setting)));
  }

  /** Forgets a subscription and its secrets. A certificate's file stays where it is. */
  async remove({ id }: Connection): Promise<void> {
    await this.#write(this.#settings().filter((setting) => idOf(setting) !== id));
    await this.keyring.forget(id);
  }

  /** Ends the clients of connections that are stale, or that are not there any more. */
  async close(isStale: (connection: Connection) => boolean): Promise<void> {
    const stale = [...this.#clients].filter(([id, { essence: was }]) => {
      const connection = this.find(id);
      return !connection || essence(connection) !== was || isStale(connection);
    });
    for (const [id] of stale) this.#clients.delete(id);
    await Promise.allSettled(stale.map(async ([, { client }]) => (await client).close()));
  }

  async dispose(): Promise<void> {
    this.#disposables.dispose();
    await this.close(() => true);
  }

  /** Machine scope: a workspace must not be able to send our certificate somewhere (reliability.md E.5). */
  #settings(): SubscriptionSetting[] {
    const value = workspace.getConfiguration('azureClassic').inspect<SubscriptionSetting[]>('subscriptions')?.globalValue ?? [];
    const isText = (text: unknown) => text === undefined || typeof text === 'string';
    return value.filter((s) => typeof s?.subscriptionId === 'string' && isText(s.certificatePath) && isText(s.caPath) && URL.canParse(s.endpoint ?? ''));
  }

  async #write(settings: SubscriptionSetting[]): Promise<void> {
    await workspace.getConfiguration('azureClassic').update('subscriptions', settings, ConfigurationTarget.Global);
  }
}

/** VS Code's own proxy settings: what it patches does not reach the sockets that we open (reliability.md E.4). */
export async function proxyFor(endpoint: string): Promise<Proxy | 'unusable' | undefined> {
  const { chooseProxy } = await import('../../client/index.ts');
  const http = workspace.getConfiguration('http');
  return chooseProxy(new URL(endpoint), {
    proxy: http.get('proxy'), noProxy: http.get('noProxy'), authorization: http.get('proxyAuthorization'), support: http.get('proxySupport'), environment: process.env,
  });
}
