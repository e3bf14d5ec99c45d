import { l10n, ThemeIcon } from 'vscode';
import type { ReservedIp, ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { labelProblem, reservedIpNameProblem } from '../input/names.ts';
import { deploymentChoices, placeChoices, placeName, type Deployed } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { inTurn, severalFacts, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget, serviceRow } from './target.ts';

/** Of reserving an address: a new one, or the one that a deployment has. */
interface Answers { connection?: Connection; client?: ServiceManagementClient; name?: string; label?: string; location?: string; deployed?: Deployed | undefined }

export const reservedIpCommands: readonly Command[] = [
  {
    id: 'azureClassic.reservedIps.create',
    run: async (services, argument) => {
      const title = l10n.t('Reserve IP Address');
      const connection = await connectionStep<Answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const done = await runWizard<Answers>(title, {}, [
        connection,
        async (ask, a) => { a.name = await ask.text({ prompt: l10n.t('Name of the reserved address'), value: a.name ?? '', check: reservedIpNameProblem }); },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
        async (ask, a) => { a.location = placeName(await ask.pick({ placeholder: l10n.t('Where?'), items: placeChoices(a.client!, { affinityGroups: false }), active: (place) => placeName(place) === a.location })); },
        async (ask, a) => {
          const fresh: Choice<Deployed | undefined> = { label: l10n.t('A new address'), iconPath: new ThemeIcon('add'), value: undefined };
          a.deployed = await ask.pick<Deployed | undefined>({
            placeholder: l10n.t('Which address? One that a deployment has now stays with it'), items: deploymentChoices(a.client!, ({ deployment }) => !deployment.reservedIPName).then((items) => [fresh, ...items]),
          });
        },
      ], services.connections.list().length > 1 ? 5 : 4);
      if (!done) return;
      const { connection: at, name, label, location, deployed } = done as Required<Answers>;
      await services.tasks.start({
        title: l10n.t('Reserving the address {0}', name), label: title, target: name, connection: at,
        rows: [groupRow(at, 'reservedIps'), ...(deployed ? [serviceRow(at, deployed.serviceName)] : [])],
        request: { operation: 'reservedIps.create', parameters: { name, label, location, ...(deployed && { serviceName: deployed.serviceName, deploymentName: deployed.deployment.name }) } },
        done: l10n.t('The address {0} is reserved.', name),
      });
    },
  },
  {
    id: 'azureClassic.reservedIps.associate',
    run: async (services, argument) => {
      const title = l10n.t('Associate Reserved Address');
      const target = await namedTarget(services, argument, title, l10n.t('Which reserved address?'), (client) => reservedIpChoices(client, ({ inUse }) => !inUse));
      if (!target) return;
      const { connection, client, name } = target;
      const done = await runWizard<{ deployed?: Deployed }>(title, {}, [
        async (ask, a) => { a.deployed = await ask.pick({ placeholder: l10n.t('Which deployment gets {0}?', name), items: deploymentChoices(client, ({ deployment }) => !deployment.reservedIPName) }); },
      ]);
      if (!done) return;
      const { serviceName, deployment } = done.deployed!;
      const now = deployment.virtualIPs?.[0]?.address;
      const facts = [subscriptionFact(connection), l10n.t('Cloud service: {0}', serviceName), ...(now ? [l10n.t('It loses the address {0}, which nobody can get back.', now)] : [])];
      const question = l10n.t('Give the deployment {0} the reserved address {1}?', deployment.label || deployment.name, name);
      if (!await confirm(question, facts, title)) return;
      await services.tasks.start({
        title: l10n.t('Giving {0} the reserved address {1}', serviceName, name), label: title, target: name, question,
        connection, rows: [groupRow(connection, 'reservedIps'), serviceRow(connection, serviceName)],
        request: { operation: 'reservedIps.associate', parameters: { reservedIpName: name, serviceName, deploymentName: deployment.name } },
        done: l10n.t('{0} has the reserved address {1} now.', serviceName, name),
      });
    },
  },
  {
    id: 'azureClassic.reservedIps.disassociate',
    run: async (services, argument) => {
      const title = l10n.t('Disassociate Reserved Address');
      const target = await namedTarget(services, argument, title, l10n.t('Which reserved address?'), (client) => reservedIpChoices(client, ({ inUse }) => inUse === true));
      if (!target) return;
      const { connection, client, name } = target;
      const { serviceName, deploymentName, address } = await client.reservedIps.get({ reservedIpName: name });
      if (!serviceName || !deploymentName) throw new Error(l10n.t('No deployment has the reserved address {0}.', name));
      const facts = [subscriptionFact(connection), l10n.t('Cloud service: {0}', serviceName), l10n.t('It gets another address; {0} stays reserved.', address ?? name)];
      const question = l10n.t('Take the reserved address {0} from {1}?', name, serviceName);
      if (!await confirm(question, facts, title)) return;
      await services.tasks.start({
        title: l10n.t('Taking the reserved address {0} from {1}', name, serviceName), label: title, target: name, question,
        connection, rows: [groupRow(connection, 'reservedIps'), serviceRow(connection, serviceName)],
        request: { operation: 'reservedIps.disassociate', parameters: { reservedIpName: name, serviceName, deploymentName } },
        done: l10n.t('{0} has another address now; {1} is free.', serviceName, name),
      });
    },
  },
  {
    id: 'azureClassic.reservedIps.delete',
    run: async (services, argument, selection) => {
      const title = l10n.t('Delete Reserved Address');
      const several = await severalTargets(services, argument, selection, 'reservedIp', title, l10n.t('Which reserved address?'), reservedIpChoices, (context) => /^reservedIp;.*;free/.test(context));
      if (!several) return;
      const { targets } = several;
      const facts = [...severalFacts(several), l10n.t('Nobody can get the same address back. One that a deployment has cannot be deleted.')];
      const question = targets.length === 1 ? l10n.t('Delete the reserved address {0}?', targets[0]!.name) : l10n.t('Delete {0} reserved addresses?', targets.length);
      if (!await confirm(question, facts, targets.length === 1 ? title : l10n.t('Delete Reserved Addresses'), targets)) return;
      await inTurn(services, title, targets, ({ connection, name }) => services.tasks.start({
        title: l10n.t('Deleting the reserved address {0}', name), label: title, target: name, question: l10n.t('Delete the reserved address {0}?', name), deletes: { name },
        connection, rows: [groupRow(connection, 'reservedIps')],
        request: { operation: 'reservedIps.delete', parameters: { reservedIpName: name } },
        done: l10n.t('The reserved address {0} is deleted.', name),
      }));
    },
  },
];

async function reservedIpChoices(client: ServiceManagementClient, applies: (ip: ReservedIp) => boolean = () => true): Promise<Choice<string>[]> {
  return (await client.reservedIps.list()).filter(applies).map(({ name, address = '', location = '', serviceName }) => ({
    label: name, description: [address, location, serviceName].filter(Boolean).join(' · '), iconPath: new ThemeIcon(serviceName ? 'pinned' : 'pin'), value: name,
  }));
}
