import type { DeploymentSlot } from '../protocol/operation.ts';
import { refusals } from './errors.ts';
import type { AffinityGroup, Deployment, HostedService, MachineDeployment, ManagementCertificate, PackageDeployment, Placement, RoleInstance, State, StorageAccount, Subscription } from './state.ts';

/** Names are found without regard to case, as DNS and the service's own paths are. */
export const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** DNS label: letters, digits and hyphens, neither first nor last a hyphen. */
export const isHostedServiceName = (name: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name);
export const isStorageAccountName = (name: string): boolean => /^[a-z0-9]{3,24}$/.test(name);

export function findHostedService(subscription: Subscription, name: string): HostedService {
  if (!isHostedServiceName(name)) throw refusals.hostedServiceName();
  const found = subscription.hostedServices.find((service) => same(service.name, name));
  if (!found) throw refusals.hostedServiceNotFound();
  return found;
}

export const slots: readonly DeploymentSlot[] = ['Production', 'Staging'];

export interface FoundDeployment<D extends Deployment = Deployment> { readonly service: HostedService; readonly slot: DeploymentSlot; readonly deployment: D }

interface DeploymentAddress { readonly serviceName: string; readonly slot?: DeploymentSlot | undefined; readonly deploymentName?: string | undefined }

/** By its slot or its name, whichever the path had. */
export function findDeployment(subscription: Subscription, { serviceName, slot, deploymentName }: DeploymentAddress): FoundDeployment {
  const service = findHostedService(subscription, serviceName);
  if (slot !== undefined && !slots.includes(slot)) throw refusals.slot();
  const at = slot ?? slots.find((each) => deploymentName !== undefined && same(service.deployments[each]?.name ?? '', deploymentName));
  const deployment = at && service.deployments[at];
  if (!at || !deployment) throw refusals.deploymentNotFound();
  return { service, slot: at, deployment };
}

/** One with web and worker roles. */
export function findPackageDeployment(subscription: Subscription, at: DeploymentAddress): FoundDeployment<PackageDeployment> {
  const { deployment, ...found } = findDeployment(subscription, at);
  if (deployment.kind !== 'package') throw refusals.notForMachines();
  return { ...found, deployment };
}

/** By its name, `<role>_IN_<index>`. */
export function findRoleInstance({ instances }: PackageDeployment, name: string): RoleInstance {
  const found = instances.find(({ role, index }) => same(`${role}_IN_${index}`, name));
  if (!found) throw refusals.instanceNotFound(name);
  return found;
}

/** One of virtual machines. */
export function findMachineDeployment(subscription: Subscription, at: DeploymentAddress): FoundDeployment<MachineDeployment> {
  const { deployment, ...found } = findDeployment(subscription, at);
  if (deployment.kind !== 'machines') throw refusals.onlyForMachines();
  return { ...found, deployment };
}

export function findStorageAccount(subscription: Subscription, name: string): StorageAccount {
  const found = subscription.storageAccounts.find((account) => account.name === name);
  if (!found) throw refusals.storageAccountNotFound(name);
  return found;
}

export function findAffinityGroup(subscription: Subscription, name: string): AffinityGroup | undefined {
  return subscription.affinityGroups.find((group) => same(group.name, name));
}

/** Where something is, by its own location or its affinity group's. */
export const locationOf = (subscription: Subscription, { location, affinityGroup }: Placement): string =>
  location ?? findAffinityGroup(subscription, affinityGroup!)!.location;

export function findManagementCertificate(subscription: Subscription, thumbprint: string): ManagementCertificate {
  const found = subscription.managementCertificates.find((certificate) => same(certificate.thumbprint, thumbprint));
  if (!found) throw refusals.certificateNotFound();
  return found;
}

/** The names of services and accounts are shared by all subscriptions of the cloud. */
export const isHostedServiceTaken = (state: State, name: string): boolean =>
  state.subscriptions.some(({ hostedServices }) => hostedServices.some((service) => same(service.name, name)));
export const isStorageAccountTaken = (state: State, name: string): boolean =>
  state.subscriptions.some(({ storageAccounts }) => storageAccounts.some((account) => account.name === name));
