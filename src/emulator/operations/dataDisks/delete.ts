import { detachDisk, dropDisk } from '../../disks.ts';
import type { Handler } from '../../handler.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from '../virtualMachines/change.ts';
import { findMachine } from '../virtualMachines/checks.ts';
import { findDataDisk } from './find.ts';

interface DeleteWork extends Work { readonly disk: string; readonly deleteMedia: boolean }

/** Delete Data Disk (jj157179): detaches it; with its media it is no more. */
export const deleteDataDisk: Handler<'dataDisks.delete', DeleteWork> = {
  begin(context, { roleName, lun, deleteMedia = false, ...at }) {
    const found = findUnlocked(context, at);
    const machine = findMachine(found.deployment, roleName);
    const { disk } = findDataDisk(machine, lun);
    const work: DeleteWork = { ...workOn(found), disk, deleteMedia };
    machine.dataDisks = machine.dataDisks.filter((each) => each.disk !== disk);
    return accept(work);
  },

  finish(subscription, work, ending) {
    if (!finishChange(subscription, work, ending)) return;
    if (work.deleteMedia) dropDisk(subscription, work.disk, 'delete');
    else detachDisk(subscription, work.disk);
  },
};
