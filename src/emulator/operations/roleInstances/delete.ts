import type { DeploymentSlot } from '../../../protocol/operation.ts';
import { setInstanceCount } from '../../../serviceFiles/index.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import { findHostedService, findPackageDeployment, findRoleInstance } from '../../lookup.ts';
import { requireNoUpdate, requireUnlockedService } from '../../pending.ts';
import type { PackageDeployment } from '../../state.ts';

interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: PackageDeployment }

/** Delete Role Instances (dn469418): exactly these, whatever their number; the configuration has so many instances less. */
export const deleteRoleInstances: Handler<'roleInstances.delete', Work> = {
  begin(context, given) {
    const { subscription, clock } = context;
    const { service, slot, deployment } = findPackageDeployment(subscription, given);
    requireUnlockedService(subscription, service.name, slot);
    requireNoUpdate(deployment);
    const going = new Set(given.names.map((name) => findRoleInstance(deployment, name)));
    if (going.size === 0) throw refusals.noInstances();
    const staying = deployment.instances.filter((instance) => !going.has(instance));
    const emptied = [...going].find(({ role }) => !staying.some((instance) => instance.role === role));
    if (emptied) throw refusals.lastInstance(emptied.role);

    const before = structuredClone(deployment);
    sendOn(context, [...going], 'remove');
    for (const role of new Set([...going].map((instance) => instance.role))) {
      deployment.configuration = setInstanceCount(deployment.configuration, role, staying.filter((instance) => instance.role === role).length);
    }
    deployment.modified = clock.now();
    return {
      pending: { lock: { hostedService: service.name, slot, shows: `${deployment.status}Transitioning` }, work: { serviceName: service.name, slot, before } satisfies Work },
    };
  },

  finish(subscription, { serviceName, slot, before }, { at, failure }) {
    const { deployments } = findHostedService(subscription, serviceName);
    const deployment = deployments[slot] as PackageDeployment;
    if (failure) deployments[slot] = before;
    else Object.assign(deployment, { modified: at, instances: deployment.instances.filter(({ way }) => way.name !== 'remove') });
  },
};
