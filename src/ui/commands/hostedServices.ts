import { l10n, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { askWords } from '../input/labels.ts';
import { availability, labelProblem, serviceNameProblem } from '../input/names.ts';
import { placeChoices, serviceChoices, type Place } from '../input/pickResource.ts';
import { runWizard } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { deleteServices } from './deleteServices.ts';
import { severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

export const hostedServiceCommands: readonly Command[] = [
  {
    id: 'azureClassic.hostedServices.create',
    run: async (services, argument) => {
      const answers: { connection?: Connection; client?: ServiceManagementClient; name?: string; label?: string; place?: Place } = {};
      const connection = await connectionStep<typeof answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const done = await runWizard(l10n.t('Create Cloud Service'), answers, [
        connection,
        async (ask, a) => {
          const check = availability(serviceNameProblem, (serviceName) => a.client!.hostedServices.checkNameAvailability({ serviceName }));
          a.name = await ask.text({ prompt: l10n.t('Name of the cloud service: its address will be <name>.cloudapp.net'), value: a.name ?? '', check });
        },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
        async (ask, a) => { a.place = await ask.pick({ placeholder: l10n.t('Where? A location or an affinity group'), items: placeChoices(a.client!, { affinityGroups: true }) }); },
      ], 3);
      if (!done) return;
      const { connection: at, client, name, label, place } = done as Required<typeof done>;
      await client.hostedServices.create({ serviceName: name, label, ...place });
      services.tree.refreshId(groupRow(at, 'hostedServices'));
      void window.showInformationMessage(l10n.t('The cloud service {0} is created.', name));
    },
  },
  {
    id: 'azureClassic.hostedServices.update',
    run: async (services, argument) => {
      const title = l10n.t('Edit Cloud Service');
      const target = await namedTarget(services, argument, title, l10n.t('Which cloud service?'), serviceChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const { hostedServiceProperties: now = {} } = await client.hostedServices.get({ serviceName: name });
      const words = await askWords(title, now);
      if (!words) return;
      await client.hostedServices.update({ serviceName: name, ...words });
      services.tree.refreshId(groupRow(connection, 'hostedServices'));
    },
  },
  {
    id: 'azureClassic.hostedServices.setReverseDns',
    run: async (services, argument) => {
      const title = l10n.t('Set Reverse DNS Name');
      const target = await namedTarget(services, argument, title, l10n.t('Which cloud service?'), serviceChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const { hostedServiceProperties: { reverseDnsFqdn = '' } = {} } = await client.hostedServices.get({ serviceName: name });
      const done = await runWizard<{ fqdn?: string }>(title, {}, [
        async (ask, a) => {
          const prompt = l10n.t('Name that its address resolves to: {0}, or a domain of yours that leads there; empty removes it', `${name}.cloudapp.net.`);
          a.fqdn = await ask.text({ prompt, value: reverseDnsFqdn, placeholder: `${name}.cloudapp.net.`, check: (fqdn) => (fqdn === '' || /^([a-z0-9-]+\.)+$/i.test(fqdn) ? undefined : l10n.t('A whole domain name ends with a full stop: {0}', `${name}.cloudapp.net.`)) });
        },
      ]);
      if (!done || done.fqdn === reverseDnsFqdn) return;
      await client.hostedServices.update({ serviceName: name, reverseDnsFqdn: done.fqdn });
      services.tree.refreshId(groupRow(connection, 'hostedServices'));
    },
  },
  {
    id: 'azureClassic.hostedServices.delete',
    run: async (services, argument, selection) => {
      const several = await severalTargets(services, argument, selection, 'hostedService', l10n.t('Delete Cloud Service'), l10n.t('Which cloud service?'), serviceChoices);
      if (several) await deleteServices(services, several);
    },
  },
];
