import { randomBytes } from 'node:crypto';
import type { DataVirtualHardDisk, OSVirtualHardDisk, PersistentVMRole } from '../../../protocol/virtualMachineRole.ts';
import { findFreeDisk, nameDisk } from '../../disks.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import { findImage, isVmImage, type AnyOsImage, type AnyVmImage } from '../../images.ts';
import { locationOf, same } from '../../lookup.ts';
import type { Disk, HostedService, Machine, OperatingSystem, StorageAccount } from '../../state.ts';
import { requirePlace, requireUnused, requireVhd } from '../../vhds.ts';

/** A disk that a machine is to have: one that is there, a VHD that is there and becomes one, or a new one. */
export interface PlannedDisk {
  readonly disk: Disk;
  readonly how: 'attach' | 'keep' | 'make';
  /** Of a new one: the VHD that it is a copy of. */
  readonly from?: string | undefined;
}

/** Where a machine is, or is to be. */
interface MachinePlace { readonly service: HostedService; readonly deploymentName: string; readonly roleName: string }

/** What a machine is made from. */
export interface MachineSource {
  readonly osDisk: Machine['osDisk'];
  readonly dataDisks: Machine['dataDisks'];
  /** It has to be provisioned when it first starts. */
  readonly isGeneralized: boolean;
}

type DiskFacts = { readonly [K in 'name' | 'mediaLink' | 'label' | 'os' | 'sourceImage' | 'remoteSource']?: Disk[K] | undefined };

const maximumGigabytes = 1023;
const maximumLun = 31;

export const hostCachingOf = (given: string | undefined, otherwise: string, role: string): string => {
  const found = ['None', 'ReadOnly', 'ReadWrite'].find((each) => same(each, given ?? ''));
  if (given && !found) throw refusals.hostCaching(role, given);
  return found ?? otherwise;
};

export function requireLun(lun: number): void {
  if (!Number.isInteger(lun) || lun < 0 || lun > maximumLun) throw refusals.lun(lun);
}

/** The disks that are planned in one request, for one machine or several. Nothing is done yet. */
export class DiskPlan {
  readonly planned: PlannedDisk[] = [];
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** All disks of a new machine (jj157194, OSVirtualHardDisk and the rest). @throws Refusal */
  async planMachine(place: MachinePlace, role: PersistentVMRole): Promise<MachineSource> {
    const { osVirtualHardDisk: os, vmImageName, roleName } = role;
    if (vmImageName) {
      if (os || role.dataVirtualHardDisks?.length) throw refusals.vmImageAndDisks(roleName);
      return this.#planVmImage(place, role, vmImageName);
    }
    if (!os) throw refusals.noOsDisk(roleName);
    const osDisk = await this.#planOsDisk(place, os);
    const dataDisks: Machine['dataDisks'] = [];
    for (const given of role.dataVirtualHardDisks ?? []) dataDisks.push(await this.planDataDisk(place, given, dataDisks, { osDisk }));
    return { osDisk, dataDisks, isGeneralized: Boolean(os.sourceImageName || os.remoteSourceImageLink) };
  }

  /** One of a machine; a new one is made beside its system disk where the request does not say. @throws Refusal */
  async planDataDisk(place: MachinePlace, given: DataVirtualHardDisk, others: Machine['dataDisks'], { osDisk }: Pick<Machine, 'osDisk'>): Promise<Machine['dataDisks'][number]> {
    const { lun = 0, logicalDiskSizeInGB: gigabytes = 0, diskLabel: label, sourceMediaLink } = given;
    const { roleName } = place;
    if (given.ioType !== undefined) throw refusals.ioType();
    requireLun(lun);
    if (others.some((other) => other.lun === lun)) throw refusals.lunInUse(roleName, lun);
    const attached = { lun, hostCaching: hostCachingOf(given.hostCaching, 'ReadOnly', roleName) };
    // Python writes what it was not told as an empty text, or 0.
    if (given.diskName) return { ...attached, disk: this.#attach(place.service, given.diskName).name };
    if (sourceMediaLink) return { ...attached, disk: await this.#register(place, { mediaLink: sourceMediaLink, label }, lun) };
    if (gigabytes < 1 || gigabytes > maximumGigabytes) throw refusals.dataDiskSize(roleName, gigabytes);
    const { mediaLink: beside } = this.#disks().find(({ name }) => name === osDisk.disk)!;
    return { ...attached, disk: this.#make(place, { mediaLink: given.mediaLink, label, gigabytes }, lun, beside) };
  }

  async #planOsDisk(place: MachinePlace, given: OSVirtualHardDisk): Promise<Machine['osDisk']> {
    const { service, roleName } = place;
    const { sourceImageName, remoteSourceImageLink: remote, diskName: name, mediaLink, diskLabel: label, resizedSizeInGB } = given;
    if (given.ioType !== undefined) throw refusals.ioType();
    const attached = { hostCaching: hostCachingOf(given.hostCaching, 'ReadWrite', roleName) };
    if (sourceImageName) {
      const image = findImage(this.#context.subscription, sourceImageName);
      if (!image) throw refusals.imageNotFound();
      if (isVmImage(image)) throw refusals.isVmImage(image.name);
      this.#requireNear(service, image);
      const gigabytes = enlarged(roleName, image.gigabytes, resizedSizeInGB);
      return { ...attached, disk: this.#make(place, { name, mediaLink, label, gigabytes, os: image.os, sourceImage: image.name }, 0, undefined, image.mediaLink), os: image.os };
    }
    if (remote) {
      const os = requireOs(roleName, given.os);
      if (!mediaLink) throw refusals.remoteSource(roleName);
      const gigabytes = enlarged(roleName, await requireVhd(this.#context, remote), resizedSizeInGB);
      return { ...attached, disk: this.#make(place, { name, mediaLink, label, gigabytes, os, remoteSource: remote.split('?')[0] }, 0, undefined, remote), os };
    }
    if (name) {
      const disk = this.#attach(service, name);
      if (!disk.os) throw refusals.noSystemOnDisk(disk.name);
      return { ...attached, disk: disk.name, os: disk.os };
    }
    if (!mediaLink) throw refusals.noOsDisk(roleName);
    const os = requireOs(roleName, given.os);
    return { ...attached, disk: await this.#register(place, { mediaLink, label, os }, 0), os };
  }

  #planVmImage(place: MachinePlace, role: PersistentVMRole, vmImageName: string): MachineSource {
    const image = findImage(this.#context.subscription, vmImageName);
    if (!image) throw refusals.imageNotFound();
    if (!isVmImage(image)) throw refusals.isOsImage(image.name);
    const { osDisk, dataDisks } = image;
    const make = (part: AnyVmImage['osDisk'] | AnyVmImage['dataDisks'][number], lun: number, wanted: number | undefined, os?: OperatingSystem) => {
      this.#requireNear(place.service, { name: image.name, mediaLink: part.mediaLink });
      const mediaLink = role.mediaLocation && `${role.mediaLocation.replace(/\/$/, '')}/${vhdName(place, this.#context.clock.now())}`;
      const gigabytes = enlarged(place.roleName, part.gigabytes, wanted);
      return this.#make(place, { mediaLink, gigabytes, sourceImage: part.name, os }, lun, part.mediaLink, part.mediaLink);
    };
    const sizes = role.vmImageInput;
    return {
      osDisk: { disk: make(osDisk, 0, sizes?.osDiskConfiguration?.resizedSizeInGB, osDisk.os), os: osDisk.os, hostCaching: osDisk.hostCaching ?? 'ReadWrite' },
      dataDisks: dataDisks.map((part) => ({
        lun: part.lun, hostCaching: part.hostCaching ?? 'ReadOnly',
        disk: make(part, part.lun, sizes?.dataDiskConfigurations?.find(({ name }) => name === part.name)?.resizedSizeInGB),
      })),
      isGeneralized: osDisk.osState === 'Generalized',
    };
  }

  #attach(service: HostedService, diskName: string): Disk {
    const disk = findFreeDisk(this.#context.subscription, diskName);
    if (this.planned.some((each) => each.disk === disk)) throw refusals.diskTwice(disk.name);
    const { owner } = requirePlace(this.#context, disk.mediaLink);
    this.#requireLocation(service, owner, (found, wanted) => refusals.mediaLocation(owner.name, found, wanted));
    this.planned.push({ disk, how: 'attach' });
    return disk;
  }

  async #register(place: MachinePlace, facts: DiskFacts & Pick<Disk, 'mediaLink'>, lun: number): Promise<string> {
    const mediaLink = this.#requirePlace(place.service, facts.mediaLink);
    requireUnused(this.#context, mediaLink);
    const gigabytes = await requireVhd(this.#context, mediaLink);
    return this.#plan('keep', place, { ...facts, mediaLink, gigabytes }, lun);
  }

  #make(place: MachinePlace, facts: DiskFacts & Pick<Disk, 'gigabytes'>, lun: number, near: string | undefined, from?: string): string {
    const mediaLink = this.#requirePlace(place.service, facts.mediaLink || this.#choosePlace(place, near));
    requireUnused(this.#context, mediaLink);
    return this.#plan('make', place, { ...facts, mediaLink }, lun, from);
  }

  #plan(how: PlannedDisk['how'], { deploymentName, roleName }: MachinePlace, facts: DiskFacts & Pick<Disk, 'gigabytes' | 'mediaLink'>, lun: number, from?: string): string {
    const now = this.#context.clock.now();
    const disks = this.#disks();
    if (facts.name && disks.some(({ name }) => same(name, facts.name!))) throw refusals.diskExists(facts.name);
    const disk = { ...facts, name: facts.name || nameDisk(disks, deploymentName, roleName, lun, now), label: facts.label || undefined, created: now };
    this.planned.push({ disk, how, from });
    return disk.name;
  }

  /** Those that are there, and those that are to be. */
  #disks = (): readonly Disk[] => [...this.#context.subscription.disks, ...this.planned.map(({ disk }) => disk)];

  /** Beside the VHD `near`, else in an account where the service is. */
  #choosePlace(place: MachinePlace, near: string | undefined): string {
    const { subscription, blobs, clock } = this.#context;
    const file = vhdName(place, clock.now());
    const beside = near === undefined ? undefined : blobs.blobAddress(near);
    if (beside) return `https://${beside.account}.blob.core.windows.net/${beside.container}/${file}`;
    const wanted = locationOf(subscription, place.service);
    const account = subscription.storageAccounts.find((each) => locationOf(subscription, each) === wanted);
    if (!account) throw refusals.noAccountForMedia(wanted);
    return `https://${account.name}.blob.core.windows.net/vhds/${file}`;
  }

  /** A media link without its query, where a disk of the service can be and no other is planned. */
  #requirePlace(service: HostedService, mediaLink: string): string {
    const { blobs } = this.#context;
    const { url, owner, mediaLink: kept } = requirePlace(this.#context, mediaLink);
    this.#requireLocation(service, owner, (found, wanted) => refusals.mediaLocation(owner.name, found, wanted));
    const other = this.planned.find(({ disk }) => blobs.blobAddress(disk.mediaLink)?.url === url);
    if (other) throw refusals.vhdInUse(mediaLink, other.disk.name);
    return kept;
  }

  #requireLocation(service: HostedService, account: StorageAccount, refusal: (found: string, wanted: string) => Refusal): void {
    const { subscription } = this.#context;
    const [found, wanted] = [locationOf(subscription, account), locationOf(subscription, service)];
    if (found !== wanted) throw refusal(found, wanted);
  }

  /** An image of the subscription's own has to be where the service is; those of the platform are everywhere. */
  #requireNear(service: HostedService, { name, mediaLink }: Pick<AnyOsImage, 'name' | 'mediaLink'>): void {
    if (mediaLink === undefined) return;
    this.#requireLocation(service, requirePlace(this.#context, mediaLink).owner, (found, wanted) => refusals.imageLocation(name, found, wanted));
  }
}

/** `<service>-<role>-<date>-<random>.vhd`. */
const vhdName = ({ service, roleName }: MachinePlace, now: number): string =>
  `${service.name}-${roleName}-${new Date(now).toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}.vhd`;

function enlarged(role: string, gigabytes: number, wanted: number | undefined): number {
  if (wanted === undefined) return gigabytes;
  if (wanted < gigabytes || wanted > maximumGigabytes) throw refusals.resizedSize(role, wanted, gigabytes);
  return wanted;
}

function requireOs(role: string, given: string | undefined): OperatingSystem {
  const os = (['Linux', 'Windows'] as const).find((each) => same(each, given ?? ''));
  if (!os) throw refusals.noOs(role);
  return os;
}
