import { parseServiceConfiguration, type ServiceConfiguration } from '../../../serviceFiles/index.ts';
import { refusals } from '../../errors.ts';
import type { Deployment, ExtensionConfiguration, HostedService, PackageDeployment, Version } from '../../state.ts';

/*
 * What deployments need of their cloud service: its certificates and its extensions. The service refuses a deployment that lacks
 * one, and keeps those that are needed.
 */

/** Thumbprints, in upper case, of the certificates that a deployment uses. */
export function certificatesOf(service: HostedService, deployment: Deployment): string[] {
  if (deployment.kind === 'machines') return deployment.machines.flatMap(({ certificates, winRmThumbprint }) => [...certificates, ...winRmThumbprint ? [winRmThumbprint] : []]);
  return versionsOf(deployment).flatMap(({ configuration, extensionConfiguration }) => thumbprintsIn(service, parseServiceConfiguration(configuration), extensionConfiguration));
}

/** Ids of the extensions that a deployment uses. */
export const extensionsOf = (deployment: Deployment): string[] => (deployment.kind === 'machines' ? []
  : versionsOf(deployment).flatMap(({ extensionConfiguration }) => idsIn(extensionConfiguration)));

/** With the one that a rollback would bring back. */
const versionsOf = (deployment: PackageDeployment): Version[] => [deployment, ...(deployment.update?.before ? [deployment.update.before] : [])];

/** @throws Refusal for an extension or a certificate that the service does not have. */
export function requireNeeds(service: HostedService, configuration: ServiceConfiguration, extensions: ExtensionConfiguration | undefined): void {
  const unknown = idsIn(extensions).find((id) => !service.extensions.some((each) => each.id === id));
  if (unknown !== undefined) throw refusals.unknownExtension(unknown);
  const missing = thumbprintsIn(service, configuration, extensions).find((each) => !service.certificates.some(({ thumbprint }) => thumbprint === each));
  if (missing !== undefined) throw refusals.unknownThumbprint(missing);
}

/** A certificate without a thumbprint is a finding of checkConfiguration. */
const thumbprintsIn = (service: HostedService, { roles }: ServiceConfiguration, extensions: ExtensionConfiguration | undefined) => [
  ...roles.flatMap(({ certificates }) => certificates.map(({ thumbprint }) => thumbprint.toUpperCase())).filter(Boolean),
  ...service.extensions.filter(({ id }) => idsIn(extensions).includes(id)).map(({ thumbprint }) => thumbprint),
];

const idsIn = (extensions: ExtensionConfiguration | undefined): string[] =>
  [...extensions?.allRoles ?? [], ...(extensions?.namedRoles ?? []).flatMap((role) => role.extensions ?? [])].map(({ id = '' }) => id);
