import { roleSizes } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';

export const listRoleSizes: Handle<'roleSizes.list'> = () => roleSizes.map(({ name, cores, memoryMb, hosts, dataDisks, webWorkerDiskMb, machineDiskMb }) => ({
  name,
  label: `${name} (${cores} cores, ${memoryMb} MB)`,
  cores,
  memoryInMb: memoryMb,
  supportedByWebWorkerRoles: hosts === 'both',
  supportedByVirtualMachines: true,
  maxDataDiskCount: dataDisks,
  webWorkerResourceDiskSizeInMb: webWorkerDiskMb,
  virtualMachineResourceDiskSizeInMb: machineDiskMb,
}));
