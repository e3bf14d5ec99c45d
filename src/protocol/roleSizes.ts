import { operation } from './operation.ts';
import { boolean, integer, list, required, struct, text, type ValueOf } from './schema.ts';

export const roleSize = struct({
  /** The name that roles and virtual machines take: `Small`, `Standard_D1`. */
  name: required(text),
  /** Plain, not base64: `Small (1 cores, 1792 MB)`. */
  label: text,
  cores: integer,
  memoryInMb: integer,
  supportedByWebWorkerRoles: boolean,
  supportedByVirtualMachines: boolean,
  maxDataDiskCount: integer,
  /** Of the temporary disk; 0 where web and worker roles cannot be of this size. */
  webWorkerResourceDiskSizeInMb: integer,
  virtualMachineResourceDiskSizeInMb: integer,
});
export type RoleSize = ValueOf<typeof roleSize>;

export const roleSizes = {
  /** The sizes that the subscription may use, in alphabetical order. */
  list: operation({ method: 'GET', path: '/rolesizes', status: 200, page: 'List Role Sizes', reference: 'dn469422', python: 'list_role_sizes', answer: { root: 'RoleSizes', shape: list('RoleSize', roleSize) } }),
};
