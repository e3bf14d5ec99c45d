import { l10n, ThemeIcon, Uri, window, workspace } from 'vscode';
import { wordsOf } from '../errors.ts';
import { requireTrustOf } from '../trust.ts';
import { baseName, fileName } from './serviceFiles.ts';
import type { Choice, Step } from './wizard.ts';

/** A configuration that is read from a file or typed; '' where there is none. */
export interface Configured { from?: 'nothing' | 'typed' | Uri; text?: string }

const largest = 256 * 1024;

/** Asks for the configuration of an extension, XML or JSON. A secret one is not seen while it is typed. */
export const configurationSteps = <A>(of: (answers: A) => Configured, { placeholder, prompt, isSecret }: { placeholder: () => string; prompt: () => string; isSecret: boolean }): Step<A>[] => [
  async (ask, answers) => {
    const a = of(answers);
    for (;;) {
      const items: Choice<'nothing' | 'typed' | 'file'>[] = [
        { label: l10n.t('None'), iconPath: new ThemeIcon('circle-slash'), value: 'nothing' },
        { label: l10n.t('Enter it...'), iconPath: new ThemeIcon('edit'), value: 'typed' },
        { label: l10n.t('From a file...'), description: a.from instanceof Uri ? baseName(a.from) : '', iconPath: new ThemeIcon('folder-opened'), value: 'file' },
      ];
      const from = await ask.pick<'nothing' | 'typed' | 'file'>({ placeholder: placeholder(), items, active: (value) => value === (a.from instanceof Uri ? 'file' : a.from) });
      if (from !== 'file') return void Object.assign(a, { from, ...((from === 'nothing' || a.from instanceof Uri) && { text: '' }) });
      const [file] = await window.showOpenDialog({ title: placeholder(), openLabel: l10n.t('Choose'), filters: { [l10n.t('Configurations of extensions')]: ['xml', 'json', 'config', 'txt'] } }) ?? [];
      if (!file) continue;
      requireTrustOf(file);
      a.text = await readText(file);
      a.from = file;
      return;
    }
  },
  async (ask, answers) => {
    const a = of(answers);
    if (a.from !== 'typed') return false;
    a.text = await ask.text({ prompt: prompt(), value: isSecret ? '' : a.text ?? '', password: isSecret, check: configurationProblem });
    return true;
  },
];

/** @throws Error in the reader's words, naming the file */
async function readText(file: Uri): Promise<string> {
  if ((await workspace.fs.stat(file)).size > largest) throw new Error(l10n.t('{0} is too large for the configuration of an extension.', fileName(file)));
  const { decodeServiceFile } = await import('../../serviceFiles/index.ts');
  try {
    const text = decodeServiceFile(await workspace.fs.readFile(file));
    const problem = configurationProblem(text);
    if (problem) throw new Error(problem);
    return text;
  } catch (cause) {
    throw new Error(l10n.t('{0}: {1}', fileName(file), wordsOf(cause)), { cause });
  }
}

/** The service knows the schema; here only that it is one of the two formats. What is in it is never repeated. */
export function configurationProblem(text: string): string | undefined {
  const neither = l10n.t('A configuration is XML or JSON: it begins with < or {.');
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return trimmed.endsWith('>') ? undefined : l10n.t('The XML is not complete: it does not end with >.');
  if (!trimmed.startsWith('{')) return neither;
  try {
    JSON.parse(trimmed);
    return undefined;
  } catch {
    return l10n.t('The JSON is malformed.');
  }
}
