import { readFile } from 'node:fs/promises';
import { ConfigurationTarget, EventEmitter, workspace, type SecretStorage } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { DisposableStore } from '../disposables.ts';
import { logExchange, type Log } from '../log.ts';
import { connectionId, type Connection, type SubscriptionSetting } from './connection.ts';
import type { EmulatorHost } from './emulatorHost.ts';

const passphraseKey = (connection: { id: string }) => `passphrase/${connection.id}`;

/** The subscriptions this window shows, and one client for each. */
export class Connections {
  readonly #secrets: SecretStorage;
  readonly #log: Log;
  readonly #emulator: EmulatorHost;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #clients = new Map<string, Promise<ServiceManagementClient>>();
  readonly #disposables = new DisposableStore();

  constructor(secrets: SecretStorage, log: Log, emulator: EmulatorHost) {
    this.#secrets = secrets;
    this.#log = log;
    this.#emulator = emulator;
    const changed = async () => { await this.#closeClients(); this.#changed.fire(); };
    this.#disposables.add(emulator.onDidChange(changed));
    this.#disposables.add(workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('azureClassic.subscriptions')) void changed(); }));
  }

  list(): Connection[] {
    const emulator = this.#emulator.connection;
    return [...(emulator ? [emulator] : []), ...this.#settings().map((setting): Connection => ({ kind: 'own', id: connectionId(setting.endpoint, setting.subscriptionId), ...setting }))];
  }

  find(id: string): Connection | undefined {
    return this.list().find((connection) => connection.id === id);
  }

  /** The client of a connection; its certificate is read from its file when first asked for. */
  client(connection: Connection): Promise<ServiceManagementClient> {
    const existing = this.#clients.get(connection.id);
    if (existing) return existing;
    const opening = this.#open(connection);
    this.#clients.set(connection.id, opening);
    // A certificate that could not be read may be there the next time.
    opening.catch(() => this.#clients.delete(connection.id));
    return opening;
  }

  /** Keeps a subscription: its path in the settings of this machine, its passphrase in SecretStorage. */
  async add(setting: SubscriptionSetting, passphrase: string | undefined): Promise<void> {
    const id = connectionId(setting.endpoint, setting.subscriptionId);
    if (passphrase === undefined) await this.#secrets.delete(passphraseKey({ id }));
    else await this.#secrets.store(passphraseKey({ id }), passphrase);
    await this.#write([...this.#settings().filter((other) => connectionId(other.endpoint, other.subscriptionId) !== id), setting]);
  }

  /** Forgets a subscription and its secret. The certificate's file stays where it is. */
  async remove(connection: Connection): Promise<void> {
    await this.#secrets.delete(passphraseKey(connection));
    await this.#write(this.#settings().filter((other) => connectionId(other.endpoint, other.subscriptionId) !== connection.id));
  }

  async dispose(): Promise<void> {
    this.#disposables.dispose();
    await this.#closeClients();
  }

  /** Machine scope: a workspace must not be able to send our certificate somewhere (reliability.md E.5). */
  #settings(): SubscriptionSetting[] {
    const value = workspace.getConfiguration('azureClassic').inspect<SubscriptionSetting[]>('subscriptions')?.globalValue ?? [];
    return value.filter((s) => typeof s?.subscriptionId === 'string' && typeof s.certificatePath === 'string' && URL.canParse(s.endpoint ?? ''));
  }

  async #write(settings: SubscriptionSetting[]): Promise<void> {
    await workspace.getConfiguration('azureClassic').update('subscriptions', settings, ConfigurationTarget.Global);
  }

  async #open(connection: Connection): Promise<ServiceManagementClient> {
    const [{ ServiceManagementClient }, { readCertificateFile }] = await Promise.all([import('../../client/index.ts'), import('../../certificates/index.ts')]);
    const passphrase = connection.kind === 'own' ? await this.#secrets.get(passphraseKey(connection)) : undefined;
    return new ServiceManagementClient({
      subscriptionId: connection.subscriptionId,
      endpoint: connection.endpoint,
      certificate: await readCertificateFile(connection.certificatePath, { passphrase }),
      ca: connection.kind === 'emulator' ? await readFile(connection.caPath, 'utf8') : undefined,
      onExchange: (exchange) => logExchange(this.#log, exchange),
    });
  }

  async #closeClients(): Promise<void> {
    const open = [...this.#clients.values()];
    this.#clients.clear();
    await Promise.allSettled(open.map(async (client) => (await client).close()));
  }
}
