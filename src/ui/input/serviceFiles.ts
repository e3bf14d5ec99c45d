import { env, FileType, l10n, QuickPickItemKind, ThemeIcon, Uri, window, workspace, type QuickPickItem } from 'vscode';
import path from 'node:path';
import type { ServiceConfiguration } from '../../serviceFiles/index.ts';
import { wordsOf } from '../errors.ts';
import { requireTrustOf } from '../trust.ts';
import { runWizard, type Ask, type Choice } from './wizard.ts';

/** Where somebody looks first: files near `near`, and `chosen` when they come back to the question. */
export interface Looking {
  readonly near?: Uri | undefined;
  readonly chosen?: Uri | undefined;
}

/** A service configuration with its text, which may hold secrets. */
export interface ConfigurationFile extends ServiceConfiguration {
  readonly uri: Uri;
  readonly text: string;
}

const browse = Symbol('browse');
const most = 200;

/** What stands for a file in a sentence: its path in the workspace, or its whole one. */
export const fileName = (uri: Uri): string => workspace.asRelativePath(uri);
export const baseName = (uri: Uri): string => path.posix.basename(uri.path);

/** Bytes as people read them. */
export const fileSize = (bytes: number): string => (bytes < 1e6 ? l10n.t('{0} KB', Math.ceil(bytes / 1000)) : l10n.t('{0} MB', (bytes / 1e6).toFixed(1)));

/**
 * Asks for a .cspkg: those of the workspace, the newest first or, with `near`, the nearest; or any other file. `more` are choices
 * beside files, whose values are given back as they are.
 */
export async function choosePackage<T = never>(ask: Ask, { near, chosen }: Looking, more: readonly Choice<T>[] = []): Promise<Uri | T> {
  const found = await findFiles('**/*.cspkg');
  const sorted = found.sort((a, b) => (near ? distance(near, a.uri) - distance(near, b.uri) : 0) || b.mtime - a.mtime);
  return chooseFile(ask, {
    placeholder: found.length > 0 ? l10n.t('Which package?') : l10n.t('There is no package (.cspkg) in this workspace. Where is it?'), chosen, more,
    items: sorted.map(({ uri, size, mtime }) => ({ uri, facts: l10n.t('{0}, {1}', fileSize(size), new Date(mtime).toLocaleString(env.language)), icon: 'package' })),
    dialog: { title: l10n.t('Choose the Package to Deploy'), filter: l10n.t('Cloud service packages'), extensions: ['cspkg'] },
  });
}

/** Asks for a .cscfg: those of the workspace, the nearest to `near` first, Cloud before Local; or any other file. */
export async function chooseConfiguration(ask: Ask, { near, chosen }: Looking): Promise<Uri> {
  const found = await findFiles('**/*.cscfg');
  const sorted = found.sort((a, b) => (near ? distance(near, a.uri) - distance(near, b.uri) : 0) || locality(a.uri) - locality(b.uri) || a.uri.path.localeCompare(b.uri.path));
  return chooseFile<never>(ask, {
    placeholder: found.length > 0 ? l10n.t('Which service configuration?') : l10n.t('There is no service configuration (.cscfg) in this workspace. Where is it?'), chosen,
    items: sorted.map(({ uri }) => ({ uri, facts: '', icon: 'settings-gear' })), more: [],
    dialog: { title: l10n.t('Choose the Service Configuration'), filter: l10n.t('Service configurations'), extensions: ['cscfg'] },
  });
}

/** Asks for a file of a certificate, with its key or without. */
export async function chooseCertificate(ask: Ask, chosen?: Uri): Promise<Uri> {
  return chooseOther(ask, chosen, '**/*.{pfx,p12,cer,crt,pem}', 'lock', {
    placeholder: l10n.t('Which certificate?'), title: l10n.t('Choose the Certificate'), filter: l10n.t('Certificates'), extensions: ['pfx', 'p12', 'cer', 'crt', 'pem'],
  });
}

/** Asks for a network configuration. */
export async function chooseNetworkConfiguration(ask: Ask, chosen?: Uri): Promise<Uri> {
  return chooseOther(ask, chosen, '**/{*.netcfg,*[Nn]etwork*.xml}', 'type-hierarchy', {
    placeholder: l10n.t('Which network configuration?'), title: l10n.t('Choose the Network Configuration'), filter: l10n.t('Network configurations'), extensions: ['netcfg', 'xml'],
  });
}

async function chooseOther(ask: Ask, chosen: Uri | undefined, pattern: string, icon: string, { placeholder, ...dialog }: { placeholder: string } & FileQuestion<never>['dialog']): Promise<Uri> {
  const found = (await findFiles(pattern)).sort((a, b) => a.uri.path.localeCompare(b.uri.path));
  return chooseFile<never>(ask, { placeholder, chosen, more: [], dialog, items: found.map(({ uri, size }) => ({ uri, facts: fileSize(size), icon })) });
}

/** The one question as a command of its own; undefined when it was dismissed. */
export async function pickConfigurationFile(title: string, near?: Uri): Promise<Uri | undefined> {
  const answers = await runWizard<{ file?: Uri }>(title, {}, [async (ask, a) => { a.file = await chooseConfiguration(ask, { near, chosen: a.file }); }]);
  return answers?.file;
}

/** @throws Error in the reader's words, naming the file, with the ServiceFileError as its cause. */
export async function readConfigurationFile(uri: Uri): Promise<ConfigurationFile> {
  const { decodeServiceFile } = await import('../../serviceFiles/index.ts');
  try {
    return await parseConfiguration(uri, decodeServiceFile(await workspace.fs.readFile(uri)));
  } catch (cause) {
    throw new Error(l10n.t('{0}: {1}', fileName(uri), wordsOf(cause)), { cause });
  }
}

/** @throws ServiceFileError */
export async function parseConfiguration(uri: Uri, text: string): Promise<ConfigurationFile> {
  const { parseServiceConfiguration } = await import('../../serviceFiles/index.ts');
  return { ...parseServiceConfiguration(text), uri, text };
}

interface FileQuestion<T> {
  readonly placeholder: string;
  readonly items: readonly { readonly uri: Uri; readonly facts: string; readonly icon: string }[];
  readonly more: readonly Choice<T>[];
  readonly chosen: Uri | undefined;
  readonly dialog: { readonly title: string; readonly filter: string; readonly extensions: string[] };
}

async function chooseFile<T>(ask: Ask, { placeholder, items, more, chosen, dialog }: FileQuestion<T>): Promise<Uri | T> {
  const files = items.map(({ uri, facts, icon }): Choice<Uri> => {
    const folder = path.posix.dirname(fileName(uri));
    return { label: baseName(uri), description: [folder === '.' ? '' : folder, facts].filter(Boolean).join(' · '), iconPath: new ThemeIcon(icon), value: uri };
  });
  // A file from outside the workspace, chosen before.
  if (chosen && !files.some(({ value }) => value.toString() === chosen.toString())) files.unshift({ label: baseName(chosen), description: path.posix.dirname(chosen.path), value: chosen });
  const separator: QuickPickItem[] = files.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : [];
  const other: Choice<typeof browse> = { label: l10n.t('Browse...'), iconPath: new ThemeIcon('folder-opened'), value: browse };
  for (;;) {
    const answer = await ask.pick<Uri | T | typeof browse>({
      placeholder, items: [...files, ...separator, other, ...more], active: (value) => value instanceof Uri && value.toString() === chosen?.toString(),
    });
    if (answer !== browse) return answer as Uri | T;
    const [file] = await window.showOpenDialog({ title: dialog.title, openLabel: l10n.t('Choose'), filters: { [dialog.filter]: dialog.extensions } }) ?? [];
    if (!file) continue;
    requireTrustOf(file);
    return file;
  }
}

interface FoundFile { readonly uri: Uri; readonly size: number; readonly mtime: number }

/** Nothing where the workspace is not trusted: a certificate that somebody planted there is not to be picked by its name. */
async function findFiles(pattern: string): Promise<FoundFile[]> {
  if (!workspace.isTrusted) return [];
  const uris = await workspace.findFiles(pattern, '**/node_modules/**', most);
  const found = await Promise.all(uris.map(async (uri) => {
    const facts = await workspace.fs.stat(uri).then((stat) => stat, () => undefined);
    return facts && facts.type & FileType.File ? [{ uri, size: facts.size, mtime: facts.mtime }] : [];
  }));
  return found.flat();
}

/** Folders up and down from one file's to the other's. */
function distance(a: Uri, b: Uri): number {
  const [from, to] = [a, b].map((uri) => path.posix.dirname(uri.path).split('/')) as [string[], string[]];
  const shared = from.findIndex((name, depth) => name !== to[depth]);
  const common = shared < 0 ? from.length : shared;
  return from.length - common + to.length - common;
}

/** Visual Studio's two: ServiceConfiguration.Cloud.cscfg is for customers, .Local for the developer's machine. */
const locality = (uri: Uri): number => (/\.cloud\.cscfg$/i.test(uri.path) ? 0 : /\.local\.cscfg$/i.test(uri.path) ? 2 : 1);
