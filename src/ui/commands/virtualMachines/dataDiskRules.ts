import { l10n } from 'vscode';
import type { DataVirtualHardDisk } from '../../../client/index.ts';

/** LUNs of any machine (Add Data Disk); a size has room for fewer. */
const highestLun = 31;
/** GB of a VHD (Add Data Disk). */
const largest = 1023;

type Attached = readonly Pick<DataVirtualHardDisk, 'lun'>[];

/** Answers leave out 0. */
const isAt = (lun: number) => (disk: Attached[number]): boolean => (disk.lun ?? 0) === lun;

/** @param most data disks that the machine's size can have, where that is known */
const lastLun = (most: number | undefined): number => Math.min(most ?? highestLun + 1, highestLun + 1) - 1;

/** The first LUN that no disk is at; undefined where there is no room for another disk. */
export function freeLun(attached: Attached, most?: number): number | undefined {
  for (let lun = 0; lun <= lastLun(most); lun++) if (!attached.some(isAt(lun))) return attached.length < (most ?? Infinity) ? lun : undefined;
  return undefined;
}

export function lunProblem(text: string, attached: Attached, most?: number): string | undefined {
  const lun = Number(text.trim());
  if (!/^\d{1,2}$/.test(text.trim()) || lun > lastLun(most)) return l10n.t('A LUN is a whole number from {0} to {1}.', 0, lastLun(most));
  return attached.some(isAt(lun)) ? l10n.t('There is a disk at LUN {0} already.', lun) : undefined;
}

export const gigabytesProblem = (text: string): string | undefined =>
  (/^[1-9]\d{0,3}$/.test(text.trim()) && Number(text) <= largest ? undefined : l10n.t('Enter a whole number of GB from {0} to {1}.', 1, largest));

/**
 * Where a new VHD goes: `<service>-<machine>-<date>-<time>.vhd` in the container `vhds`.
 * @param blobEndpoint of the storage account, with or without a slash at its end
 */
export function newVhd(blobEndpoint: string, serviceName: string, roleName: string, now: Date): string {
  const time = now.toISOString().replace(/[:T]/g, '-').replace(/\.(\d+)Z$/, '-$1');
  return `${blobEndpoint.replace(/\/$/, '')}/vhds/${serviceName}-${roleName}-${time}.vhd`;
}
