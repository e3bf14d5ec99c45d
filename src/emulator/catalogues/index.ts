import guestOperatingSystemData from './guestOperatingSystems.json' with { type: 'json' };
import locationData from './locations.json' with { type: 'json' };
import roleSizeData from './roleSizes.json' with { type: 'json' };

export interface Location {
  readonly name: string;
  /** Where geo-redundant storage keeps its second copy. */
  readonly pair: string;
  /** Of the role sizes that are there; where `DS` is, Premium storage is. */
  readonly series: readonly string[];
}

export interface RoleSize {
  readonly name: string;
  /** Sizes that a location has together, by the first of them. */
  readonly series: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** `both`: web and worker roles too. */
  readonly hosts: 'both' | 'virtualMachines';
  readonly dataDisks: number;
  /** Of the temporary disk. */
  readonly webWorkerDiskMb: number;
  readonly machineDiskMb: number;
}

export interface GuestOperatingSystem { readonly version: string; readonly label: string; readonly isDefault: boolean; readonly isActive: boolean }
export interface GuestFamily { readonly name: string; readonly label: string; readonly releases: readonly GuestOperatingSystem[] }

/** The guide's eight first, in its order. */
export const locations: readonly Location[] = locationData;
export const roleSizes = roleSizeData as readonly RoleSize[];

/**
 * Releases of the guest operating systems of web and worker roles (Azure Guest OS releases and SDK compatibility matrix), in the
 * order of the recordings, which is that of the characters. The newest active one of a family is its default.
 */
export const guestFamilies: readonly GuestFamily[] = guestOperatingSystemData.map(({ name, label, retired, active }) => ({
  name, label,
  releases: [...retired, ...active].toSorted().map((release) => {
    const [version, date] = release.split('_');
    return { version: `WA-GUEST-OS-${release}`, label: `Windows Azure Guest OS ${version} (Release ${date})`, isDefault: release === active.at(-1), isActive: active.includes(release) };
  }),
}));

const byName = <T extends { readonly name: string }>(items: readonly T[]) => new Map(items.map((item) => [item.name.toLowerCase(), item]));
const locationsByName = byName(locations);
const roleSizesByName = byName(roleSizes);
const guestFamiliesByName = byName(guestFamilies);

export const findLocation = (name: string): Location | undefined => locationsByName.get(name.toLowerCase());
export const findRoleSize = (name: string): RoleSize | undefined => roleSizesByName.get(name.toLowerCase());
export const findGuestFamily = (name: string): GuestFamily | undefined => guestFamiliesByName.get(name);

interface ComputeCapabilities { webWorkerRoleSizes: string[]; virtualMachinesRoleSizes: string[] }
const capabilities = new Map(locations.map(({ name, series }): [string, ComputeCapabilities] => {
  const there = roleSizes.filter((size) => series.includes(size.series));
  return [name, { webWorkerRoleSizes: there.filter(({ hosts }) => hosts === 'both').map((size) => size.name), virtualMachinesRoleSizes: there.map((size) => size.name) }];
}));

/** What may run at a location, by its name; the same object each time, so that a long list writes it once. */
export const computeCapabilitiesAt = (location: string): ComputeCapabilities => capabilities.get(findLocation(location)!.name)!;
