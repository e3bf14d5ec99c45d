import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from './change.ts';
import { findMachine } from './checks.ts';
import { removeMachine } from './takeDisks.ts';

interface DeleteWork extends Work { readonly role: string; readonly deleteMedia: boolean }

/** Delete Role (jj157184). Its disks stay, or go with their blobs. */
export const deleteVirtualMachine: Handler<'virtualMachines.delete', DeleteWork> = {
  begin(context, { roleName, deleteMedia = false, ...at }) {
    const found = findUnlocked(context, at);
    const machine = findMachine(found.deployment, roleName);
    if (found.deployment.machines.length === 1) throw refusals.lastRole(machine.name);
    const work: DeleteWork = { ...workOn(found), role: machine.name, deleteMedia };
    sendOn(context, [machine], 'takeDown');
    return accept(work);
  },

  finish(subscription, work, ending) {
    if (finishChange(subscription, work, ending)) removeMachine(subscription, work, work.role, work.deleteMedia);
  },
};
