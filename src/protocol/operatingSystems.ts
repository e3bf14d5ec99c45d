import { operation } from './operation.ts';
import { base64, boolean, integer, list, required, struct, text, type ValueOf } from './schema.ts';

const release = {
  /** What `osVersion` of a service configuration may say: `WA-GUEST-OS-4.21_201506-01`. */
  version: required(text),
  label: base64,
  /** What `*` stands for in its family. */
  isDefault: boolean,
  /** Only those can be deployed. */
  isActive: boolean,
};

export const operatingSystem = struct({ ...release, family: integer, familyLabel: base64 });
export type OperatingSystem = ValueOf<typeof operatingSystem>;

export const operatingSystemFamily = struct({
  /** `4`, what `osFamily` says. */
  name: required(text),
  /** `Windows Server 2012 R2`. */
  label: base64,
  operatingSystems: list('OperatingSystem', struct(release)),
});
export type OperatingSystemFamily = ValueOf<typeof operatingSystemFamily>;

export const operatingSystems = {
  /** Every release of the guest operating systems of web and worker roles, former ones too. */
  list: operation({ method: 'GET', path: '/operatingsystems', status: 200, page: 'List Operating Systems', reference: 'ff684168', python: 'list_operating_systems', answer: { root: 'OperatingSystems', shape: list('OperatingSystem', operatingSystem) } }),

  /** The same, by family. */
  listFamilies: operation({ method: 'GET', path: '/operatingsystemfamilies', status: 200, page: 'List Operating System Families', reference: 'gg441291', python: 'list_operating_system_families', answer: { root: 'OperatingSystemFamilies', shape: list('OperatingSystemFamily', operatingSystemFamily) } }),
};
