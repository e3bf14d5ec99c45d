import locationData from './locations.json' with { type: 'json' };
import roleSizeData from './roleSizes.json' with { type: 'json' };

export interface Location {
  readonly name: string;
  /** Where geo-redundant storage keeps its second copy. */
  readonly pair: string;
}

export interface RoleSize {
  readonly name: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** `both`: web and worker roles too. */
  readonly hosts: 'both' | 'virtualMachines';
}

export const locations: readonly Location[] = locationData;
export const roleSizes = roleSizeData as readonly RoleSize[];

const byName = <T extends { readonly name: string }>(items: readonly T[]) => new Map(items.map((item) => [item.name.toLowerCase(), item]));
const locationsByName = byName(locations);
const roleSizesByName = byName(roleSizes);

export const findLocation = (name: string): Location | undefined => locationsByName.get(name.toLowerCase());
export const findRoleSize = (name: string): RoleSize | undefined => roleSizesByName.get(name.toLowerCase());

/** What a subscription may have at most, beside the quotas that a scenario sets, which are in the state. */
export const quotas = { virtualNetworkSites: 50, localNetworkSites: 20, dnsServers: 20, reservedIps: 20 } as const;

export const computeCapabilities = {
  webWorkerRoleSizes: roleSizes.filter(({ hosts }) => hosts === 'both').map(({ name }) => name),
  virtualMachinesRoleSizes: roleSizes.map(({ name }) => name),
};
