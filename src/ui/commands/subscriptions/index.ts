import { l10n, window } from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import { confirm, subscriptionFact } from '../../input/confirm.ts';
import { connectionChoices } from '../../input/pickResource.ts';
import { runWizard } from '../../input/wizard.ts';
import type { Services } from '../../services.ts';
import type { Command } from '../command.ts';
import { isNode } from '../target.ts';
import { addCommand } from './add.ts';
import { nameProblem } from './endpoint.ts';
import { testAndTell } from './testConnection.ts';

const isOwn = ({ kind }: Connection): boolean => kind === 'own';

/** The connection that a command is about: the row's, the one with this id, or one that is chosen; there may be none to choose from. */
async function target({ connections }: Services, argument: unknown, title: string, applies: (connection: Connection) => boolean): Promise<Connection | undefined> {
  if (isNode(argument)) return argument.connection;
  const list = connections.list().filter(applies);
  if (typeof argument === 'string') return list.find(({ id }) => id === argument);
  if (list.length === 0) {
    void window.showInformationMessage(applies === isOwn ? l10n.t('No subscription of your own has been added.') : l10n.t('No subscription is connected.'));
    return undefined;
  }
  const picked = await runWizard<{ connection?: Connection }>(title, {}, [
    async (ask, a) => { a.connection = await ask.pick({ placeholder: l10n.t('Which subscription?'), items: connectionChoices(list) }); },
  ]);
  return picked?.connection;
}

/** What is lost when a subscription is forgotten, and what stays. */
function fateOfKey({ certificatePath }: Connection): string {
  return certificatePath === undefined ? l10n.t('Certificate and key are only in the secret storage of VS Code, and are deleted there for good.')
    : l10n.t('The secret kept for it here is forgotten; {0} stays.', certificatePath);
}

export const subscriptionCommands: readonly Command[] = [
  addCommand,
  {
    id: 'azureClassic.subscriptions.rename',
    run: async (services, argument) => {
      const title = l10n.t('Rename Subscription');
      const connection = await target(services, argument, title, isOwn);
      if (!connection) return;
      const done = await runWizard<{ name?: string }>(title, {}, [
        async (ask, a) => { a.name = (await ask.text({ prompt: l10n.t('Name to show it under'), value: connection.name, check: nameProblem })).trim(); },
      ]);
      if (done) await services.connections.rename(connection, done.name!);
    },
  },
  {
    id: 'azureClassic.subscriptions.test',
    run: async (services, argument) => {
      const connection = await target(services, argument, l10n.t('Test Connection'), () => true);
      if (connection) await testAndTell(services, connection);
    },
  },
  {
    id: 'azureClassic.subscriptions.remove',
    run: async (services, argument) => {
      const action = l10n.t('Remove Subscription');
      const connection = await target(services, argument, action, isOwn);
      if (!connection) return;
      const facts = [subscriptionFact(connection), l10n.t('Endpoint: {0}', connection.endpoint), l10n.t('Nothing is deleted at the service.'), fateOfKey(connection)];
      if (!await confirm(l10n.t('Remove {0} from this view?', connection.name), facts, action)) return;
      await services.connections.remove(connection);
      services.log.info(`subscription ${connection.subscriptionId} removed`);
    },
  },
];
