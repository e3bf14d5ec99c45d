import type { Handle } from '../../handler.ts';
import { findDeployment } from '../../lookup.ts';

/**
 * List Deployment Events. The service's were the reboots of planned maintenance ("Virtual machine rebooted due to planned maintenance
 * event."), of which there is none here; ours are the reboots that someone asked for.
 */
export const listDeploymentEvents: Handle<'deployments.listEvents'> = ({ subscription }, { startTime, endTime, ...at }) => ({
  rebootEvents: (findDeployment(subscription, at).deployment.reboots ?? [])
    // To the second, as times are written.
    .map(({ role, instance, reason, at: started }) => ({ roleName: role, instanceName: instance, rebootReason: reason, rebootStartTime: new Date(started - started % 1000) }))
    .filter(({ rebootStartTime }) => startTime <= rebootStartTime && rebootStartTime <= endTime),
});
