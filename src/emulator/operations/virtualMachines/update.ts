import type { PersistentVMRole } from '../../../protocol/virtualMachineRole.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context, Handler } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import type { Machine, MachineDeployment } from '../../state.ts';
import { exceededCores } from '../deployments/create.ts';
import { coresOf } from '../subscriptions/get.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from './change.ts';
import { findMachine, networkOf, requireRole, sizeOf } from './checks.ts';
import { DiskPlan, hostCachingOf } from './diskPlan.ts';
import { makeEndpoints } from './endpoints.ts';
import { withoutSecrets } from './makeMachines.ts';
import { networker } from './network.ts';
import { isDeallocated, isStopped } from './power.ts';
import { giveBackDisks, makeDisks, takeDisks, type TakenDisk } from './takeDisks.ts';

interface UpdateWork extends Work { readonly taken: readonly TakenDisk[] }

/**
 * Update Role (jj157187): what is left out stays. A network configuration replaces the former, data disks are added or change their
 * caching, and none is detached. A machine of another size starts anew.
 */
export const updateVirtualMachine: Handler<'virtualMachines.update', UpdateWork> = {
  async begin(context, given) {
    requireRole(given);
    const find = () => {
      const found = findUnlocked(context, given);
      return { ...found, machine: findMachine(found.deployment, given.roleName) };
    };
    const { service, deployment: { name: deploymentName }, machine: before } = find();
    const place = { service, deploymentName, roleName: before.name };
    const plan = new DiskPlan(context);
    const added: Machine['dataDisks'] = [];
    for (const disk of given.dataVirtualHardDisks ?? []) {
      if (!before.dataDisks.some(({ lun }) => lun === (disk.lun ?? 0))) added.push(await plan.planDataDisk(place, disk, added, before));
    }

    const change = () => {
      const found = find();
      return { found, ...changed(context, found.deployment, found.machine, given, added) };
    };
    change();
    const { found, failure, machine } = await makeDisks(context, plan.planned, change);
    const work = workOn(found);
    const isResized = machine.size !== found.machine.size;
    Object.assign(found.machine, machine);
    if (isResized && !isStopped(found.machine)) sendOn(context, [found.machine], 'restart');
    const taken = takeDisks(context.subscription, plan.planned, machine, { hostedService: service.name, deployment: deploymentName, role: machine.name });
    return accept({ ...work, taken } satisfies UpdateWork, failure);
  },

  finish(subscription, work, ending) {
    if (!finishChange(subscription, work, ending)) giveBackDisks(subscription, work.taken);
  },
};

/** The machine as it is to be. @throws Refusal */
function changed(context: Context, deployment: MachineDeployment, machine: Machine, given: PersistentVMRole, added: Machine['dataDisks']): { readonly machine: Machine; readonly failure: Refusal | undefined } {
  const { name } = machine;
  const inUse = added.find(({ lun }) => machine.dataDisks.some((each) => each.lun === lun));
  if (inUse) throw refusals.lunInUse(name, inUse.lun);
  const { osVirtualHardDisk: system, dataVirtualHardDisks: disks = [], resourceExtensionReferences: extensions, debugSettings } = given;
  const after: Machine = {
    ...machine,
    size: given.roleSize ? sizeOf(given.roleSize) : machine.size,
    availabilitySet: given.availabilitySetName || machine.availabilitySet,
    osDisk: { ...machine.osDisk, hostCaching: hostCachingOf(system?.hostCaching, machine.osDisk.hostCaching, name) },
    dataDisks: [
      ...machine.dataDisks.map((disk) => ({ ...disk, hostCaching: hostCachingOf(disks.find(({ lun = 0 }) => lun === disk.lun)?.hostCaching, disk.hostCaching, name) })),
      ...added,
    ],
    extensions: extensions ? withoutSecrets(extensions) : machine.extensions,
    provisionGuestAgent: given.provisionGuestAgent ?? machine.provisionGuestAgent,
    bootDiagnostics: debugSettings ? debugSettings.bootDiagnosticsEnabled ?? false : machine.bootDiagnostics,
    licenseType: given.licenseType ?? machine.licenseType,
  };
  let failure: Refusal | undefined;
  const configuration = networkOf(given.configurationSets);
  if (configuration) {
    const others = deployment.machines.filter((each) => each !== machine);
    const made = makeEndpoints(name, configuration.inputEndpoints ?? [], others.flatMap(({ endpoints }) => endpoints), machine.endpoints);
    Object.assign(after, networker(context, deployment.virtualNetworkName).place(name, configuration, machine), { endpoints: made.endpoints });
    failure = made.failure;
  }
  const cores = ({ size }: Machine) => coresOf({ kind: 'machines', machines: [{ ...machine, size }] });
  return { machine: after, failure: failure ?? (isDeallocated(machine) ? undefined : exceededCores(context, cores(after) - cores(machine))) };
}
