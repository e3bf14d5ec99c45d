import type { Context, Handler, Written } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { exceededQuota } from '../deployments/create.ts';
import { accept, findUnlocked, finishChange, workOn, type DeploymentAddress, type Work } from './change.ts';
import { findMachine } from './checks.ts';
import { isDeallocated, isStopped } from './power.ts';

/** Start Role (jj157189). */
export const startVirtualMachine: Handler<'virtualMachines.start', Work> = {
  begin: (context, { roleName, ...at }) => start(context, at, [roleName]),
  finish: finishChange,
};

/** Start Roles (dn469419). */
export const startVirtualMachines: Handler<'virtualMachines.startRoles', Work> = {
  begin: (context, { roles, ...at }) => start(context, at, roles),
  finish: finishChange,
};

/** What is started already is left alone. Deallocated machines need cores again. */
function start(context: Context, at: DeploymentAddress, names: readonly string[]): Written {
  const found = findUnlocked(context, at);
  const stopped = [...new Set(names.map((name) => findMachine(found.deployment, name)))].filter(isStopped);
  const failure = exceededQuota(context, { kind: 'machines', machines: stopped.filter(isDeallocated) });
  const work = workOn(found);
  if (!failure) sendOn(context, stopped, 'boot');
  return accept(work, failure);
}
