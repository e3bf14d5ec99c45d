import type { Context } from '../../handler.ts';
import type { Deployment } from '../../state.ts';

/** Reboots that are remembered of a deployment. */
const remembered = 100;

/** Remembers one that was asked for now, for List Deployment Events. */
export function noteReboot({ clock }: Pick<Context, 'clock'>, deployment: Deployment, role: string, instance: string, by: string): void {
  deployment.reboots = [...deployment.reboots ?? [], { role, instance, reason: `Role instance rebooted by ${by}.`, at: clock.now() }].slice(-remembered);
}
