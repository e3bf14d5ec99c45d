import { commands, Disposable, EventEmitter, FileSystemError, FileType, l10n, TabInputTextDiff, TextDocumentSaveReason, Uri, window, workspace, type FileChangeEvent, type FileStat, type FileSystemProvider } from 'vscode';
import type { DeploymentSlot } from '../../client/index.ts';
import { instanceCounts, uploadConfiguration } from '../commands/configuration.ts';
import type { DeploymentTarget } from '../commands/target.ts';
import { DisposableStore } from '../disposables.ts';
import { isNotFound, wordsOf } from '../errors.ts';
import { parseConfiguration } from '../input/serviceFiles.ts';
import { runWizard } from '../input/wizard.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import { slotName } from '../tree/deployments.ts';
import { propertiesScheme, propertiesUri } from './properties.ts';

export const configurationScheme = 'azureclassic';

/** By the deployment's name, so that a swap does not put another one under an editor: `/<id of the connection>/service/deployment/service.cscfg`. */
export const configurationUri = ({ connection, serviceName, deployment }: Pick<DeploymentTarget, 'connection' | 'serviceName' | 'deployment'>): Uri =>
  Uri.from({ scheme: configurationScheme, path: `/${connection.id}/${serviceName}/${deployment.name}/${serviceName}.cscfg` });

/** The configuration that a deployment has now, read-only, for the left side of a comparison. */
export const deployedUri = ({ connection, serviceName, slot, deployment }: DeploymentTarget): Uri =>
  propertiesUri(connection, { operation: 'deployments.get', parameters: { serviceName, deploymentName: deployment.name, slot } }, 'cscfg');

/** The text of a .cscfg as an editor has it. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');
const deployedText = ({ deployment }: DeploymentTarget): string => withoutMark(deployment.configuration ?? '');

/** The configurations of deployments as files. Saving one shows what changes, asks, and uploads it; one that was not uploaded is not saved. */
export class ConfigurationDocuments implements FileSystemProvider, Disposable {
  readonly #services: Services;
  readonly #resumed: Promise<void>;
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  /** What each editor began with: what the deployment had then. */
  readonly #read = new Map<string, string>();
  readonly #reasons = new Map<string, TextDocumentSaveReason>();
  readonly #readAnew = new EventEmitter<Uri>();
  /** The text that a document is compared with was read anew. */
  readonly onDidRead = this.#readAnew.event;
  readonly #disposables = new DisposableStore();

  /** @param resumed when the emulator of before a reload is there again */
  constructor(services: Services, resumed: Promise<void>) {
    this.#services = services;
    this.#resumed = resumed;
    this.#disposables.add(workspace.registerFileSystemProvider(configurationScheme, this, { isCaseSensitive: true }));
    this.#disposables.add(workspace.onWillSaveTextDocument(({ document, reason }) => { if (document.uri.scheme === configurationScheme) this.#reasons.set(document.uri.toString(), reason); }));
    this.#disposables.add(workspace.onDidSaveTextDocument(({ uri }) => { if (uri.scheme === configurationScheme) void closeComparison(uri); }));
  }

  /** What the deployment had when the document was opened or last saved. */
  deployed(uri: Uri): string | undefined { return this.#read.get(uri.toString()); }

  /** The time never changes: what somebody else did meanwhile is told by `writeFile`, which knows more than that there is something. */
  async stat(uri: Uri): Promise<FileStat> {
    return { type: FileType.File, ctime: 0, mtime: 0, size: Buffer.byteLength(deployedText(await this.#find(uri))) };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const text = deployedText(await this.#find(uri));
    this.#setRead(uri, text);
    return Buffer.from(text);
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const reason = this.#reasons.get(uri.toString());
    this.#reasons.delete(uri.toString());
    if (reason === TextDocumentSaveReason.AfterDelay || reason === TextDocumentSaveReason.FocusOut) throw new Error(l10n.t('Auto save does not upload it. Save it yourself.'));
    const { decodeServiceFile } = await import('../../serviceFiles/index.ts');
    try {
      const configuration = await parseConfiguration(uri, decodeServiceFile(content));
      const target = await this.#find(uri);
      const deployed = deployedText(target);
      if (configuration.text !== deployed) {
        const counts = (await instanceCounts(target, configuration)).filter(({ now, then }) => now !== then);
        if (!await this.#ask(uri, target, counts.map(({ role, now, then }) => `${role} ${now} → ${then}`))) throw new Error(l10n.t('It was not uploaded, so the deployment keeps the configuration it has.'));
        if (!await uploadConfiguration(this.#services, target, configuration)) throw new Error(l10n.t('The upload did not succeed; its own message says why.'));
      }
      this.#setRead(uri, configuration.text);
    } catch (error) {
      throw error instanceof FileSystemError ? error : new Error(wordsOf(error), { cause: error });
    }
  }

  /** Shows what would change, and asks beside it rather than above: who is to decide has to be able to scroll. */
  async #ask(uri: Uri, target: DeploymentTarget, counts: readonly string[]): Promise<boolean> {
    const { serviceName, slot, connection, deployment } = target;
    const left = deployedUri(target);
    await this.#services.properties.load(left);
    await commands.executeCommand('vscode.diff', left, uri, l10n.t('{0} ({1}): deployed ↔ edited', serviceName, slotName(slot)), { preview: true });
    const changed = this.deployed(uri) !== deployedText(target);
    const answers = await runWizard<{ upload?: boolean }>(l10n.t('Upload Configuration'), {}, [async (ask, a) => {
      a.upload = await ask.pick({
        placeholder: changed
          ? l10n.t('The deployment got another configuration since this one was opened. Upload this one all the same?')
          : l10n.t('Upload it to the {0} deployment of {1}?', slotWord(slot), serviceName),
        items: [
          { label: `$(cloud-upload) ${l10n.t('Upload')}`, description: `${connection.name} · ${serviceName} · ${slotName(slot)} · ${deployment.label || deployment.name}`, detail: counts.length > 0 ? l10n.t('Instances: {0}', counts.join(' · ')) : l10n.t('As many instances as now'), value: true },
          { label: `$(circle-slash) ${l10n.t('Do not upload')}`, description: l10n.t('The text stays as it is, unsaved.'), value: false },
        ],
      });
    }]);
    return answers?.upload ?? false;
  }

  #setRead(uri: Uri, text: string): void {
    this.#read.set(uri.toString(), text);
    this.#readAnew.fire(uri);
  }

  /** @throws FileSystemError in the reader's words */
  async #find(uri: Uri): Promise<DeploymentTarget> {
    await this.#resumed;
    const [, id = '', serviceName = '', deploymentName = ''] = /^\/(.+)\/([^/]+)\/([^/]+)\/[^/]+$/.exec(uri.path) ?? [];
    if (!id) throw FileSystemError.FileNotFound(uri);
    const { connections } = this.#services;
    const connection = connections.find(id);
    if (!connection) throw FileSystemError.Unavailable(l10n.t('The subscription {0} is not connected.', id));
    try {
      const client = await connections.client(connection);
      const deployment = await client.deployments.get({ serviceName, deploymentName });
      return { connection, client, serviceName, slot: deployment.deploymentSlot as DeploymentSlot, deployment };
    } catch (error) {
      throw isNotFound(error) ? FileSystemError.FileNotFound(wordsOf(error)) : FileSystemError.Unavailable(wordsOf(error));
    }
  }

  watch(): Disposable { return new Disposable(() => undefined); }
  readDirectory(): [string, FileType][] { return []; }
  createDirectory(uri: Uri): never { throw FileSystemError.NoPermissions(uri); }
  delete(uri: Uri): never { throw FileSystemError.NoPermissions(uri); }
  rename(uri: Uri): never { throw FileSystemError.NoPermissions(uri); }

  dispose(): void { this.#disposables.dispose(); }
}

/** What was compared is uploaded, so there is nothing left to compare. */
async function closeComparison(uri: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.original.scheme === propertiesScheme && input.modified.toString() === uri.toString());
  await window.tabGroups.close(tabs);
}
