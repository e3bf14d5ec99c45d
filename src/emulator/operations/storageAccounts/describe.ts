import type { StorageAccount as Answer } from '../../../protocol/storageAccounts.ts';
import { findLocation } from '../../catalogues/index.ts';
import type { Context } from '../../handler.ts';
import { locationOf } from '../../lookup.ts';
import { operationOn } from '../../pending.ts';
import type { StorageAccount } from '../../state.ts';

export const accountUrl = ({ endpoint, subscription }: Context, { name }: StorageAccount): string =>
  `${endpoint}/${subscription.id}/services/storageservices/${name}`;

/**
 * A storage account as it is now. Blobs are really served, at the address given; queues, tables and files are named as the service
 * named them, and nobody is there. With 2014-06-01 AccountType took the place of its two older words, and files came (recorded before and after).
 */
export function describeStorageAccount(context: Context, account: StorageAccount): Answer {
  const { subscription, blobs, version } = context;
  const isNew = version >= '2014-06-01';
  const isGeoReplicated = account.accountType.endsWith('GRS');
  const primary = locationOf(subscription, account);
  const services = ['queue', 'table', ...(isNew && !account.accountType.startsWith('Premium') ? ['file'] : [])];
  const readAccess = account.accountType === 'Standard_RAGRS';
  return {
    url: accountUrl(context, account),
    serviceName: account.name,
    storageServiceProperties: {
      description: account.description,
      affinityGroup: account.affinityGroup,
      location: account.location,
      label: account.label,
      status: statusOf(context, account),
      endpoints: [`${blobs.endpoint}/${account.name}/`, ...services.map((service) => `https://${account.name}.${service}.core.windows.net/`)],
      ...(!isNew && { geoReplicationEnabled: isGeoReplicated }),
      geoPrimaryRegion: primary,
      statusOfPrimary: 'Available',
      geoSecondaryRegion: isGeoReplicated ? findLocation(primary)!.pair : '',
      statusOfSecondary: isGeoReplicated ? 'Available' : '',
      creationTime: new Date(account.created),
      customDomains: [],
      ...(!isNew && { secondaryReadEnabled: readAccess }),
      ...(readAccess && { secondaryEndpoints: ['blob', ...services.filter((service) => service !== 'file')].map((service) => `https://${account.name}-secondary.${service}.core.windows.net/`) }),
      accountType: account.accountType,
    },
    extendedProperties: account.extendedProperties.map(({ name, value }) => ({ name, value })),
  };
}

/** While it is being made: Creating, then ResolvingDns (both recorded). */
function statusOf({ subscription, clock }: Context, { name }: StorageAccount): string {
  const making = operationOn(subscription, { resource: 'storageAccount', name });
  if (!making) return 'Created';
  return clock.now() < (making.started + making.due) / 2 ? 'Creating' : 'ResolvingDns';
}
