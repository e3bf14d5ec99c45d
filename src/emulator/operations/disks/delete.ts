import { dropDisk, findFreeDisk } from '../../disks.ts';
import type { Handle } from '../../handler.ts';

/** Delete Disk (jj157200). */
export const deleteDisk: Handle<'disks.delete'> = ({ subscription }, { diskName, deleteMedia }) =>
  dropDisk(subscription, findFreeDisk(subscription, diskName).name, deleteMedia ? 'delete' : 'release');
