import { addressed } from './deployments.ts';
import { operation } from './operation.ts';
import { list, text } from './schema.ts';

/** One instance of a web or worker role: `roleInstanceName` is `<role>_IN_<n>`. Virtual machines have operations of their own. */
export const roleInstances = {
  /** Restarts the operating system; what is on its disks stays. */
  reboot: operation({
    method: 'POST', path: addressed('/roleinstances/{roleInstanceName}?comp=reboot'), status: 202, page: 'Reboot Role Instance', reference: 'gg441298', python: 'reboot_role_instance',
  }),

  /** Puts on a fresh operating system; local storage resources stay. */
  reimage: operation({
    method: 'POST', path: addressed('/roleinstances/{roleInstanceName}?comp=reimage'), status: 202, page: 'Reimage Role Instance', reference: 'gg441292', python: 'reimage_role_instance',
  }),

  /** Puts on a fresh operating system and empties all local drives, the one thing that `resources` can be. */
  rebuild: operation({
    method: 'POST', path: addressed('/roleinstances/{roleInstanceName}?comp=rebuild&resources=allLocalDrives'), status: 202, page: 'Rebuild Role Instance', reference: 'dn627518', python: 'rebuild_role_instance',
  }),

  /** Deletes instances by their `names`; their roles have so many less in the configuration. */
  delete: operation({
    method: 'POST', path: addressed('/roleinstances?comp=delete'), status: 202, page: 'Delete Role Instances', reference: 'dn469418', python: 'delete_role_instances',
    body: { root: 'RoleInstances', shape: list('Name', text), key: 'names' },
  }),
};
