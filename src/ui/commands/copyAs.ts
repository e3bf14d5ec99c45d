import { env, l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { ApplicableOperation, SnippetLanguage } from '../../client/index.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { isNode } from './target.ts';

const languages = { python: 'Python', curl: 'curl', typescript: 'TypeScript' } as const;

/** A call that reads or changes a row, as code: what the row knows is filled in. */
export const copyAsCommand: Command = {
  id: 'azureClassic.resource.copyAs',
  run: async ({ tree }, argument) => {
    const node = isNode(argument) ? argument : tree.selection;
    if (!node?.source) return void window.showInformationMessage(l10n.t('Select a row in the Azure Classic view first.'));
    const { connection, source: { operation, parameters, known } } = node;
    const { operationsOn, writeSnippet } = await import('../../client/index.ts');
    const answers = await runWizard<{ operation?: ApplicableOperation; language?: SnippetLanguage }>(l10n.t('Copy as Code'), {}, [
      async (ask, a) => {
        a.operation = await ask.pick({
          placeholder: l10n.t('Which call?'), items: operationChoices(operationsOn(operation, parameters as Readonly<Record<string, unknown>>, known)), active: ({ name }) => name === a.operation?.name,
        });
      },
      async (ask, a) => { a.language = await ask.pick({ placeholder: l10n.t('As what?'), items: languageChoices(a.operation!) }); },
    ]);
    if (!answers) return;
    const { operation: chosen, language } = answers as Required<typeof answers>;
    const { endpoint, subscriptionId, kind } = connection;
    const text = writeSnippet(language, chosen.name, { ...parameters, ...known }, { endpoint, subscriptionId, ownAuthority: kind === 'emulator', now: new Date() });
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(l10n.t('Copied as {0}: {1}', languages[language], chosen.title), 3000);
  },
};

function operationChoices(operations: readonly ApplicableOperation[]): (Choice<ApplicableOperation> | QuickPickItem)[] {
  const choices = (known: boolean) => operations.filter((each) => each.known === known).map((each): Choice<ApplicableOperation> => ({ label: each.title, description: each.name, value: each }));
  const titled = (label: string, items: Choice<ApplicableOperation>[]) => (items.length > 0 ? [{ label, kind: QuickPickItemKind.Separator }, ...items] : []);
  return [...titled(l10n.t('With what is known of it'), choices(true)), ...titled(l10n.t('With placeholders for what is still to be named'), choices(false))];
}

const languageChoices = ({ python }: ApplicableOperation): Choice<SnippetLanguage>[] => [
  ...(python ? [{ label: languages.python, description: l10n.t('the client of the guide, azure.servicemanagement'), value: 'python' as const }] : []),
  { label: languages.curl, description: l10n.t('for a POSIX shell'), value: 'curl' },
  { label: languages.typescript, description: l10n.t('the client of this extension'), value: 'typescript' },
];
