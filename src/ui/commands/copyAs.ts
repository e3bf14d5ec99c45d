import { env, l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { ApplicableOperation, SnippetLanguage } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Services } from '../services.ts';
import type { Node } from '../tree/node.ts';
import { TaskRow } from '../tree/operations.ts';
import type { Source } from '../tree/source.ts';
import type { Command } from './command.ts';
import { isNode } from './target.ts';

const languages = { python: 'Python', curl: 'curl', typescript: 'TypeScript' } as const;

/** What there is to call of a row. `alone`: that call and no other. */
interface Subject extends Pick<Source, 'operation' | 'parameters' | 'known'> { readonly connection: Connection; readonly alone?: true }

/** A call that reads or changes a row, or that an operation has made, as code: what is known is filled in. */
export const copyAsCommand: Command = {
  id: 'azureClassic.resource.copyAs',
  run: async (services, argument) => {
    const subject = argument instanceof TaskRow ? requestOf(services, argument) : sourceOf(isNode(argument) ? argument : services.tree.selection);
    if (!subject) return void window.showInformationMessage(l10n.t('Select a row in the Azure Classic view first.'));
    const { connection, operation, parameters, known, alone } = subject;
    const { operationsOn, writeSnippet } = await import('../../client/index.ts');
    const calls = operationsOn(operation, parameters as Readonly<Record<string, unknown>>, known);
    const answers = await runWizard<{ operation?: ApplicableOperation; language?: SnippetLanguage }>(l10n.t('Copy as Code'), {}, [
      async (ask, a) => {
        if (alone) {
          a.operation = calls[0]!;
          return false;
        }
        a.operation = await ask.pick({ placeholder: l10n.t('Which call?'), items: operationChoices(calls), active: ({ name }) => name === a.operation?.name });
        return true;
      },
      async (ask, a) => { a.language = await ask.pick({ placeholder: l10n.t('As what?'), items: languageChoices(a.operation!) }); },
    ], alone ? () => 1 : undefined);
    if (!answers) return;
    const { operation: chosen, language } = answers as Required<typeof answers>;
    const { endpoint, subscriptionId, kind } = connection;
    const text = writeSnippet(language, chosen.name, { ...parameters, ...known }, { endpoint, subscriptionId, ownAuthority: kind === 'emulator', now: new Date() });
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(l10n.t('Copied as {0}: {1}', languages[language], chosen.title), 3000);
  },
};

const sourceOf = (node: Node | undefined): Subject | undefined => node?.source && { ...node.source, connection: node.connection };

function requestOf({ connections }: Services, { record: { request, connectionId } }: TaskRow): Subject | undefined {
  const connection = connections.find(connectionId);
  return request && connection && { operation: request.operation, parameters: request.parameters, connection, alone: true };
}

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
