import { l10n, QuickPickItemKind, ThemeIcon, window, workspace, type QuickPickItem } from 'vscode';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { wordsOf } from '../../errors.ts';
import type { Ask, Choice } from '../../input/wizard.ts';
import { requireTrustOf } from '../../trust.ts';
import { choosesSignIn, hasKey, hasPassword, isGeneralized, type Draft, type Question } from './createDraft.ts';
import { askPassword, askPasswordAgain, askUser } from './signIn.ts';

const browse = Symbol('browse');
const paste = Symbol('paste');

/** What is wrong with a public key, in words. */
async function keyProblem(text: string): Promise<string | undefined> {
  const { readSshPublicKey } = await import('../../../certificates/index.ts');
  try {
    readSshPublicKey(text);
    return undefined;
  } catch (error) {
    return wordsOf(error);
  }
}

/** The public keys of whoever sits here; those that cannot be used say why. */
async function ownKeys(): Promise<(Choice<string> | QuickPickItem)[]> {
  const folder = path.join(homedir(), '.ssh');
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.pub')).sort();
  const { readSshPublicKey } = await import('../../../certificates/index.ts');
  return Promise.all(files.map(async (file) => {
    try {
      const value = (await readFile(path.join(folder, file), 'utf8')).trim();
      const { bits, comment } = readSshPublicKey(value);
      return { label: file, description: [`RSA ${bits}`, comment].filter(Boolean).join(' · '), iconPath: new ThemeIcon('key'), value };
    } catch (error) {
      return { label: file, detail: wordsOf(error), iconPath: new ThemeIcon('circle-slash') };
    }
  }));
}

async function chooseKey(ask: Ask, draft: Draft): Promise<string> {
  for (let problem: string | undefined; ;) {
    const found = await ownKeys();
    const answer = await ask.pick<string | typeof browse | typeof paste>({
      placeholder: problem ?? l10n.t('Which public SSH key? (RSA)'), active: (value) => value === draft.key,
      items: [
        ...found, ...(found.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []),
        { label: l10n.t('Browse...'), iconPath: new ThemeIcon('folder-opened'), value: browse }, { label: l10n.t('Paste...'), iconPath: new ThemeIcon('clippy'), value: paste },
      ],
    });
    if (answer === paste) return '';
    if (answer !== browse) return answer;
    const [file] = await window.showOpenDialog({ title: l10n.t('Choose the Public SSH Key'), openLabel: l10n.t('Choose'), filters: { [l10n.t('Public SSH keys')]: ['pub'] } }) ?? [];
    if (!file) continue;
    requireTrustOf(file);
    const text = new TextDecoder().decode((await workspace.fs.readFile(file)).subarray(0, 64 * 1024)).trim();
    problem = await keyProblem(text);
    if (problem === undefined) return text;
  }
}

const isWindows = (draft: Draft): boolean => isGeneralized(draft) && draft.source?.os === 'Windows';

/** What Windows is told beside that; {@link leftToReview}. */
export const windowsQuestions: readonly Question[] = [
  {
    id: 'updates', when: isWindows,
    ask: async (ask, draft) => {
      draft.updates = await ask.pick<boolean>({
        placeholder: l10n.t('Does Windows update itself?'), active: (value) => value === draft.updates,
        items: [{ label: l10n.t('Automatic updates'), iconPath: new ThemeIcon('sync'), value: true }, { label: l10n.t('No automatic updates'), iconPath: new ThemeIcon('sync-ignored'), value: false }],
      });
    },
  },
  {
    id: 'timeZone', when: isWindows,
    ask: async (ask, draft) => {
      const check = (zone: string) => (zone.trim() ? undefined : l10n.t('Enter a time zone.'));
      draft.timeZone = (await ask.text({ prompt: l10n.t('Time zone, as "tzutil /l" of Windows lists it: UTC, Romance Standard Time'), value: draft.timeZone, check })).trim();
    },
  },
];

export const signInQuestions: readonly Question[] = [
  {
    id: 'user', when: isGeneralized,
    ask: async (ask, draft) => { draft.user = await askUser(ask, draft.source!.os, draft.user); },
  },
  {
    id: 'signIn', when: choosesSignIn, clears: ['key', 'keyText', 'password', 'passwordAgain'],
    ask: async (ask, draft) => {
      draft.signIn = await ask.pick<'password' | 'key'>({
        placeholder: l10n.t('How does {0} sign in?', draft.user!), active: (value) => value === draft.signIn,
        items: [
          { label: l10n.t('With an SSH key'), detail: l10n.t('Its certificate is added to the cloud service, and the machine takes no passwords.'), iconPath: new ThemeIcon('key'), value: 'key' },
          { label: l10n.t('With a password'), iconPath: new ThemeIcon('lock'), value: 'password' },
        ],
      });
    },
  },
  { id: 'key', when: hasKey, clears: ['keyText'], ask: async (ask, draft) => { draft.key = await chooseKey(ask, draft); } },
  {
    id: 'keyText', when: (draft) => hasKey(draft) && draft.key === '', rare: true,
    ask: async (ask, draft) => { draft.key = (await ask.text({ prompt: l10n.t('Public SSH key, as it stands in the .pub file'), placeholder: 'ssh-rsa...', check: keyProblem })).trim(); },
  },
  {
    id: 'password', when: hasPassword, clears: ['passwordAgain'],
    ask: async (ask, draft) => { draft.password = await askPassword(ask, draft.source!.os, draft.user!); },
  },
  { id: 'passwordAgain', when: hasPassword, ask: async (ask, draft) => { await askPasswordAgain(ask, draft.password); } },
];
