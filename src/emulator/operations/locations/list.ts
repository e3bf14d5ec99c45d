import { accountTypes } from '../../../protocol/storageAccounts.ts';
import { computeCapabilitiesAt, locations } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';

export const listLocations: Handle<'locations.list'> = () => locations.map(({ name, series }) => ({
  name,
  displayName: name,
  availableServices: ['Compute', 'Storage', 'PersistentVMRole', 'HighMemory'],
  computeCapabilities: computeCapabilitiesAt(name),
  storageCapabilities: { storageAccountTypes: accountTypes.filter((type) => !type.startsWith('Premium') || series.includes('DS')) },
}));
