import type { StorageAccount } from '../../client/index.ts';

type Properties = NonNullable<StorageAccount['storageServiceProperties']>;

/** Whether an account can take blobs of this kind now. Disks are page blobs, which zone-redundant accounts do not have. */
export const canTake = (kind: 'packages' | 'disks', { status, accountType }: Properties): boolean =>
  (status === undefined || status === 'Created') && !(kind === 'disks' && accountType === 'Standard_ZRS');

/** With where it is: accounts that are geo-replicated may tell only of their regions. */
export const placed = <P extends Properties>(properties: P): P => ({ ...properties, location: properties.location ?? properties.geoPrimaryRegion });
