import type { DeploymentSlot, ParametersOf } from '../../../protocol/operation.ts';
import type { RowOf } from '../../../protocol/operations.ts';
import { refusals } from '../../errors.ts';
import type { Context, Written } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { findHostedService, findPackageDeployment, findRoleInstance } from '../../lookup.ts';
import { requireNoUpdate, requireUnlockedService } from '../../pending.ts';
import type { Failure, PackageDeployment, Subscription } from '../../state.ts';
import { noteReboot } from '../deployments/reboots.ts';

type Given = ParametersOf<RowOf<'roleInstances.reboot'>>;
interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: PackageDeployment }

/** The three operations that take one running instance out of service and bring it back. */
const restart = (way: 'reboot' | 'reimage', by: string) => ({
  begin(context: Context, given: Given): Written {
    const { subscription } = context;
    const { service, slot, deployment } = findPackageDeployment(subscription, given);
    requireUnlockedService(subscription, service.name, slot);
    requireNoUpdate(deployment);
    const instance = findRoleInstance(deployment, given.roleInstanceName);
    if (deployment.status !== 'Running') throw refusals.instanceNotRunning(given.roleInstanceName);

    const before = structuredClone(deployment);
    sendOn(context, [instance], way);
    noteReboot(context, deployment, instance.role, `${instance.role}_IN_${instance.index}`, by);
    return { pending: { lock: { hostedService: service.name, slot }, work: { serviceName: service.name, slot, before } satisfies Work } };
  },

  finish(subscription: Subscription, { serviceName, slot, before }: Work, { failure }: { readonly failure: Failure | undefined }): void {
    if (failure) findHostedService(subscription, serviceName).deployments[slot] = before;
  },
});

/** Reboot Role Instance (gg441298). */
export const rebootRoleInstance = restart('reboot', 'Reboot Role Instance');
/** Reimage Role Instance (gg441292). */
export const reimageRoleInstance = restart('reimage', 'Reimage Role Instance');
/** Rebuild Role Instance (dn627518): as a reimage, and its local drives are emptied, which nobody sees from here. */
export const rebuildRoleInstance = restart('reimage', 'Rebuild Role Instance');
