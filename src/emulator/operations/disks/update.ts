import { findDisk, requireUnlockedDisk } from '../../disks.ts';
import { refusals } from '../../errors.ts';
import type { Context, Handler } from '../../handler.ts';
import { allMachines, statusOf } from '../../instances.ts';
import type { Disk } from '../../state.ts';

interface Work { readonly name: string; readonly gigabytes: number }

const maximumGigabytes = 1023;

/** Update Disk (jj157205). To resize a disk takes time (recorded); of a machine that has it, it is to be stopped and deallocated. */
export const updateDisk: Handler<'disks.update', Work> = {
  begin(context, { diskName, label, resizedSizeInGB: gigabytes }) {
    const disk = findDisk(context.subscription, diskName);
    requireUnlockedDisk(context.subscription, disk.name);
    if (gigabytes !== undefined) requireResizable(context, disk, gigabytes);
    if (label !== undefined) disk.label = label;
    if (gigabytes === undefined) return;
    return { pending: { lock: { resource: 'disk', name: disk.name }, work: { name: disk.name, gigabytes } satisfies Work } };
  },

  finish(subscription, { name, gigabytes }, { failure }) {
    const disk = subscription.disks.find((each) => each.name === name);
    if (failure || !disk) return;
    disk.gigabytes = gigabytes;
    subscription.blobJobs.push({ does: 'resize', url: disk.mediaLink, gigabytes });
  },
};

function requireResizable({ subscription, clock }: Context, { name, gigabytes, attachedTo }: Disk, wanted: number): void {
  if (wanted < gigabytes || wanted > maximumGigabytes) throw refusals.diskShrinks(name, wanted, gigabytes);
  const machine = attachedTo && allMachines(subscription).find(({ osDisk, dataDisks }) => [osDisk, ...dataDisks].some(({ disk }) => disk === name));
  if (machine && statusOf(machine, clock.now())[0] !== 'StoppedDeallocated') throw refusals.diskRuns(name, machine.name);
}
