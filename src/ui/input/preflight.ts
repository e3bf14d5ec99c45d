import { l10n, Position, Range, Uri, window, workspace } from 'vscode';
import type { ServiceDefinition, ServicePackage } from '../../serviceFiles/index.ts';
import { wordsOf } from '../errors.ts';
import { baseName, fileName, parseConfiguration, readConfigurationFile, type ConfigurationFile } from './serviceFiles.ts';

/** Something about the files of a deployment, found before anything is sent. With an error the service would refuse them. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly words: string;
  readonly uri: Uri;
  /** Where in the file; absent where it is about the whole. */
  readonly at?: { readonly line: number; readonly column: number; readonly end?: number };
}

export interface Preflight {
  /** Absent when the package is not on this computer, or cannot be opened. */
  readonly package: ServicePackage | undefined;
  /** Absent when it cannot be read. */
  readonly configuration: ConfigurationFile | undefined;
  readonly problems: readonly Problem[];
}

/** Opens both files and compares them. What is wrong with them is in the answer, not thrown. */
export async function checkFiles(packageUri: Uri | undefined, configurationUri: Uri): Promise<Preflight> {
  const [opened, read] = await Promise.allSettled([packageUri && openPackageFile(packageUri), readConfigurationFile(configurationUri)]);
  const problems: Problem[] = [];
  if (opened.status === 'rejected') problems.push({ severity: 'error', words: wordsOf(opened.reason), uri: packageUri! });
  if (read.status === 'rejected') problems.push(readingProblem(configurationUri, read.reason));
  const servicePackage = opened.status === 'fulfilled' ? opened.value : undefined;
  const configuration = read.status === 'fulfilled' ? read.value : undefined;
  if (servicePackage && configuration) problems.push(...await compareWith(configuration, servicePackage.definition));
  if (workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === configurationUri.toString())) {
    problems.push({ severity: 'warning', words: l10n.t('{0} has unsaved changes. They are not deployed.', baseName(configurationUri)), uri: configurationUri });
  }
  return { package: servicePackage, configuration, problems };
}

/** Compares a configuration with the one that a deployment has: a deployed one names every role, setting and certificate of its definition. */
export async function compareWithDeployed(configuration: ConfigurationFile, deployed: string): Promise<Problem[]> {
  const { parseServiceConfiguration } = await import('../../serviceFiles/index.ts');
  const { serviceName, roles } = parseServiceConfiguration(deployed);
  const none = { kind: 'WorkerRole', vmSize: '', inputEndpoints: [], internalEndpoints: [], instanceInputEndpoints: [], localStorage: [], imports: [] } as const;
  const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);
  return compareWith(configuration, {
    name: serviceName, schemaVersion: undefined, upgradeDomainCount: 5,
    roles: roles.map(({ name, settings, certificates }) => ({ ...none, name, settings: names(settings), certificates: names(certificates) })),
  });
}

/** What is wrong with a text that is to be the configuration of a deployment which has `deployed` now, its form or what it says. */
export async function checkAgainstDeployed(uri: Uri, text: string, deployed: string): Promise<Problem[]> {
  try {
    return await compareWithDeployed(await parseConfiguration(uri, text), deployed);
  } catch (error) {
    return [readingProblem(uri, error as Error)];
  }
}

/** Says the problem whole and opens the file where it is; in a package there is nothing to see. */
export async function showProblem({ uri, at, words }: Problem): Promise<void> {
  void window.showErrorMessage(l10n.t('{0}: {1}', fileName(uri), words));
  if (uri.path.toLowerCase().endsWith('.cspkg')) return;
  const position = new Position((at?.line ?? 1) - 1, at?.column ?? 0);
  await window.showTextDocument(uri, { selection: new Range(position, position) });
}

async function openPackageFile(uri: Uri): Promise<ServicePackage> {
  if (uri.scheme !== 'file') throw new Error(l10n.t('A package is read from the disk of this computer; {0} is elsewhere.', uri.toString()));
  const { openPackage } = await import('../../serviceFiles/index.ts');
  return openPackage({ path: uri.fsPath });
}

async function compareWith(configuration: ConfigurationFile, definition: ServiceDefinition): Promise<Problem[]> {
  const { checkConfiguration } = await import('../../serviceFiles/index.ts');
  return checkConfiguration(configuration, definition).map((finding) => ({ severity: finding.severity, words: wordsOf(finding), uri: configuration.uri, at: finding }));
}

function readingProblem(uri: Uri, error: Error): Problem {
  const cause = error.cause ?? error;
  const { line, column = 0 } = cause as { line?: number; column?: number };
  return { severity: 'error', words: wordsOf(cause), uri, ...(line !== undefined && { at: { line, column } }) };
}
