import { l10n, ThemeIcon } from 'vscode';
import type { ServiceManagementClient } from '../../../client/index.ts';
import { canTake, placed } from '../../input/accounts.ts';
import type { Choice } from '../../input/wizard.ts';

interface Placed { readonly location?: string | undefined; readonly affinityGroup?: string | undefined }

/** Disks of a machine and their accounts have to be where it is. */
async function nearTo(client: ServiceManagementClient, serviceName: string): Promise<{ readonly location: string | undefined; readonly isNear: (placed: Placed) => boolean }> {
  const [{ hostedServiceProperties = {} }, groups] = await Promise.all([client.hostedServices.get({ serviceName }), client.affinityGroups.list()]);
  const locationOf = ({ location, affinityGroup }: Placed) => location ?? groups.find(({ name }) => name === affinityGroup)?.location;
  const location = locationOf(hostedServiceProperties);
  return { location, isNear: (placed) => locationOf(placed) === location };
}

/** A storage account that can have disks. */
export interface DiskAccount { readonly name: string; readonly blobEndpoint: string }

/** Storage accounts that can have disks of the machines of a service. @throws Error in the reader's words where there is none. */
export async function accountsNear(client: ServiceManagementClient, serviceName: string): Promise<Choice<DiskAccount>[]> {
  const [{ location, isNear }, accounts] = await Promise.all([nearTo(client, serviceName), client.storageAccounts.list()]);
  const near = accounts.filter(({ storageServiceProperties: p = {} }) => canTake('disks', p) && isNear(placed(p)) && p.endpoints?.[0]);
  if (near.length === 0) throw new Error(l10n.t('No storage account is in {0}, where {1} is. Create one there first.', location ?? '', serviceName));
  return near.map(({ serviceName: name, storageServiceProperties: p = {} }) => ({
    label: name, description: [p.affinityGroup ?? p.location, p.accountType].filter(Boolean).join(' · '), iconPath: new ThemeIcon('database'), value: { name, blobEndpoint: p.endpoints![0]! },
  }));
}

/** Disks that no machine has. @throws Error in the reader's words where there is none. */
export async function freeDisksNear(client: ServiceManagementClient, serviceName: string): Promise<Choice<string>[]> {
  const [{ location, isNear }, disks] = await Promise.all([nearTo(client, serviceName), client.disks.list()]);
  const free = disks.filter((disk) => !disk.attachedTo && isNear(disk));
  if (free.length === 0) throw new Error(l10n.t('No disk in {0} is free.', location ?? ''));
  return free.map(({ name, label, os, logicalDiskSizeInGB: size }) => ({
    label: name, description: [label, os, size && l10n.t('{0} GB', size)].filter(Boolean).join(' · '), iconPath: new ThemeIcon(os ? 'server' : 'database'), value: name,
  }));
}
