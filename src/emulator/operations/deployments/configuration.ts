import { checkConfiguration, parseServiceConfiguration, type ServiceConfiguration, type ServiceDefinition } from '../../../serviceFiles/index.ts';
import { findGuestFamily, findRoleSize } from '../../catalogues/index.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { ExtensionConfiguration } from '../../state.ts';

/** @throws Refusal for text that is no service configuration, or asks for an operating system that cannot be had. */
export function readConfiguration(text: string): ServiceConfiguration {
  let configuration: ServiceConfiguration;
  try {
    configuration = parseServiceConfiguration(text);
  } catch (error) {
    throw refusals.configuration((error as Error).message);
  }
  guestOperatingSystem(configuration);
  return configuration;
}

/**
 * Name of the guest operating system that a configuration asks for: the family's default for `*`.
 * @throws Refusal for one that does not exist or is not active any more.
 */
export function guestOperatingSystem({ osFamily, osVersion }: ServiceConfiguration): string {
  const family = findGuestFamily(osFamily);
  if (!family) throw refusals.configuration(`There is no operating system family ${osFamily}.`);
  const found = family.releases.find(({ version, isActive, isDefault }) => (osVersion === '*' ? isDefault : isActive && version === osVersion));
  if (!found) throw refusals.configuration(`There is no active operating system ${osVersion} in family ${osFamily}.`);
  return found.version;
}

/**
 * Why the service would not run this configuration with the package of this definition; undefined where it would.
 * The service found out while it worked, so that this is how its operation failed (azure-sdk-for-node#841 has its tracking id).
 */
export function findMismatch(configuration: ServiceConfiguration, definition: ServiceDefinition, treatWarningsAsError: boolean): Refusal | undefined {
  const findings = checkConfiguration(configuration, definition);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return refusals.mismatch(errors.map(({ message }) => message));
  const [warning] = findings;
  if (warning && treatWarningsAsError) return refusals.warning(warning.message);
  const unknown = definition.roles.find(({ vmSize }) => findRoleSize(vmSize)?.hosts !== 'both');
  return unknown && refusals.roleSize(unknown.name, unknown.vmSize);
}

/** The role that an extension configuration names and the definition does not have. */
export function findUnknownExtensionRole(extensions: ExtensionConfiguration | undefined, definition: ServiceDefinition): Refusal | undefined {
  const known = new Set(definition.roles.map(({ name }) => name));
  const unknown = extensions?.namedRoles?.find(({ roleName }) => !known.has(roleName ?? ''));
  return unknown && refusals.extensionRole(unknown.roleName ?? '');
}
