import { l10n } from 'vscode';
import { confirm, decide } from '../../input/confirm.ts';
import type { Request } from '../../operations/request.ts';
import type { Services } from '../../services.ts';
import type { Command } from '../command.ts';
import { listed } from '../several.ts';
import { chooseMachines, inState, machineFacts, rowsOf, whatOf, type ChosenMachines } from './choose.ts';
import { addressFate } from './consequences.ts';

interface Words { readonly title: string; readonly doing: (names: string) => string; readonly done: (names: string) => string; readonly question?: (names: string) => string }

/** What a stopped machine keeps. */
type Stop = 'Stopped' | 'StoppedDeallocated';

/** What a machine goes through and then runs as before. */
const ways: Readonly<Record<'restart' | 'redeploy', () => Required<Words> & { readonly consequence: string }>> = {
  restart: () => ({
    title: l10n.t('Restart Virtual Machines'), doing: (names) => l10n.t('Restarting {0}', names), done: (names) => l10n.t('Restarted: {0}.', names),
    question: (names) => l10n.t('Restart {0}?', names), consequence: l10n.t('What runs on it is interrupted. Its disks and its addresses stay.'),
  }),
  redeploy: () => ({
    title: l10n.t('Redeploy Virtual Machines'), doing: (names) => l10n.t('Redeploying {0}', names), done: (names) => l10n.t('Redeployed: {0}.', names),
    question: (names) => l10n.t('Redeploy {0}?', names),
    consequence: l10n.t('It is moved to other hardware and starts there. What is on its temporary disk is lost, and its internal address may be another one afterwards, unless it is a static one. Its other disks stay.'),
  }),
};

const again = (verb: keyof typeof ways): Command => ({
  id: `azureClassic.virtualMachines.${verb}`,
  run: async (services, argument, selection) => {
    const { consequence, ...words } = ways[verb]();
    const chosen = await chooseMachines(services, argument, selection, words.title, inState('running', 'failing', 'unknown'));
    if (chosen.length === 0) return;
    if (!await confirm(words.question(whatOf(chosen)), [...machineFacts(chosen), consequence], words.title)) return;
    // A cloud service takes one at a time; services do not wait for one another.
    await Promise.all(chosen.map(async (each) => {
      for (const name of namesIn(each)) {
        if (!await carryOut(services, each, words, [name], (at) => ({ operation: `virtualMachines.${verb}`, parameters: { ...at, roleName: name } }))) return;
      }
    }));
  },
});

export const powerCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.start',
    run: async (services, argument, selection) => {
      const words = { title: l10n.t('Start Virtual Machines'), doing: (names: string) => l10n.t('Starting {0}', names), done: (names: string) => l10n.t('Started: {0}.', names) };
      const chosen = await chooseMachines(services, argument, selection, words.title, inState('stopped', 'deallocated', 'unknown'));
      // One request for all of a deployment, which would refuse a second one meanwhile.
      await Promise.all(chosen.map((each) => carryOut(services, each, words, namesIn(each), (at, names): Request => (names.length === 1
        ? { operation: 'virtualMachines.start', parameters: { ...at, roleName: names[0]! } } : { operation: 'virtualMachines.startRoles', parameters: { ...at, roles: [...names] } }))));
    },
  },
  again('restart'), again('redeploy'),
  {
    id: 'azureClassic.virtualMachines.stop',
    run: async (services, argument, selection) => {
      const title = l10n.t('Stop Virtual Machines');
      const chosen = await chooseMachines(services, argument, selection, title, inState('running', 'failing', 'unknown', 'stopped'));
      if (chosen.length === 0) return;
      const question = (names: string) => l10n.t('Stop {0}?', names);
      const deallocate = { action: l10n.t('Stop and Deallocate'), stop: 'StoppedDeallocated' } as const;
      const keep = { action: l10n.t('Stop, Keep Allocated'), stop: 'Stopped' } as const;
      const facts = [
        ...machineFacts(chosen), '',
        l10n.t('{0}: it costs nothing while it is stopped, but for its disks in storage. What is on its temporary disk is lost, and its internal address may be another one afterwards, unless it is a static one.', deallocate.action),
        ...chosen.flatMap(addressFacts), '',
        l10n.t('{0}: it keeps its hardware and its addresses, and costs as if it ran.', keep.action),
      ];
      // Those that are stopped can only be deallocated.
      const offered = chosen.every(({ machines }) => machines.every(inState('stopped'))) ? [deallocate] : [deallocate, keep];
      const way = await decide<{ action: string; stop: Stop }>(question(whatOf(chosen)), facts, offered);
      if (!way) return;
      const words = { title, doing: (names: string) => l10n.t('Stopping {0}', names), done: doneWords(way.stop), question };
      const postShutdownAction = way.stop;
      await Promise.all(chosen.map((each) => carryOut(services, each, words, namesIn(each), (at, names): Request => (names.length === 1
        ? { operation: 'virtualMachines.shutdown', parameters: { ...at, roleName: names[0]!, postShutdownAction } }
        : { operation: 'virtualMachines.shutdownRoles', parameters: { ...at, roles: [...names], postShutdownAction } }))));
    },
  },
];

const doneWords = (stop: Stop) => (names: string): string => (stop === 'StoppedDeallocated' ? l10n.t('Stopped and deallocated: {0}.', names) : l10n.t('Stopped, and allocated still: {0}.', names));

/** What becomes of public addresses, where something does. */
function addressFacts({ serviceName, deployment, machines }: ChosenMachines): string[] {
  const address = deployment.virtualIPs?.[0]?.address ?? '';
  const own = machines.flatMap(({ instance }) => instance?.publicIPs ?? []).map((ip) => ip.address).filter(Boolean);
  const ofService = (): string[] => {
    switch (addressFate(deployment, machines.map(({ role }) => role.roleName))) {
      case 'none': return [];
      case 'reserved': return [l10n.t('The public address {0} of {1} is reserved and stays.', address, serviceName)];
      case 'stays': return [l10n.t('The public address {0} of {1} stays, because other machines of it stay allocated.', address, serviceName)];
      case 'lost': return [l10n.t('{1} loses its public address {0}, which is not reserved and which nobody can get back: no other machine of it stays allocated.', address, serviceName)];
    }
  };
  return [...ofService(), ...(own.length > 0 ? [l10n.t('Public addresses of the machines themselves are lost: {0}', own.join(', '))] : [])];
}

const namesIn = ({ machines }: ChosenMachines): string[] => machines.map(({ role }) => role.roleName);

function carryOut(
  services: Services, { connection, serviceName, deployment }: ChosenMachines, { title, doing, done, question }: Words, names: readonly string[],
  request: (at: { serviceName: string; deploymentName: string }, names: readonly string[]) => Request,
): Promise<boolean> {
  const those = listed(names);
  return services.tasks.start({
    title: doing(those), label: title, target: `${serviceName}, ${those}`, ...(question && { question: question(those) }), done: done(those),
    connection, rows: rowsOf({ connection, serviceName }), request: request({ serviceName, deploymentName: deployment.name }, names),
  });
}
