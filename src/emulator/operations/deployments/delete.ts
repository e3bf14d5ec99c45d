import type { DeploymentSlot } from '../../../protocol/operation.ts';
import type { Handler } from '../../handler.ts';
import { instancesOf, sendOn } from '../../instances.ts';
import { findDeployment, findHostedService } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { Deployment } from '../../state.ts';
import { endUpdate } from './update.ts';

interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: Deployment }

/** Delete Deployment (ee460815). `comp=media` is for disks, which web and worker roles have none of. */
export const deleteDeployment: Handler<'deployments.delete', Work> = {
  begin(context, at) {
    const { service, slot, deployment } = findDeployment(context.subscription, at);
    requireUnlockedService(context.subscription, service.name, slot);
    const before = endUpdate(context, deployment);
    sendOn(context, instancesOf(deployment), 'remove');
    return { pending: { lock: { hostedService: service.name, slot, shows: 'Deleting' }, work: { serviceName: service.name, slot, before } satisfies Work } };
  },

  finish(subscription, { serviceName, slot, before }, { at, failure }) {
    const service = findHostedService(subscription, serviceName);
    if (failure) service.deployments[slot] = before;
    else delete service.deployments[slot];
    service.modified = at;
  },
};
