import { refusals } from '../../errors.ts';
import type { Context, Handler, Written } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { accept, findUnlocked, finishChange, workOn, type DeploymentAddress, type Work } from './change.ts';
import { findMachine } from './checks.ts';
import { isDeallocated } from './power.ts';

/** Shutdown Role (jj157195). */
export const shutDownVirtualMachine: Handler<'virtualMachines.shutdown', Work> = {
  begin: (context, { roleName, postShutdownAction, ...at }) => shutDown(context, at, [roleName], postShutdownAction),
  finish: finishChange,
};

/** Shutdown Roles (dn469421). */
export const shutDownVirtualMachines: Handler<'virtualMachines.shutdownRoles', Work> = {
  begin: (context, { roles, postShutdownAction, ...at }) => shutDown(context, at, roles, postShutdownAction),
  finish: finishChange,
};

/** What is stopped in that way already is left alone, and a deallocated machine stays one. */
function shutDown(context: Context, at: DeploymentAddress, names: readonly string[], action = 'Stopped'): Written {
  const way = ({ Stopped: 'shutDown', StoppedDeallocated: 'deallocate' } as const)[action];
  if (!way) throw refusals.postShutdownAction(action);
  const found = findUnlocked(context, at);
  const machines = [...new Set(names.map((name) => findMachine(found.deployment, name)))];
  const work = workOn(found);
  sendOn(context, machines.filter((machine) => !isDeallocated(machine) && machine.way.name !== way), way);
  return accept(work);
}
