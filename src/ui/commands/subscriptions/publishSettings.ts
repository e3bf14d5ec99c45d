import { l10n, ThemeIcon, Uri, window, workspace } from 'vscode';
import type { PublishedSubscription } from '../../../certificates/index.ts';
import type { Connection } from '../../connections/connection.ts';
import { wordsOf } from '../../errors.ts';
import { certificateLook } from '../../tree/states.ts';
import { requireTrustOf } from '../../trust.ts';
import { by, type Draft, type Question } from './draft.ts';

const fatal = ({ problems }: PublishedSubscription) => problems.find(({ severity }) => severity === 'error');

export const publishSettingsQuestions: readonly Question[] = [
  {
    when: by('publishSettings'),
    ask: async (ask, d) => {
      const { readPublishSettingsFile } = await import('../../../certificates/index.ts');
      d.path = (await ask.text({
        prompt: l10n.t('Path of the publish settings file'), value: d.path ?? '', placeholder: '.publishsettings',
        browse: async () => (await window.showOpenDialog({ canSelectMany: false, title: l10n.t('Publish settings'), filters: { [l10n.t('Publish settings')]: ['publishsettings', 'PublishSettings'], [l10n.t('All files')]: ['*'] } }))?.[0]?.fsPath,
        check: async (file) => {
          try {
            requireTrustOf(Uri.file(file.trim()));
            const published = d.published = await readPublishSettingsFile(file.trim(), new Date());
            const problems = published.map(fatal);
            return problems.every(Boolean) ? wordsOf(problems[0]) : undefined;
          } catch (error) {
            return wordsOf(error);
          }
        },
      })).trim();
      d.chosen = d.published!;
    },
  },
  {
    when: (d) => d.way === 'publishSettings' && (d.published?.length ?? 0) > 1,
    ask: async (ask, d) => {
      d.chosen = await ask.many({
        placeholder: l10n.t('Which of its subscriptions?'),
        items: d.published!.map((subscription) => {
          const { name, subscriptionId, endpoint, problems } = subscription;
          const problem = fatal(subscription);
          const look = problem && certificateLook({ problems: problems.map(({ severity, code }) => ({ severity, code, words: '' })) });
          return {
            label: name, description: subscriptionId, detail: [look?.words, endpoint].filter(Boolean).join(' · '),
            iconPath: look?.icon ?? new ThemeIcon('azure'), picked: !problem, value: subscription,
          };
        }),
      });
    },
  },
];

export const fileFateQuestion: Question = {
  when: by('publishSettings'),
  ask: async (ask, d) => {
    d.deletesFile = await ask.pick({
      placeholder: l10n.t('The file holds a key that is not encrypted. What becomes of it?'),
      items: [
        { label: l10n.t('Delete it for good'), detail: l10n.t('Certificate and key are then only in the secret storage of VS Code.'), iconPath: new ThemeIcon('trash'), value: true },
        { label: l10n.t('Keep it'), detail: d.path!, iconPath: new ThemeIcon('file'), value: false },
      ],
      active: (value) => value === (d.deletesFile ?? true),
    });
  },
};

/** @throws Error when all is added but the file is still there */
export async function importPublished({ services: { connections }, chosen = [], path = '', caPath, deletesFile }: Draft): Promise<Connection[]> {
  const { isLoopback } = await import('../../../client/index.ts');
  const added: Connection[] = [];
  for (const { name, subscriptionId, endpoint, certificate, problems } of chosen) {
    const ca = caPath !== undefined && isLoopback(new URL(endpoint).hostname) ? { caPath } : {};
    if (certificate) added.push(await connections.add({ name, subscriptionId, endpoint: new URL(endpoint).origin, ...ca }, { certificate }));
    else void window.showWarningMessage(wordsOf(problems[0]));
  }
  if (!deletesFile) return added;
  try {
    // Not into the bin: the key would lie there.
    await workspace.fs.delete(Uri.file(path), { useTrash: false });
    return added;
  } catch (cause) {
    throw new Error(l10n.t('The subscriptions are added, but {0} could not be deleted: {1} Delete it yourself, because its key is not encrypted.', path, wordsOf(cause)), { cause });
  }
}
