import { accountTypes } from '../../../protocol/storageAccounts.ts';
import { computeCapabilities, locations } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';

export const listLocations: Handle<'locations.list'> = () => locations.map(({ name }) => ({
  name,
  displayName: name,
  availableServices: ['Compute', 'Storage', 'PersistentVMRole', 'HighMemory'],
  computeCapabilities,
  storageCapabilities: { storageAccountTypes: [...accountTypes] },
}));
