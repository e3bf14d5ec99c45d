import type { ConfigurationSet, LinuxProvisioningConfiguration, NetworkConfiguration, PersistentVMRole, ResourceExtensionReference, WindowsProvisioningConfiguration } from '../../../protocol/virtualMachineRole.ts';
import { findRoleSize } from '../../catalogues/index.ts';
import { refusals } from '../../errors.ts';
import { same } from '../../lookup.ts';
import type { HostedService, Machine, OperatingSystem } from '../../state.ts';
import { requireCertificate } from './certificates.ts';

type Provisioning = LinuxProvisioningConfiguration | WindowsProvisioningConfiguration;

const isNetwork = (set: ConfigurationSet): set is NetworkConfiguration => same(set.configurationSetType, 'NetworkConfiguration');
const isLinux = (set: ConfigurationSet): set is LinuxProvisioningConfiguration => same(set.configurationSetType, 'LinuxProvisioningConfiguration');
const isWindows = (set: ConfigurationSet): set is WindowsProvisioningConfiguration => same(set.configurationSetType, 'WindowsProvisioningConfiguration');

export const networkOf = (sets: readonly ConfigurationSet[] = []): NetworkConfiguration | undefined => sets.find(isNetwork);

/** What is wrong with a role by itself: name, type, size, extensions. @throws Refusal */
export function requireRole({ roleName, roleType, roleSize, configurationSets = [], resourceExtensionReferences = [], provisionGuestAgent, licenseType }: PersistentVMRole): void {
  if (!/^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/i.test(roleName)) throw refusals.roleName(roleName);
  if (roleType && roleType !== 'PersistentVMRole') throw refusals.roleType(roleName, roleType);
  if (roleSize && !findRoleSize(roleSize)) throw refusals.roleSize(roleName, roleSize);
  for (const set of configurationSets) if (!isNetwork(set) && !isLinux(set) && !isWindows(set)) throw refusals.configurationSet((set as ConfigurationSet).configurationSetType);
  if (licenseType && !/^Windows_(Server|Client)$/.test(licenseType)) throw refusals.licenseType(licenseType);
  for (const reference of resourceExtensionReferences) requireExtension(roleName, reference);
  if (resourceExtensionReferences.length > 0 && provisionGuestAgent === false) throw refusals.noGuestAgent(roleName);
}

/** At most one public and one private parameter (ee460804, ResourceExtensionParameterValues). */
function requireExtension(role: string, { referenceName, publisher, name, version, resourceExtensionParameterValues: values = [] }: ResourceExtensionReference): void {
  if (!referenceName || !publisher || !name || !version) throw refusals.extensionReference(role);
  for (const type of ['Public', 'Private']) if (values.filter((value) => value.type === type).length > 1) throw refusals.extensionParameters(role, name, type);
}

/** The size by its proper name; Small where none is said. */
export const sizeOf = (given: string | undefined): string => findRoleSize(given || 'Small')!.name;

/**
 * What a machine of a generalized image is provisioned with. Its name on the network and the certificates that it gets are all that is
 * kept of it.
 * @throws Refusal where it does not fit, or needs a certificate that the service does not have
 */
export function requireProvisioning(service: HostedService, role: string, os: OperatingSystem, sets: readonly ConfigurationSet[]): Pick<Machine, 'hostName' | 'certificates'> {
  const provisioning = sets.find((set): set is Provisioning => !isNetwork(set));
  if (!provisioning || isLinux(provisioning) !== (os === 'Linux')) throw refusals.provisioning(role, os);
  if (Buffer.byteLength(provisioning.customData ?? '') > 65_535) throw refusals.customData();
  return {
    hostName: isLinux(provisioning) ? requireLinux(provisioning) : requireWindows(provisioning, role),
    certificates: thumbprintsIn(provisioning).map((thumbprint) => requireCertificate(service, thumbprint)),
  };
}

/** Limits of jj157194. */
function requireLinux({ hostName, userName, userPassword, disableSshPasswordAuthentication = true, ssh }: LinuxProvisioningConfiguration): string {
  if (!/^[\x21-\x7e]{1,64}$/.test(hostName ?? '')) throw refusals.hostName();
  if (!/^[\x21-\x7e]{1,32}$/.test(userName ?? '')) throw refusals.userName();
  const hasKey = (ssh?.publicKeys?.length ?? 0) > 0;
  // An empty password is none.
  if (userPassword ? !/^[\x20-\x7e]{6,72}$/.test(userPassword) : !(disableSshPasswordAuthentication && hasKey)) throw refusals.linuxPassword();
  return hostName;
}

function requireWindows({ computerName, adminPassword, adminUsername }: WindowsProvisioningConfiguration, role: string): string {
  if (computerName && (computerName.length > 15 || /^\d+$/.test(computerName) || /[`~!@#$%^&*()=+_[\]{}\\/;:.'",<>?]/.test(computerName))) throw refusals.computerName();
  if (!adminUsername) throw refusals.adminUsername();
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(adminPassword ?? '')).length;
  if ((adminPassword ?? '').length < 8 || adminPassword.length > 123 || kinds < 3) throw refusals.windowsPassword();
  return computerName || role.slice(0, 15);
}

/** Of the service certificates that provisioning puts on the machine, or has it listen with. */
function thumbprintsIn(set: Provisioning): string[] {
  const found = isLinux(set)
    ? [...set.ssh?.publicKeys ?? [], ...set.ssh?.keyPairs ?? []].map(({ fingerprint }) => fingerprint)
    : [...set.storedCertificateSettings ?? [], ...set.winRM?.listeners?.map(({ certificateThumbprint = '' }) => ({ thumbprint: certificateThumbprint })) ?? []].map(({ thumbprint }) => thumbprint);
  return found.filter((thumbprint) => thumbprint !== '');
}

/** Whether it listens for WinRM over HTTPS, for which the service makes a certificate. */
export const listensForWinRm = (sets: readonly ConfigurationSet[] = []): boolean =>
  sets.some((set) => isWindows(set) && set.winRM?.listeners?.some(({ protocol }) => same(protocol, 'Https')));

export function findMachine(deployment: { readonly machines: readonly Machine[] }, role: string): Machine {
  const found = deployment.machines.find(({ name }) => same(name, role));
  if (!found) throw refusals.roleNotFound(role);
  return found;
}
