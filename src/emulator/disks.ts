import { refusals } from './errors.ts';
import type { Context } from './handler.ts';
import { same } from './lookup.ts';
import { operationOn } from './pending.ts';
import type { Disk, Subscription } from './state.ts';

/*
 * Disks: VHDs with a name. While one is a disk its blob is leased, so that nobody else deletes or writes it.
 */

/** @throws Refusal 404. */
export function findDisk(subscription: Subscription, name: string): Disk {
  const found = subscription.disks.find((disk) => same(disk.name, name));
  if (!found) throw refusals.diskNotFound();
  return found;
}

/** A disk that no machine has. @throws Refusal */
export function findFreeDisk(subscription: Subscription, name: string): Disk {
  const disk = findDisk(subscription, name);
  requireDetached(disk);
  requireUnlockedDisk(subscription, disk.name);
  return disk;
}

/** @throws Refusal for a disk that a machine has. */
export function requireDetached({ name, attachedTo }: Disk): void {
  if (attachedTo) throw refusals.diskInUse(name, attachedTo);
}

/** @throws Refusal while it is being resized. */
export function requireUnlockedDisk(subscription: Subscription, name: string): void {
  if (operationOn(subscription, { resource: 'disk', name })) throw refusals.diskBusy();
}

/** The name that a disk of a machine gets: `<deployment>-<role>-<lun>-<time><4 digits>`, as recorded; the one of the system has LUN 0. */
export function nameDisk(disks: readonly Pick<Disk, 'name'>[], deployment: string, role: string, lun: number, now: number): string {
  const time = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
  for (let digits = now % 1000; ; digits++) {
    const name = `${deployment}-${role}-${lun}-${time}${String(digits).padStart(4, '0')}`;
    if (!disks.some((disk) => same(disk.name, name))) return name;
  }
}

/** The disk or image whose VHD a blob is, however either address was written. */
export function userOfBlob({ blobs, subscription }: Pick<Context, 'blobs' | 'subscription'>, url: string): { readonly name: string } | undefined {
  const wanted = blobs.blobAddress(url)?.url;
  return wanted === undefined ? undefined : artifacts(subscription).find(({ mediaLink }) => blobs.blobAddress(mediaLink)?.url === wanted);
}

/** @throws Refusal where VHDs of an account are those of disks or images. */
export function requireNoArtifacts({ blobs, subscription }: Pick<Context, 'blobs' | 'subscription'>, account: string): void {
  const artifact = artifacts(subscription).find(({ mediaLink }) => blobs.blobAddress(mediaLink)?.account === account);
  if (artifact) throw refusals.accountHasArtifacts(account, artifact.name);
}

const artifacts = ({ disks, osImages, vmImages }: Subscription): { readonly name: string; readonly mediaLink: string }[] =>
  [...disks, ...osImages, ...vmImages.flatMap(({ name, osDisk, dataDisks }) => [osDisk, ...dataDisks].map(({ mediaLink }) => ({ name, mediaLink })))];

/** Takes a disk away, and with `does` its blob, or only our lease of it. */
export function dropDisk(subscription: Subscription, name: string, does: 'delete' | 'release'): void {
  const disk = subscription.disks.find((each) => each.name === name);
  if (!disk) return;
  subscription.disks = subscription.disks.filter((each) => each !== disk);
  subscription.blobJobs.push({ does, url: disk.mediaLink });
}

/** Leaves a disk to itself. */
export function detachDisk(subscription: Subscription, name: string): void {
  const disk = subscription.disks.find((each) => each.name === name);
  delete disk?.attachedTo;
}
