import { EventEmitter, l10n, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';
import type { Deployment } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { DisposableStore } from '../disposables.ts';
import { wordsOf } from '../errors.ts';
import type { Source } from '../tree/source.ts';

export const propertiesScheme = 'azureclassic-properties';

/** `cscfg`: the configuration that a deployment has, for a comparison. It may hold secrets; the others show none. */
export type PropertiesFormat = 'json' | 'xml' | 'cscfg';

/** What the URI of such a document says in its query, so that it is read again after a reload too. */
type Query = Source & { readonly connection: string };

/** The path is what the tab shows, its last part above all: `/Local emulator/contoso-shop/v1/Production.json`. */
export function propertiesUri(connection: Connection, source: Source, format: PropertiesFormat): Uri {
  const { operation, parameters, item } = source;
  const names = [...Object.values(parameters), item?.value].filter((value) => typeof value === 'string');
  const path = [connection.name, ...(names.length > 0 ? names : [operation.replace(/\.\w+$/, '')])].map((name) => name.replaceAll('/', '-')).join('/');
  return Uri.from({ scheme: propertiesScheme, path: `/${path}.${format}`, query: JSON.stringify({ connection: connection.id, operation, parameters, item }) });
}

/** The same resource in another format. */
export const inFormat = (uri: Uri, format: PropertiesFormat): Uri => uri.with({ path: uri.path.replace(/\.\w+$/, `.${format}`) });

/** Read-only documents of what the service says about a resource, read anew whenever one is opened. */
export class PropertiesDocuments implements TextDocumentContentProvider, Disposable {
  readonly #connections: Connections;
  readonly #resumed: Promise<void>;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  /** What was read before VS Code asks for it. */
  readonly #texts = new Map<string, string>();
  readonly #disposables = new DisposableStore();

  /** @param resumed when the emulator of before a reload is there again */
  constructor(connections: Connections, resumed: Promise<void>) {
    this.#connections = connections;
    this.#resumed = resumed;
    this.#disposables.add(workspace.registerTextDocumentContentProvider(propertiesScheme, this));
  }

  /**
   * Opens a document, or reads an open one again.
   * @throws what the client throws; a document that is open stays as it is
   */
  async open(uri: Uri): Promise<void> {
    await this.load(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri));
  }

  /** Reads what a document is to show, without showing it. */
  async load(uri: Uri): Promise<void> {
    this.#texts.set(uri.toString(), await this.#read(uri));
    this.#changed.fire(uri);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const text = this.#texts.get(uri.toString());
    this.#texts.delete(uri.toString());
    try {
      return text ?? await this.#read(uri);
    } catch (error) {
      throw new Error(wordsOf(error), { cause: error });
    }
  }

  async #read(uri: Uri): Promise<string> {
    await this.#resumed;
    const { connection: id, operation, parameters, item } = JSON.parse(uri.query) as Query;
    const client = await this.#connections.client(this.#connections.get(id));
    const { answer, body } = await client.call(operation, parameters);
    if (uri.path.endsWith('.cscfg')) return (answer as Deployment).configuration ?? '';
    const { readableJson, readableXml } = await import('../../client/index.ts');
    const text = uri.path.endsWith('.xml') ? readableXml(body, item) : readableJson(answer, item);
    if (text === undefined) throw new Error(l10n.t('{0} does not exist any more.', item?.value ?? ''));
    return text;
  }

  dispose(): void { this.#disposables.dispose(); }
}
