import { l10n } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { confirm } from '../input/confirm.ts';
import { askWords } from '../input/labels.ts';
import { availability, storageNameProblem } from '../input/names.ts';
import { placeChoices, storageAccountChoices, type Place } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { inTurn, severalFacts, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

type AccountType = 'Standard_LRS' | 'Standard_GRS' | 'Standard_RAGRS' | 'Standard_ZRS';

const accountTypeChoices = (): Choice<AccountType>[] => [
  { label: 'Standard_LRS', description: l10n.t('three copies in one data centre'), value: 'Standard_LRS' },
  { label: 'Standard_GRS', description: l10n.t('copies in a second region too'), value: 'Standard_GRS' },
  { label: 'Standard_RAGRS', description: l10n.t('copies in a second region, readable there'), value: 'Standard_RAGRS' },
  { label: 'Standard_ZRS', description: l10n.t('copies across data centres'), value: 'Standard_ZRS' },
];

/** Zone-redundant and premium accounts stay what they are (Update Storage Account). */
const isFixed = (accountType: string): boolean => accountType === 'Standard_ZRS' || accountType === 'Premium_LRS';

export const storageAccountCommands: readonly Command[] = [
  {
    id: 'azureClassic.storageAccounts.create',
    run: async (services, argument) => {
      const answers: { connection?: Connection; client?: ServiceManagementClient; name?: string; place?: Place; accountType?: AccountType } = {};
      const connection = await connectionStep<typeof answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const done = await runWizard(l10n.t('Create Storage Account'), answers, [
        connection,
        async (ask, a) => {
          const check = availability(storageNameProblem, (serviceName) => a.client!.storageAccounts.checkNameAvailability({ serviceName }));
          a.name = await ask.text({ prompt: l10n.t('Name of the storage account: 3 to 24 lower-case letters and digits'), value: a.name ?? '', check });
        },
        async (ask, a) => { a.place = await ask.pick({ placeholder: l10n.t('Where? A location or an affinity group'), items: placeChoices(a.client!, { affinityGroups: true }) }); },
        async (ask, a) => { a.accountType = await ask.pick({ placeholder: l10n.t('How is it replicated?'), items: accountTypeChoices() }); },
      ], 3);
      if (!done) return;
      const { connection: at, name, place, accountType } = done as Required<typeof done>;
      await services.tasks.start({
        title: l10n.t('Creating the storage account {0}', name), label: l10n.t('Create Storage Account'), target: name, connection: at, rows: [groupRow(at, 'storageAccounts')],
        request: { operation: 'storageAccounts.create', parameters: { serviceName: name, label: name, ...place, accountType } },
        done: l10n.t('The storage account {0} is created.', name),
      });
    },
  },
  {
    id: 'azureClassic.storageAccounts.update',
    run: async (services, argument) => {
      const title = l10n.t('Edit Storage Account');
      const target = await namedTarget(services, argument, title, l10n.t('Which storage account?'), storageAccountChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const { storageServiceProperties: now = {} } = await client.storageAccounts.get({ serviceName: name });
      const words = await askWords(title, now);
      if (!words) return;
      await client.storageAccounts.update({ serviceName: name, ...words });
      services.tree.refreshId(groupRow(connection, 'storageAccounts'));
    },
  },
  {
    id: 'azureClassic.storageAccounts.changeReplication',
    run: async (services, argument) => {
      const title = l10n.t('Change Replication');
      const target = await namedTarget(services, argument, title, l10n.t('Which storage account?'), storageAccountChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const { storageServiceProperties: { accountType: now } = {} } = await client.storageAccounts.get({ serviceName: name });
      if (now && isFixed(now)) throw new Error(l10n.t('{0} is a {1} account, whose replication cannot be changed.', name, now));
      const items = accountTypeChoices().filter(({ value }) => !isFixed(value));
      const done = await runWizard<{ accountType?: AccountType }>(title, {}, [
        async (ask, a) => { a.accountType = await ask.pick<AccountType>({ placeholder: l10n.t('How is it replicated?'), items, active: (value) => value === now }); },
      ]);
      if (!done || done.accountType === now) return;
      await client.storageAccounts.update({ serviceName: name, accountType: done.accountType });
      services.tree.refreshId(groupRow(connection, 'storageAccounts'));
    },
  },
  {
    id: 'azureClassic.storageAccounts.delete',
    run: async (services, argument, selection) => {
      const action = l10n.t('Delete Storage Account');
      const several = await severalTargets(services, argument, selection, 'storageAccount', action, l10n.t('Which storage account?'), storageAccountChoices);
      if (!several) return;
      const { targets } = several;
      const facts = [...severalFacts(several), targets.length === 1 ? l10n.t('All its blobs, queues and tables are deleted with it. This cannot be undone.') : l10n.t('All their blobs, queues and tables are deleted with them. This cannot be undone.')];
      const question = targets.length === 1 ? l10n.t('Delete the storage account {0}?', targets[0]!.name) : l10n.t('Delete {0} storage accounts?', targets.length);
      if (!await confirm(question, facts, targets.length === 1 ? action : l10n.t('Delete Storage Accounts'), targets.map(({ name }) => ({ name, takesData: true })))) return;
      await inTurn(services, action, targets, ({ client, name }) => client.storageAccounts.delete({ serviceName: name }), 'storageAccounts');
    },
  },
];
