import { findDisk } from '../../disks.ts';
import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findUnlocked } from '../virtualMachines/change.ts';
import { findMachine } from '../virtualMachines/checks.ts';
import { hostCachingOf, requireLun } from '../virtualMachines/diskPlan.ts';
import { findDataDisk } from './find.ts';

/** Update Data Disk (jj157190): caching, LUN and label of an attached disk; done when it answers. */
export const updateDataDisk: Handle<'dataDisks.update'> = (context, { roleName, lun, newLun = lun, hostCaching, diskName, diskLabel, ...at }) => {
  const { deployment } = findUnlocked(context, at);
  const machine = findMachine(deployment, roleName);
  const disk = findDataDisk(machine, lun);
  if (diskName && diskName !== disk.disk) throw refusals.dataDiskIsOther(disk.disk);
  requireLun(newLun);
  if (machine.dataDisks.some((each) => each !== disk && each.lun === newLun)) throw refusals.lunInUse(machine.name, newLun);
  Object.assign(disk, { lun: newLun, hostCaching: hostCachingOf(hostCaching, disk.hostCaching, machine.name) });
  if (diskLabel) findDisk(context.subscription, disk.disk).label = diskLabel;
  deployment.modified = context.clock.now();
};
