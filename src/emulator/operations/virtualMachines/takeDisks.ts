import { detachDisk, dropDisk, findFreeDisk } from '../../disks.ts';
import { refusals } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import { findHostedService, same } from '../../lookup.ts';
import type { Deployment, Disk, Machine, MachineDeployment, Subscription } from '../../state.ts';
import { makeVhds } from '../../vhds.ts';
import type { Work } from './change.ts';
import type { PlannedDisk } from './diskPlan.ts';

/** Does to blobs what was planned; `check` as that of {@link makeVhds}. @throws Refusal, with nothing left behind */
export function makeDisks<T>(context: Context, planned: readonly PlannedDisk[], check: () => T): Promise<T> {
  const vhds = planned.flatMap(({ disk: { mediaLink, gigabytes }, how, from }) => (how === 'attach' ? [] : [{ mediaLink, gigabytes, how, from }]));
  return makeVhds(context, vhds, () => {
    for (const { disk, how } of planned) {
      if (how === 'attach') findFreeDisk(context.subscription, disk.name);
      else if (context.subscription.disks.some(({ name }) => same(name, disk.name))) throw refusals.diskExists(disk.name);
    }
    return check();
  });
}

/** What has to be undone when the operation fails; plain data. */
export interface TakenDisk { readonly name: string; readonly how: PlannedDisk['how'] }

/** Makes the planned disks of these names those of a machine. */
export function takeDisks(subscription: Subscription, planned: readonly PlannedDisk[], { osDisk, dataDisks }: Pick<Machine, 'osDisk' | 'dataDisks'>, attachedTo: NonNullable<Disk['attachedTo']>): TakenDisk[] {
  const names = [osDisk, ...dataDisks].map(({ disk }) => disk);
  return planned.filter(({ disk }) => names.includes(disk.name)).map(({ disk, how }) => {
    disk.attachedTo = attachedTo;
    if (how !== 'attach') subscription.disks.push(disk);
    return { name: disk.name, how };
  });
}

export function giveBackDisks(subscription: Subscription, taken: readonly TakenDisk[]): void {
  for (const { name, how } of taken) {
    if (how === 'attach') detachDisk(subscription, name);
    else dropDisk(subscription, name, how === 'make' ? 'delete' : 'release');
  }
}

/** What becomes of the disks of a machine that goes away. */
function releaseDisks(subscription: Subscription, { osDisk, dataDisks }: Machine, deleteMedia: boolean): void {
  for (const { disk } of [osDisk, ...dataDisks]) {
    if (deleteMedia) dropDisk(subscription, disk, 'delete');
    else detachDisk(subscription, disk);
  }
}

/** The same of all machines of a deployment, where it has machines. */
export function releaseAllDisks(subscription: Subscription, deployment: Deployment | undefined, deleteMedia: boolean): void {
  if (deployment?.kind === 'machines') for (const machine of deployment.machines) releaseDisks(subscription, machine, deleteMedia);
}

/** With the last machine its deployment goes. */
export function removeMachine(subscription: Subscription, { serviceName, slot }: Work, role: string, deleteMedia: boolean): void {
  const { deployments } = findHostedService(subscription, serviceName);
  const deployment = deployments[slot] as MachineDeployment;
  releaseDisks(subscription, deployment.machines.find(({ name }) => name === role)!, deleteMedia);
  deployment.machines = deployment.machines.filter(({ name }) => name !== role);
  if (deployment.machines.length === 0) delete deployments[slot];
}
