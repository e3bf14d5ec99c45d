import { env, l10n, window } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { runWizard } from '../input/wizard.ts';
import { showDetails, showTarget } from '../operations/show.ts';
import type { Services } from '../services.ts';
import { TaskRow } from '../tree/operations.ts';
import type { Command } from './command.ts';
import { deployAgain } from './deploy/index.ts';
import { connectionStep, isNode, type Connected } from './target.ts';
import { createAgain } from './virtualMachines/create.ts';

/** A command on one task: of the row that it was called on, or of the one that is selected. */
const onTask = (id: Command['id'], run: (services: Services, row: TaskRow) => Promise<void> | void): Command => ({
  id,
  run: async (services, argument) => {
    const row = argument instanceof TaskRow ? argument : services.operations.selection;
    const task = row?.parent ?? row;
    if (task instanceof TaskRow) return run(services, task);
    void window.showInformationMessage(l10n.t('Select a row in the Operations view first.'));
  },
});

/** 32 hexadecimal digits, with dashes or without. */
const requestIdOf = (text: string): string | undefined => /^[0-9a-f]{32}$/.exec(text.trim().toLowerCase().replaceAll('-', ''))?.[0];

export const operationCommands: readonly Command[] = [
  { id: 'azureClassic.operations.clearEnded', run: ({ tasks }) => tasks.clear() },
  onTask('azureClassic.operations.clear', ({ tasks }, { id }) => tasks.clear([id])),
  onTask('azureClassic.operations.stop', ({ tasks }, { id }) => tasks.stop(id)),
  onTask('azureClassic.operations.cancel', ({ tasks }, { id }) => tasks.stop(id)),
  onTask('azureClassic.operations.retry', retry),
  onTask('azureClassic.operations.showDetails', (services, { record }) => showDetails(services, record)),
  onTask('azureClassic.operations.showTarget', (services, { record }) => showTarget(services, record)),
  onTask('azureClassic.operations.deletePackage', async ({ tasks }, { id, connectionName, record: { ended } }) => {
    const facts = [l10n.t('{0}: {1}', l10n.t('Subscription'), connectionName), ended?.leftPackage ?? '', l10n.t('Nothing was deployed from it.')];
    const action = l10n.t('Delete Package');
    if (ended?.leftPackage && await confirm(l10n.t('Delete the uploaded package?'), facts, action)) await tasks.deletePackage(id);
  }),
  onTask('azureClassic.operations.copyRequestId', async (_, { record: { requestId } }) => {
    if (!requestId) return void window.showInformationMessage(l10n.t('The service has not accepted this operation, so it has no request id.'));
    await env.clipboard.writeText(requestId);
    window.setStatusBarMessage(l10n.t('Copied: {0}', requestId), 3000);
  }),
  {
    id: 'azureClassic.operations.lookUp',
    run: async (services, argument) => {
      const title = l10n.t('Look Up Operation');
      if (argument instanceof TaskRow && argument.record.requestId) return showStatus(services, argument.record.connectionId, argument.record.requestId);
      const answers: Connected & { requestId?: string } = {};
      const connection = await connectionStep<typeof answers>(services);
      if (!connection) return;
      const done = await runWizard(title, answers, [
        connection,
        async (ask, a) => {
          const check = (text: string) => (requestIdOf(text) ? undefined : l10n.t('A request id has 32 hexadecimal digits, with or without hyphens.'));
          a.requestId = requestIdOf(await ask.text({ prompt: l10n.t('Request id, as the log, an error or x-ms-request-id has it'), value: a.requestId ?? '', check }))!;
        },
      ], services.connections.list().length > 1 ? 2 : 1);
      if (done) await showStatus(services, done.connection!.id, done.requestId!);
    },
  },
  {
    id: 'azureClassic.operations.showHistory',
    run: async (services, argument) => {
      const connection = await chooseConnection(services, argument, l10n.t('Show Operation History'));
      if (!connection) return;
      const title = l10n.t('Reading the history of {0}', connection.name);
      await window.withProgress({ location: { viewId: 'azureClassic.operations' }, title }, () =>
        services.operationDocuments.show('history', l10n.t('Operations of {0}', connection.name), { connectionId: connection.id }));
    },
  },
];

/** The subscription of the row that it was called on, or the one that the person chooses. */
async function chooseConnection(services: Services, argument: unknown, title: string): Promise<Connection | undefined> {
  const answers: Connected = {};
  const step = await connectionStep<Connected>(services, isNode(argument) ? argument.connection : undefined);
  return step && (await runWizard(title, answers, [step]))?.connection;
}

const showStatus = ({ operationDocuments }: Services, connectionId: string, requestId: string): Promise<void> =>
  operationDocuments.show('status', l10n.t('Operation {0}', requestId), { connectionId, requestId });

/** Once more what failed; its row makes room for the new one. */
async function retry(services: Services, { record, canBeRetried }: TaskRow): Promise<void> {
  if (!canBeRetried) return void window.showInformationMessage(l10n.t('This operation cannot be retried from here.'));
  if (record.deployment) return deployAgain(services, record);
  if (record.machine) return createAgain(services, record);
  const { id, connectionId, title, label, target, rows, done, question, deletes, request, ended } = record;
  const connection = services.connections.get(connectionId);
  const facts = [subscriptionFact(connection), l10n.t('{0}: {1}', l10n.t('Target'), target), l10n.t('The last attempt: {0}', ended!.message)];
  if (question && !await confirm(question, facts, label, deletes)) return;
  await services.tasks.start({
    replaces: id, title, label, target, rows, done, ...(question && { question }), ...(deletes && { deletes }), connection, request: request!,
  });
}
