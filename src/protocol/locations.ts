import { operation } from './operation.ts';
import { list, required, since, struct, text, type ValueOf } from './schema.ts';
import { computeCapabilities } from './shared.ts';

export const location = struct({
  /** The name that create operations take: `West Europe`. */
  name: required(text),
  displayName: text,
  /** `Compute`, `Storage`, `PersistentVMRole`, `HighMemory`, ... */
  availableServices: list('AvailableService', text),
  /** What virtual machines, and what web and worker roles, may be there. */
  computeCapabilities,
  /** Recorded with 2014-10-01 and not with 2014-05-01, as the account types themselves (describe.ts of storage accounts). */
  storageCapabilities: since('2014-06-01', struct({ storageAccountTypes: list('StorageAccountType', text) })),
});
export type Location = ValueOf<typeof location>;

export const locations = {
  /** The data centres the subscription may use. */
  list: operation({ method: 'GET', path: '/locations', status: 200, page: 'List Locations', reference: 'gg441293', python: 'list_locations', answer: { root: 'Locations', shape: list('Location', location) } }),
};
