import { l10n, ThemeIcon } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { isNotFound } from '../errors.ts';
import type { ResourceRecord } from '../operations/taskRecord.ts';
import type { Place } from './pickResource.ts';
import type { Choice } from './wizard.ts';

/** A cloud service or storage account that exists, or that is to be made: then its name and place are asked for one after the other. */
export type Resource = Existing | { readonly isNew: true; readonly name?: string; readonly place?: Place };

export interface Existing { readonly isNew: false; readonly name: string; readonly place: Place }

/** A resource as its listing shows it. */
export const existing = (name: string, { affinityGroup, location = '' }: { affinityGroup?: string | undefined; location?: string | undefined } = {}): Existing =>
  ({ isNew: false, name, place: affinityGroup ? { affinityGroup } : { location } });

/** "West Europe", "affinity group contoso-eu". */
export const placeWords = (place: Place): string => ('location' in place ? place.location : l10n.t('affinity group {0}', place.affinityGroup));

/** A resource in a review; `beside`: the place of what it is made for. */
export function resourceWords({ isNew, name = '', place }: Resource, beside?: Place): string {
  const where = placeWords(place ?? beside!);
  return isNew ? l10n.t('{0}, new, in {1}', name, where) : l10n.t('{0}, in {1}', name, where);
}

/** Gives the location of a place: that of its affinity group, where it is one. */
export async function locator(client: ServiceManagementClient): Promise<(place: Place) => string> {
  const groups = await client.affinityGroups.list();
  return (at) => ('location' in at ? at.location : groups.find(({ name }) => name === at.affinityGroup)?.location ?? '');
}

export const isPlace = (a: Place, b: Place | undefined): boolean => b !== undefined && JSON.stringify(a) === JSON.stringify(b);

/** What a list of resources offers first. */
export const createChoice = (label: string): Choice<Resource> => ({ label, iconPath: new ThemeIcon('add'), value: { isNew: true } });

export const serviceAsItIsNow = (client: ServiceManagementClient, service: ResourceRecord): Promise<Resource> =>
  asItIsNow(service, async (serviceName) => (await client.hostedServices.get({ serviceName })).hostedServiceProperties);

export const accountAsItIsNow = (client: ServiceManagementClient, account: ResourceRecord): Promise<Resource> =>
  asItIsNow(account, async (serviceName) => (await client.storageAccounts.get({ serviceName })).storageServiceProperties);

/** What was to be made may have been made meanwhile. */
async function asItIsNow(resource: ResourceRecord, read: (name: string) => Promise<Parameters<typeof existing>[1]>): Promise<Resource> {
  if (!resource.isNew) return resource as Resource;
  try {
    return existing(resource.name, await read(resource.name));
  } catch (error) {
    if (isNotFound(error)) return resource as Resource;
    throw error;
  }
}
