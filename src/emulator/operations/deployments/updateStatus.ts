import type { DeploymentSlot } from '../../../protocol/operation.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { findHostedService, findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { PackageDeployment } from '../../state.ts';

interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: PackageDeployment }

/** Update Deployment Status (ee460808). To become what it is already is accepted, and changes nothing. */
export const updateDeploymentStatus: Handler<'deployments.updateStatus', Work> = {
  begin(context, given) {
    const { subscription, clock } = context;
    const { service, slot, deployment } = findPackageDeployment(subscription, given);
    requireUnlockedService(subscription, service.name, slot);
    const status = (['Running', 'Suspended'] as const).find((each) => each === given.status);
    if (!status) throw refusals.deploymentStatus();

    const before = structuredClone(deployment);
    if (status !== deployment.status) {
      deployment.status = status;
      deployment.modified = clock.now();
      sendOn(context, deployment.instances, status === 'Running' ? 'start' : 'stop');
    }
    return {
      pending: {
        lock: { hostedService: service.name, slot, shows: status === 'Running' ? 'Starting' : 'Suspending' },
        work: { serviceName: service.name, slot, before } satisfies Work,
      },
    };
  },

  finish(subscription, { serviceName, slot, before }, { failure }) {
    if (!failure) return;
    // Only what was changed: an update may have gone on meanwhile.
    const deployment = findHostedService(subscription, serviceName).deployments[slot] as PackageDeployment;
    const ways = new Map(before.instances.map(({ ipAddress, way, next }) => [ipAddress, { way, next }]));
    for (const instance of deployment.instances) Object.assign(instance, ways.get(instance.ipAddress));
    Object.assign(deployment, { status: before.status, modified: before.modified });
  },
};
