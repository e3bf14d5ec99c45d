import { l10n } from 'vscode';
import { confirmWithMedia } from '../../input/confirm.ts';
import type { Request } from '../../operations/request.ts';
import type { Services } from '../../services.ts';
import type { Machine } from '../../tree/virtualMachines.ts';
import type { Command } from '../command.ts';
import { listed } from '../several.ts';
import { groupRow } from '../target.ts';
import { chooseMachines, machineFacts, namesOf, rowsOf, whatOf, type ChosenMachines } from './choose.ts';
import { areAll } from './consequences.ts';

export const deleteMachineCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.delete',
    run: async (services, argument, selection) => {
      const chosen = await chooseMachines(services, argument, selection, l10n.t('Delete Virtual Machines'));
      if (chosen.length > 0) await deleteMachines(services, chosen);
    },
  },
];

/** Asks what becomes of their disks, deletes machines, and follows it to its end; true when they are gone. */
export async function deleteMachines(services: Services, chosen: readonly ChosenMachines[]): Promise<boolean> {
  const title = l10n.t('Delete Virtual Machines');
  const all = chosen.flatMap(({ machines }) => machines);
  const question = (names: string) => l10n.t('Delete {0}?', names);
  const actions = { kept: l10n.t('Delete, Keep Disks'), deleted: l10n.t('Delete with Disks') };
  const facts = [
    ...machineFacts(chosen), ...chosen.filter(goesAltogether).map(deploymentFact), '',
    l10n.t('{0}: the disks are free then, and their VHDs go on costing.', actions.kept), '',
    l10n.t('{0}: these disks and their VHDs are deleted too, which cannot be undone: {1}', actions.deleted, listed(all.flatMap(disksOf))),
  ];
  const media = await confirmWithMedia(question(whatOf(chosen)), facts, actions, all.map(({ role }) => ({ name: role.roleName })));
  if (!media) return false;
  const deleteMedia = media === 'deleted';
  const ends = await Promise.all(chosen.map(async (each) => {
    const { connection, client, serviceName, deployment, machines } = each;
    const start = (those: readonly Machine[], request: Request) => {
      const names = namesOf(those);
      return services.tasks.start({
        title: deleteMedia ? l10n.t('Deleting {0} with disks', names) : l10n.t('Deleting {0}', names), label: title, target: `${serviceName}, ${names}`,
        question: question(names), deletes: those.map(({ role }) => ({ name: role.roleName, takesData: deleteMedia })), connection, rows: [...rowsOf(each), groupRow(connection, 'disks')],
        request, done: deleteMedia ? l10n.t('Deleted, with disks: {0}.', names) : l10n.t('Deleted, with disks that are free now: {0}.', names),
      });
    };
    const at = { serviceName, deploymentName: deployment.name, deleteMedia };
    // Whom somebody else has added meanwhile nobody has agreed to delete.
    if (goesAltogether({ ...each, deployment: await client.deployments.get({ serviceName, deploymentName: deployment.name }) })) return start(machines, { operation: 'deployments.delete', parameters: at, only: machines.map(({ role }) => role.roleName) });
    // A cloud service takes one at a time; services do not wait for one another.
    for (const machine of machines) {
      if (!await start([machine], { operation: 'virtualMachines.delete', parameters: { ...at, roleName: machine.role.roleName } })) return false;
    }
    return true;
  }));
  return ends.every(Boolean);
}

/** The last machine of a deployment goes with it only. */
const goesAltogether = ({ deployment, machines }: ChosenMachines): boolean => areAll(deployment, machines.map(({ role }) => role.roleName));

function deploymentFact({ serviceName, deployment: { virtualIPs, reservedIPName } }: ChosenMachines): string {
  const address = virtualIPs?.[0]?.address;
  if (!address) return l10n.t('No machine is left in {0}: its deployment is deleted.', serviceName);
  return reservedIPName
    ? l10n.t('No machine is left in {0}: its deployment is deleted. Its public address {1} is reserved and stays yours.', serviceName, address)
    : l10n.t('No machine is left in {0}: its deployment is deleted, and its public address {1}, which nobody can get back.', serviceName, address);
}

const disksOf = ({ role: { osVirtualHardDisk, dataVirtualHardDisks = [] } }: Machine): string[] => [osVirtualHardDisk, ...dataVirtualHardDisks].map((disk) => disk?.diskName ?? '').filter(Boolean);
