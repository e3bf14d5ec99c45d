import { randomBytes } from 'node:crypto';
import { findDisk } from '../../disks.ts';
import { refusals } from '../../errors.ts';
import type { Context, Handler } from '../../handler.ts';
import { requireImageName, type ImageWork } from '../../images.ts';
import type { FoundDeployment } from '../../lookup.ts';
import type { Disk, Machine, MachineDeployment, OsImage, Subscription, VmImage } from '../../state.ts';
import type { PlannedVhd } from '../../vhds.ts';
import { finishChange, findUnlocked, type RoleAddress, type Work } from './change.ts';
import { findMachine } from './checks.ts';
import { isStopped } from './power.ts';
import { removeMachine } from './takeDisks.ts';

/** Of both operations that make an image of a machine. */
export interface CaptureWork extends Work, ImageWork {
  readonly role: string;
  readonly image: OsImage | VmImage;
  /** The VHDs of the image. */
  readonly mediaLinks: readonly string[];
  /** The machine goes, as one that is generalized does. */
  readonly goes: boolean;
}

/** The machine that an image of this name is to be made of. @throws Refusal */
export function findCaptured(context: Context, { roleName, ...at }: RoleAddress, imageName: string, hasToBeStopped: boolean): { readonly found: FoundDeployment<MachineDeployment>; readonly machine: Machine } {
  const found = findUnlocked(context, at);
  const machine = findMachine(found.deployment, roleName);
  if (hasToBeStopped && !isStopped(machine)) throw refusals.notStopped(machine.name);
  requireImageName(context.subscription, imageName);
  return { found, machine };
}

/** A copy of a disk's VHD, to be made beside it: `<image>-os-<date>-<8 digits>.vhd`, as such names were recorded. */
export function copyOf({ subscription, clock }: Context, image: string, part: string, diskName: string): PlannedVhd & { readonly name: string; readonly disk: Disk } {
  const disk = findDisk(subscription, diskName);
  const name = `${image}-${part}-${new Date(clock.now()).toISOString().slice(0, 10)}-${randomBytes(4).toString('hex').toUpperCase()}`;
  return { name, disk, mediaLink: disk.mediaLink.replace(/[^/]+$/, `${name}.vhd`), gigabytes: disk.gigabytes, how: 'make', from: disk.mediaLink };
}

export const finishCapture: Handler<'virtualMachines.capture', CaptureWork>['finish'] = (subscription: Subscription, work, ending) => {
  if (!finishChange(subscription, work, ending)) {
    subscription.blobJobs.push(...work.mediaLinks.map((url) => ({ does: 'delete' as const, url })));
    return;
  }
  if ('osDisk' in work.image) subscription.vmImages.push(work.image);
  else subscription.osImages.push(work.image);
  if (work.goes) removeMachine(subscription, work, work.role, false);
};
