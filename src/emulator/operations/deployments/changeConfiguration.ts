import type { DeploymentSlot } from '../../../protocol/operation.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { makeInstances, sendOn } from '../../instances.ts';
import { findHostedService, findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { PackageDeployment, RoleInstance } from '../../state.ts';
import { findMismatch, findUnknownExtensionRole, guestOperatingSystem, readConfiguration } from './configuration.ts';
import { exceededQuota } from './create.ts';
import { requireNeeds } from './needs.ts';
import { requireSameNetwork, settleInstances } from './network.ts';

interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: PackageDeployment; readonly counts: Readonly<Record<string, number>> }

const modes: ReadonlySet<string> = new Set(['Auto', 'Manual', 'Simultaneous']);

/** Change Deployment Configuration (ee460809): settings, extensions, and more or fewer instances, the last of a role going first. */
export const changeDeploymentConfiguration: Handler<'deployments.changeConfiguration', Work> = {
  begin(context, given) {
    const { subscription, state, clock } = context;
    const { service, slot, deployment } = findPackageDeployment(subscription, given);
    requireUnlockedService(subscription, service.name, slot);
    const configuration = readConfiguration(given.configuration);
    if (given.mode !== undefined && !modes.has(given.mode)) throw refusals.upgradeMode();
    requireNeeds(service, configuration, given.extensionConfiguration ?? deployment.extensionConfiguration);
    requireSameNetwork(subscription, deployment, configuration);

    const counts = Object.fromEntries(configuration.roles.map(({ name, instanceCount }) => [name, instanceCount]));
    const added = deployment.definition.roles.flatMap(({ name }): RoleInstance[] => {
      const present = instancesOf(deployment, name).length;
      return makeInstances(context, state, name, present, Math.max(present, counts[name] ?? 0), deployment.status === 'Running' ? 'create' : 'createStopped');
    });
    settleInstances(subscription, deployment.virtualNetworkName, configuration, added);
    const failure = findMismatch(configuration, deployment.definition, given.treatWarningsAsError ?? false)
      ?? findUnknownExtensionRole(given.extensionConfiguration, deployment.definition)
      ?? exceededQuota(context, { kind: 'package', definition: deployment.definition, instances: added });

    const before = structuredClone(deployment);
    deployment.configuration = given.configuration;
    deployment.osVersion = guestOperatingSystem(configuration);
    deployment.extendedProperties = given.extendedProperties ?? deployment.extendedProperties;
    deployment.extensionConfiguration = given.extensionConfiguration ?? deployment.extensionConfiguration;
    deployment.modified = clock.now();
    sendOn(context, deployment.instances.filter((instance) => isSurplus(instance, counts)), 'remove');
    deployment.instances = deployment.definition.roles.flatMap(({ name }) => [...instancesOf(deployment, name), ...added.filter(({ role }) => role === name)]);
    return {
      pending: {
        lock: { hostedService: service.name, slot, shows: `${deployment.status}Transitioning` },
        work: { serviceName: service.name, slot, before, counts } satisfies Work,
        failure,
      },
    };
  },

  finish(subscription, { serviceName, slot, before, counts }, { at, failure }) {
    const { deployments } = findHostedService(subscription, serviceName);
    const deployment = deployments[slot] as PackageDeployment;
    if (failure) deployments[slot] = before;
    else Object.assign(deployment, { modified: at, instances: deployment.instances.filter((instance) => !isSurplus(instance, counts)) });
  },
};

const instancesOf = ({ instances }: PackageDeployment, role: string) => instances.filter((instance) => instance.role === role);
const isSurplus = ({ role, index }: RoleInstance, counts: Work['counts']) => index >= (counts[role] ?? 0);
