import { access } from 'node:fs/promises';
import { EventEmitter, l10n, Uri, workspace, type ExtensionContext } from 'vscode';
import type { Emulator } from '../../emulator/index.ts';
import type { Log } from '../log.ts';
import { emulatorConnectionId, type Connection } from './connection.ts';

/** Remembers over a reload that this machine wants its emulator running. */
const wantedKey = 'azureClassic.emulatorWanted';

/**
 * The local emulator as this window has it. It belongs to a data folder: whoever starts it first, a window or a terminal, runs
 * it; every other window attaches to that one. A window that runs it ends it when it closes; its data stays in the folder.
 */
export class EmulatorHost {
  readonly #context: ExtensionContext;
  readonly #log: Log;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #running: Emulator | undefined;

  constructor(context: ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  /** The emulator this window is connected to. `owned` when it runs inside this window. */
  get running(): Emulator | undefined {
    return this.#running;
  }

  get connection(): Connection | undefined {
    const emulator = this.#running;
    return emulator && {
      kind: 'emulator', id: emulatorConnectionId(emulator.endpoint, emulator.subscriptionId), name: l10n.t('Local emulator'),
      subscriptionId: emulator.subscriptionId, endpoint: emulator.endpoint, certificatePath: emulator.certificatePath, caPath: emulator.caPath,
    };
  }

  /** Whether this machine wants it; undefined where nobody has ever started it. */
  get wanted(): boolean | undefined {
    return this.#context.globalState.get<boolean>(wantedKey);
  }

  get dataFolder(): string {
    const configured = workspace.getConfiguration('azureClassic').get<string>('emulator.dataFolder', '').trim();
    return configured || Uri.joinPath(this.#context.globalStorageUri, 'emulator').fsPath;
  }

  /** After start-up: attaches to an emulator that runs already, starts the one this machine had running before the reload. */
  async resume(): Promise<void> {
    // Where there never was one, its bundle is not loaded.
    if (!this.wanted && !await access(this.dataFolder).then(() => true, () => false)) return;
    const { findEmulator } = await import('../../emulator/index.ts');
    const found = await findEmulator(this.dataFolder);
    if (found) this.#use(found);
    else if (this.wanted) await this.start();
  }

  /** Starts the emulator, or attaches to the one that runs on the same data folder. */
  async start(): Promise<Emulator> {
    if (this.#running?.owned) return this.#running;
    const { startEmulator } = await import('../../emulator/index.ts');
    const seconds = workspace.getConfiguration('azureClassic').get<number>('emulator.operationSeconds');
    const emulator = await startEmulator({ directory: this.dataFolder, ...(seconds !== undefined && { operationSeconds: seconds }), log: (line) => this.#log.debug(`emulator: ${line}`) });
    await this.#context.globalState.update(wantedKey, true);
    this.#use(emulator);
    return emulator;
  }

  /** Stops the emulator when it runs inside this window. */
  async stop(): Promise<void> {
    await this.#context.globalState.update(wantedKey, false);
    await this.release();
  }

  /** Ends with the window, and is wanted again after a reload. */
  async release(): Promise<void> {
    const emulator = this.#running;
    this.#running = undefined;
    if (emulator?.owned) await emulator.stop();
    this.#changed.fire();
  }

  #use(emulator: Emulator): void {
    this.#running = emulator;
    this.#log.info(`emulator at ${emulator.endpoint}, blobs at ${emulator.blobEndpoint}, ${emulator.owned ? 'run by this window' : `run by process ${emulator.pid}`}`);
    this.#changed.fire();
  }
}
