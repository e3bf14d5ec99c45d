import type { Handler } from '../../handler.ts';
import { findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { findMismatch, findUnknownExtensionRole, guestOperatingSystem, readConfiguration } from './configuration.ts';
import { requireNeeds } from './needs.ts';
import { requireSameNetwork } from './network.ts';
import { beginUpdate, finishUpdate, requireMode, versionOf, type UpdateWork } from './update.ts';

/** Change Deployment Configuration (ee460809): settings, extensions, another guest operating system, and more or fewer instances. */
export const changeDeploymentConfiguration: Handler<'deployments.changeConfiguration', UpdateWork> = {
  begin(context, given) {
    const found = findPackageDeployment(context.subscription, given);
    requireUnlockedService(context.subscription, found.service.name, found.slot);
    const configuration = readConfiguration(given.configuration);
    const mode = requireMode(given.mode);
    const before = versionOf(found.deployment);
    const extensionConfiguration = given.extensionConfiguration ?? before.extensionConfiguration;
    requireNeeds(found.service, configuration, extensionConfiguration);
    requireSameNetwork(context.subscription, found.deployment, configuration);

    const osVersion = guestOperatingSystem(configuration);
    return beginUpdate(context, found, {
      to: {
        ...before, configuration: given.configuration, osVersion, extensionConfiguration,
        extendedProperties: given.extendedProperties ?? before.extendedProperties,
      },
      mode,
      before,
      // Recorded: instances stayed ready while their configuration changed.
      way: osVersion === before.osVersion ? undefined : 'reimage',
      failure: findMismatch(configuration, before.definition, given.treatWarningsAsError ?? false) ?? findUnknownExtensionRole(given.extensionConfiguration, before.definition),
    });
  },

  finish: finishUpdate,
};
