import type { DeploymentSlot } from '../../../protocol/operation.ts';
import type { Handler } from '../../handler.ts';
import { sendAway } from '../../instances.ts';
import { findDeployment, findHostedService } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { Deployment } from '../../state.ts';
import { endUpdate } from './update.ts';
import { releaseAllDisks } from '../virtualMachines/takeDisks.ts';

interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: Deployment; readonly deleteMedia: boolean }

/** Delete Deployment (ee460815). `comp=media` is for disks, which web and worker roles have none of. */
export const deleteDeployment: Handler<'deployments.delete', Work> = {
  begin(context, { deleteMedia = false, ...at }) {
    const { service, slot, deployment } = findDeployment(context.subscription, at);
    requireUnlockedService(context.subscription, service.name, slot);
    const before = endUpdate(context, deployment);
    sendAway(context, deployment);
    return { pending: { lock: { hostedService: service.name, slot, shows: 'Deleting' }, work: { serviceName: service.name, slot, before, deleteMedia } satisfies Work } };
  },

  finish(subscription, { serviceName, slot, before, deleteMedia }, { at, failure }) {
    const service = findHostedService(subscription, serviceName);
    if (failure) service.deployments[slot] = before;
    else {
      releaseAllDisks(subscription, service.deployments[slot], deleteMedia);
      delete service.deployments[slot];
    }
    service.modified = at;
  },
};
