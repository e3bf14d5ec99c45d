import { EventEmitter, l10n, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';
import { DisposableStore } from '../disposables.ts';
import { wordsOf } from '../errors.ts';

const scheme = 'azureclassic-operation';

/** How the text of each kind of document is made, from what stands in its address. */
export type Writers = Readonly<Record<string, (facts: Readonly<Record<string, string | undefined>>) => string | Promise<string>>>;

/**
 * Read-only texts about operations, in Markdown because editors wrap its lines and fold its parts. What a text is about stands in its address, so that
 * it is written again when it is opened after a reload.
 */
export class OperationDocuments implements TextDocumentContentProvider, Disposable {
  readonly #writers: Writers;
  readonly #resumed: Promise<void>;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #disposables = new DisposableStore();
  readonly #texts = new Map<string, string>();

  /** @param resumed when the emulator and the tasks of before a reload are there again */
  constructor(writers: Writers, resumed: Promise<void>) {
    this.#writers = writers;
    this.#resumed = resumed;
    this.#disposables.add(workspace.registerTextDocumentContentProvider(scheme, this));
    this.#disposables.add(workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())));
  }

  /**
   * Opens a text, or writes one that is open anew.
   * @param name what its tab says
   * @throws what its writer throws
   */
  async show(kind: string, name: string, facts: Readonly<Record<string, string>>): Promise<void> {
    const uri = Uri.from({ scheme, authority: kind, path: `/${name.replaceAll(/[\\/]/g, '-')}.md`, query: new URLSearchParams(facts).toString() });
    await this.#write(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  /** Writes open texts of this kind anew whose address says so much. */
  update(kind: string, facts: Readonly<Record<string, string>>): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme !== scheme || uri.authority !== kind) continue;
      const said = factsOf(uri);
      if (Object.entries(facts).every(([key, value]) => said[key] === value)) void this.#write(uri).catch(() => undefined);
    }
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    await this.#resumed;
    return this.#texts.get(uri.toString()) ?? await this.#write(uri).catch((error: unknown) => l10n.t('This cannot be shown any more. {0}', wordsOf(error)));
  }

  async #write(uri: Uri): Promise<string> {
    const text = await this.#writers[uri.authority]!(factsOf(uri));
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return text;
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

const factsOf = (uri: Uri): Record<string, string> => Object.fromEntries(new URLSearchParams(uri.query));

/** Lines of "label: value", the values below each other, set apart as they are; those without a value left out. */
export function lines(rows: readonly (readonly [label: string, value: string | number | undefined])[]): string {
  const said = rows.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(0, ...said.map(([label]) => label.length));
  return said.map(([label, value]) => `    ${`${label}:`.padEnd(width + 2)}${value}\n`).join('');
}
