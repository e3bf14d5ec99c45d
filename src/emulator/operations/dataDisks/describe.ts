import type { DataVirtualHardDisk } from '../../../protocol/virtualMachineRole.ts';
import { findDisk } from '../../disks.ts';
import type { Context } from '../../handler.ts';
import type { Disk, Machine } from '../../state.ts';

type Stored = Pick<Context, 'subscription' | 'blobs'>;

/** A data disk as every answer shows it; LUN 0 is left out (recorded). */
export function describeDataDisk(context: Stored, { disk: name, lun, hostCaching }: Machine['dataDisks'][number]): DataVirtualHardDisk {
  const disk = findDisk(context.subscription, name);
  return {
    hostCaching, diskLabel: disk.label, diskName: disk.name, lun: lun || undefined, logicalDiskSizeInGB: disk.gigabytes, mediaLink: disk.mediaLink, ioType: ioTypeOf(context, disk),
  };
}

/** Disks in premium storage have a guaranteed throughput. */
export function ioTypeOf({ subscription, blobs }: Stored, { mediaLink }: Disk): 'Standard' | 'Provisioned' {
  const account = blobs.blobAddress(mediaLink)?.account;
  return subscription.storageAccounts.find(({ name }) => name === account)?.accountType === 'Premium_LRS' ? 'Provisioned' : 'Standard';
}
