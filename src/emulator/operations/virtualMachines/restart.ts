import { refusals } from '../../errors.ts';
import type { Context, Handler, Written } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { noteReboot } from '../deployments/reboots.ts';
import { accept, findUnlocked, finishChange, workOn, type RoleAddress, type Work } from './change.ts';
import { findMachine } from './checks.ts';
import { isStopped } from './power.ts';

const restart = (by: string) => ({
  begin(context: Context, { roleName, ...at }: RoleAddress): Written {
    const found = findUnlocked(context, at);
    const machine = findMachine(found.deployment, roleName);
    if (isStopped(machine)) throw refusals.notStarted(machine.name);
    const work = workOn(found);
    sendOn(context, [machine], 'restart');
    noteReboot(context, found.deployment, machine.name, machine.name, by);
    return accept(work);
  },

  finish: finishChange,
});

/** Restart Role (jj157197). */
export const restartVirtualMachine: Handler<'virtualMachines.restart', Work> = restart('Restart Role');
/** Redeploy Role: what it does beside a restart, moving to other hardware, nobody sees from here. */
export const redeployVirtualMachine: Handler<'virtualMachines.redeploy', Work> = restart('Redeploy Role');
