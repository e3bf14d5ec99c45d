import { checkConfiguration, parseServiceConfiguration, type ServiceConfiguration, type ServiceDefinition } from '../../../serviceFiles/index.ts';
import { findRoleSize } from '../../catalogues/index.ts';
import guestOperatingSystems from '../../catalogues/guestOperatingSystems.json' with { type: 'json' };
import { refusals, type Refusal } from '../../errors.ts';
import type { ExtensionConfiguration } from '../../state.ts';

/** @throws Refusal for text that is no service configuration. */
export function readConfiguration(text: string): ServiceConfiguration {
  try {
    const configuration = parseServiceConfiguration(text);
    if (!isGuestOperatingSystem(configuration)) throw refusals.configuration(`There is no operating system family ${configuration.osFamily}.`);
    return configuration;
  } catch (error) {
    if ((error as Error).name === 'Refusal') throw error;
    throw refusals.configuration((error as Error).message);
  }
}

const families: Readonly<Record<string, string>> = guestOperatingSystems;
const isGuestOperatingSystem = ({ osFamily }: ServiceConfiguration) => Object.hasOwn(families, osFamily);

/** Name of the guest operating system that a configuration asks for: the family's newest for `*`. */
export function guestOperatingSystem({ osFamily, osVersion }: ServiceConfiguration): string {
  return osVersion === '*' ? families[osFamily]! : osVersion;
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
