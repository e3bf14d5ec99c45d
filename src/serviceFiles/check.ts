import type { XmlRange } from '../xml/document.ts';
import type { ErrorDetails } from './errors.ts';
import type { ConfigurationRole, ServiceConfiguration } from './serviceConfiguration.ts';
import type { DefinitionRole, ServiceDefinition } from './serviceDefinition.ts';

export type FindingCode =
  | 'ServiceNameMismatch'        // details: configurationName, definitionName
  | 'RoleNotInConfiguration'     // details: role
  | 'RoleNotInDefinition'        // details: role
  | 'SettingNotDeclared'         // details: setting, role
  | 'SettingWithoutValue'        // declared, not in the configuration; details: setting, role
  | 'CertificateNotDeclared'     // details: certificate, role
  | 'CertificateWithoutThumbprint' // declared, not in the configuration; details: certificate, role
  | 'InvalidThumbprint'          // details: certificate, role, thumbprint
  | 'InvalidThumbprintAlgorithm' // details: certificate, role, algorithm
  | 'NoInstances'                // details: role, count
  | 'SingleInstance'             // details: role
  | 'ReservedIPWithoutEndpoint'; // details: reservedIP

/** One thing about a .cscfg beside its .csdef. An error makes the service refuse the deployment; a warning does not. The range is in the .cscfg. */
export interface Finding extends XmlRange {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly details: ErrorDetails;
  readonly message: string;
}

const pluginPrefix = 'Microsoft.WindowsAzure.Plugins.';

/** What the documented modules declare for a role that imports them; packing writes these out. */
const modules = new Map<string, { readonly settings: readonly string[]; readonly certificates: readonly string[] }>([
  ['Diagnostics', { settings: ['ConnectionString'], certificates: [] }],
  ['RemoteAccess', { settings: ['Enabled', 'AccountUsername', 'AccountEncryptedPassword', 'AccountExpiration'], certificates: ['PasswordEncryption'] }],
  ['RemoteForwarder', { settings: ['Enabled'], certificates: [] }],
]);

/**
 * Compares a service configuration with the definition it is to be deployed with, in the configuration's order.
 * SettingNotDeclared and ReservedIPWithoutEndpoint are in the service's own words (azure-sdk-for-node#841, azure-docs#29118); the other
 * words are ours.
 */
export function checkConfiguration(configuration: ServiceConfiguration, definition: ServiceDefinition): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (severity, code, at, details, message) => findings.push({ code, severity, details, message, ...at });

  if (configuration.serviceName !== definition.name) {
    const details = { configurationName: configuration.serviceName, definitionName: definition.name };
    report('error', 'ServiceNameMismatch', configuration.at, details,
      `The service configuration is for the service '${details.configurationName}', the service definition is of '${details.definitionName}'.`);
  }
  const definedRoles = new Map(definition.roles.map((role) => [role.name, role]));
  for (const role of configuration.roles) {
    const defined = definedRoles.get(role.name);
    if (defined) {
      checkRole(role, defined, report);
    } else {
      report('error', 'RoleNotInDefinition', role.at, { role: role.name },
        `Role '${role.name}' specified in the service configuration file is not declared in the service definition file.`);
    }
    definedRoles.delete(role.name);
  }
  for (const role of definedRoles.keys()) {
    report('error', 'RoleNotInConfiguration', configuration.at, { role },
      `Role '${role}' declared in the service definition file is missing from the service configuration file.`);
  }
  const [reservedIP] = configuration.reservedIPs;
  if (reservedIP !== undefined && definition.roles.every(({ inputEndpoints, instanceInputEndpoints }) => inputEndpoints.length + instanceInputEndpoints.length === 0)) {
    report('error', 'ReservedIPWithoutEndpoint', configuration.at, { reservedIP },
      `ReservedIP '${reservedIP}' was not mapped to an endpoint.  The service definition must contain atleast one endpoint that maps to the ReservedIP.`);
  }
  return findings;
}

type Report = (severity: Finding['severity'], code: FindingCode, at: XmlRange, details: ErrorDetails, message: string) => unknown;

function checkRole(role: ConfigurationRole, defined: DefinitionRole, report: Report): void {
  if (role.instanceCount < 1) {
    report('error', 'NoInstances', role.instanceCountAt, { role: role.name, count: role.instanceCount },
      `Role '${role.name}' asks for ${role.instanceCount} instances; at least one is needed.`);
  } else if (role.instanceCount === 1) {
    report('warning', 'SingleInstance', role.instanceCountAt, { role: role.name },
      `Role '${role.name}' has one instance; the availability promise (99.95 %) needs two.`);
  }

  compareNames(role.settings, declaredNames(defined, 'settings'), defined, {
    undeclared: (setting, at) => report('error', 'SettingNotDeclared', at, { setting, role: role.name },
      `Setting '${setting}' for role '${role.name}' specified in the service configuration file is not declared in the service definition file.`),
    missing: (setting) => report('error', 'SettingWithoutValue', role.at, { setting, role: role.name },
      `Setting '${setting}' for role '${role.name}' declared in the service definition file has no value in the service configuration file.`),
  });
  compareNames(role.certificates, declaredNames(defined, 'certificates'), defined, {
    undeclared: (certificate, at) => report('error', 'CertificateNotDeclared', at, { certificate, role: role.name },
      `Certificate '${certificate}' for role '${role.name}' specified in the service configuration file is not declared in the service definition file.`),
    missing: (certificate) => report('error', 'CertificateWithoutThumbprint', role.at, { certificate, role: role.name },
      `Certificate '${certificate}' for role '${role.name}' declared in the service definition file has no thumbprint in the service configuration file.`),
  });
  for (const { name, thumbprint, thumbprintAlgorithm, sourceLocation, at } of role.certificates) {
    if (sourceLocation !== undefined) continue;
    if (!/^[0-9a-f]{40}$/i.test(thumbprint)) {
      report('error', 'InvalidThumbprint', at, { certificate: name, role: role.name, thumbprint },
        `The thumbprint '${thumbprint}' of certificate '${name}' for role '${role.name}' is not 40 hexadecimal digits. A copied one may hold spaces or an invisible character.`);
    }
    if (thumbprintAlgorithm.toLowerCase() !== 'sha1') {
      report('error', 'InvalidThumbprintAlgorithm', at, { certificate: name, role: role.name, algorithm: thumbprintAlgorithm },
        `The thumbprint algorithm '${thumbprintAlgorithm}' of certificate '${name}' for role '${role.name}' is not sha1.`);
    }
  }
}

function declaredNames(role: DefinitionRole, what: 'settings' | 'certificates'): ReadonlySet<string> {
  const implied = role.imports.flatMap((module) => (modules.get(module)?.[what] ?? []).map((name) => `${pluginPrefix}${module}.${name}`));
  return new Set([...role[what], ...implied]);
}

function compareNames(
  given: readonly { readonly name: string; readonly at: XmlRange }[], declared: ReadonlySet<string>, role: DefinitionRole,
  tell: { undeclared(name: string, at: XmlRange): void; missing(name: string): void },
): void {
  // A module we have no list for (Caching, Connect) may declare any name of its own.
  const mayBeImported = (name: string) => role.imports.some((module) => !modules.has(module) && name.startsWith(`${pluginPrefix}${module}.`));
  for (const { name, at } of given) if (!declared.has(name) && !mayBeImported(name)) tell.undeclared(name, at);
  const present = new Set(given.map(({ name }) => name));
  for (const name of declared) if (!present.has(name)) tell.missing(name);
}
