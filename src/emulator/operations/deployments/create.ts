import { randomBytes } from 'node:crypto';
import type { DeploymentSlot } from '../../../protocol/operation.ts';
import type { ServiceConfiguration } from '../../../serviceFiles/index.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context, Handler } from '../../handler.ts';
import { makeInstances } from '../../instances.ts';
import { findHostedService, slots } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { HostedService, PackageDeployment } from '../../state.ts';
import { requireLabel } from '../checks.ts';
import { coresInUse, coresOf, type Roles } from '../subscriptions/get.ts';
import { findMismatch, findUnknownExtensionRole, guestOperatingSystem, readConfiguration } from './configuration.ts';
import { requireNeeds } from './needs.ts';
import { joinNetwork, settleInstances } from './network.ts';
import { fetchPackage, type ReadPackage } from './package.ts';

interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly privateId: string }

/**
 * Create Deployment (ee460813). The service accepted it and worked for minutes; what it found wrong in the package, or between
 * package and configuration, it said at the end of the operation, and the deployment was gone. We know at once, and say it then too.
 */
export const createDeployment: Handler<'deployments.create', Work> = {
  async begin(context, given) {
    const { subscription, clock } = context;
    const { serviceName, slot, name, label } = given;
    requireRoom(context, serviceName, slot, name);
    requireLabel('deployment', label);
    const configuration = readConfiguration(given.configuration);
    requireNeeds(findHostedService(context.subscription, serviceName), configuration, given.extensionConfiguration);

    const privateId = randomBytes(16).toString('hex');
    const fetched = await fetchPackage(context, given.packageUrl, privateId);
    // The state may have changed while the package was read.
    context.settle();
    const service = requireRoom(context, serviceName, slot, name);
    requireNeeds(service, configuration, given.extensionConfiguration);

    const now = clock.now();
    const deployment: PackageDeployment = {
      kind: 'package',
      name,
      privateId,
      label,
      packageId: privateId,
      status: given.startDeployment ? 'Running' : 'Suspended',
      configuration: given.configuration,
      ...modelOf(context, fetched, configuration, given.startDeployment ?? false),
      osVersion: guestOperatingSystem(configuration),
      ...joinNetwork(context, service, configuration),
      stagingHost: privateId,
      extendedProperties: given.extendedProperties ?? [],
      extensionConfiguration: given.extensionConfiguration,
      created: now,
      modified: now,
    };
    settleInstances(subscription, deployment.virtualNetworkName, configuration, deployment.instances);
    const failure = 'failure' in fetched ? fetched.failure
      : findMismatch(configuration, fetched.definition, given.treatWarningsAsError ?? false)
        ?? findUnknownExtensionRole(given.extensionConfiguration, fetched.definition)
        ?? exceededQuota(context, deployment);
    service.deployments[slot] = deployment;
    return { pending: { lock: { hostedService: service.name, slot, shows: 'Deploying' }, work: { serviceName: service.name, slot, privateId } satisfies Work, failure } };
  },

  finish(subscription, { serviceName, slot }, { at, failure }) {
    const service = findHostedService(subscription, serviceName);
    if (failure) delete service.deployments[slot];
    else service.deployments[slot]!.modified = at;
    service.modified = at;
  },
};

/** @throws Refusal unless the slot and the name are free and nothing is going on. */
export function requireRoom({ subscription }: Context, serviceName: string, slot: DeploymentSlot, name: string): HostedService {
  const service = findHostedService(subscription, serviceName);
  if (!slots.includes(slot)) throw refusals.slot();
  requireUnlockedService(subscription, service.name, slot);
  if (service.deployments[slot]) throw refusals.slotOccupied(slot);
  if (!/^[^\s<>&%?/\\#:*"|]([^<>&%?/\\#:*"|\p{Cc}]{0,253}[^\s<>&%?/\\#:*"|])?$/u.test(name)) throw refusals.deploymentName();
  if (slots.some((each) => service.deployments[each]?.name.toLowerCase() === name.toLowerCase())) throw refusals.deploymentNameTaken(name);
  return service;
}

/** The roles of the package with the instances that the configuration asks for; none for a package that could not be understood. */
function modelOf(context: Context, fetched: ReadPackage, configuration: ServiceConfiguration, start: boolean): Pick<PackageDeployment, 'definition' | 'sdkVersion' | 'instances'> {
  if ('failure' in fetched) return { definition: { name: '', schemaVersion: undefined, upgradeDomainCount: 1, roles: [] }, sdkVersion: '', instances: [] };
  const { definition, sdkVersion } = fetched;
  const counts = new Map(configuration.roles.map(({ name, instanceCount }) => [name, instanceCount]));
  return {
    definition,
    sdkVersion: sdkVersion ?? '',
    instances: definition.roles.flatMap(({ name }) => makeInstances(context, context.state, name, [...Array(Math.max(0, counts.get(name) ?? 0)).keys()], start ? 'create' : 'createStopped')),
  };
}

export const exceededQuota = (context: Context, added: Roles): Refusal | undefined => exceededCores(context, coresOf(added));

export function exceededCores({ subscription }: Pick<Context, 'subscription'>, increment: number): Refusal | undefined {
  const { cores: limit } = subscription.quotas;
  const current = coresInUse(subscription);
  return increment > 0 && current + increment > limit ? refusals.quota('cores count', limit, current, increment) : undefined;
}
