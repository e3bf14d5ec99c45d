import { Diagnostic, DiagnosticSeverity, languages, Position, Range, workspace, type Disposable, type TextDocument, type Uri } from 'vscode';
import { DisposableStore } from '../disposables.ts';
import { checkAgainstDeployed, type Problem } from '../input/preflight.ts';
import { configurationScheme, type ConfigurationDocuments } from './configuration.ts';

/** Marks in an open configuration of a deployment what is wrong with its form, and what the service would refuse it for. */
export class ConfigurationProblems implements Disposable {
  readonly #documents: ConfigurationDocuments;
  readonly #disposables = new DisposableStore();
  readonly #found = this.#disposables.add(languages.createDiagnosticCollection('azureClassic'));

  constructor(documents: ConfigurationDocuments) {
    this.#documents = documents;
    this.#disposables.add(workspace.onDidOpenTextDocument((document) => this.#check(document)));
    this.#disposables.add(workspace.onDidChangeTextDocument(({ document }) => this.#check(document)));
    this.#disposables.add(workspace.onDidCloseTextDocument(({ uri }) => this.#found.delete(uri)));
    this.#disposables.add(documents.onDidRead((uri) => this.#checkOpen(uri)));
    for (const document of workspace.textDocuments) void this.#check(document);
  }

  #checkOpen(uri: Uri): void {
    const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    if (document) void this.#check(document);
  }

  async #check(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const deployed = uri.scheme === configurationScheme ? this.#documents.deployed(uri) : undefined;
    if (deployed === undefined) return;
    const problems = await checkAgainstDeployed(uri, document.getText(), deployed);
    // What was typed meanwhile has a check of its own.
    if (document.version === version && !document.isClosed) this.#found.set(uri, problems.map((problem) => diagnosticOf(document, problem)));
  }

  dispose(): void { this.#disposables.dispose(); }
}

function diagnosticOf(document: TextDocument, { severity, words, at }: Problem): Diagnostic {
  const start = new Position((at?.line ?? 1) - 1, at?.column ?? 0);
  const range = at?.end === undefined ? document.getWordRangeAtPosition(start) ?? new Range(start, start) : new Range(start, document.positionAt(at.end));
  const diagnostic = new Diagnostic(range, words, severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
  diagnostic.source = 'Azure Classic';
  return diagnostic;
}
