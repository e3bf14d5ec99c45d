import { randomBytes } from 'node:crypto';
import type { ServiceDefinition } from '../../../serviceFiles/index.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { requireLabel } from '../checks.ts';
import { findForbiddenChange, isAnyResized, roleOf } from './changes.ts';
import { findMismatch, findUnknownExtensionRole, guestOperatingSystem, readConfiguration } from './configuration.ts';
import { requireNeeds } from './needs.ts';
import { requireSameNetwork } from './network.ts';
import { fetchPackage } from './package.ts';
import { beginUpdate, finishUpdate, requireMode, versionOf, type UpdateWork } from './update.ts';

/** Upgrade Deployment (ee460793). What is wrong with the package, or changes more than it may, is found out while it works, as in Create Deployment. */
export const upgradeDeployment: Handler<'deployments.upgrade', UpdateWork> = {
  async begin(context, given) {
    const mode = requireMode(given.mode);
    requireLabel('deployment', given.label);
    const configuration = readConfiguration(given.configuration);
    const find = () => {
      const found = findPackageDeployment(context.subscription, given);
      requireUnlockedService(context.subscription, found.service.name, found.slot);
      requireNeeds(found.service, configuration, given.extensionConfiguration ?? found.deployment.extensionConfiguration);
      requireSameNetwork(context.subscription, found.deployment, configuration);
      return found;
    };
    find();

    const packageId = randomBytes(16).toString('hex');
    const fetched = await fetchPackage(context, given.packageUrl, packageId);
    // The state may have changed while the package was read.
    context.settle();
    const found = find();
    const { deployment } = found;

    const before = versionOf(deployment);
    const role = given.roleToUpgrade || undefined;
    const common = {
      ...before, packageId, label: given.label, configuration: given.configuration, osVersion: guestOperatingSystem(configuration),
      extendedProperties: given.extendedProperties ?? before.extendedProperties,
      extensionConfiguration: given.extensionConfiguration ?? before.extensionConfiguration,
    };
    if ('failure' in fetched) return beginUpdate(context, found, { to: common, mode, failure: fetched.failure });
    const definition = role === undefined ? fetched.definition : withRole(before.definition, fetched.definition, role);
    if (!definition) return beginUpdate(context, found, { to: common, mode, failure: refusals.roleToUpgrade(role!) });
    return beginUpdate(context, found, {
      to: { ...common, definition, sdkVersion: fetched.sdkVersion ?? '' },
      mode,
      before,
      role,
      way: common.osVersion !== before.osVersion || isAnyResized(before.definition, definition) ? 'reimage' : 'update',
      failure: findMismatch(configuration, definition, false)
        ?? findUnknownExtensionRole(given.extensionConfiguration, definition)
        ?? findForbiddenChange(before.definition, definition, given.force),
    });
  },

  finish: finishUpdate,
};

/** The definition of before with one role of the new package; undefined where one of them has no such role. */
function withRole(before: ServiceDefinition, { roles }: ServiceDefinition, name: string): ServiceDefinition | undefined {
  const role = roles.find((each) => each.name === name);
  return role && roleOf(before, name) && { ...before, roles: before.roles.map((each) => (each.name === name ? role : each)) };
}
