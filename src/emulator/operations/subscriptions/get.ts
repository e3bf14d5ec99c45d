import { findRoleSize, quotas } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';
import type { MachineDeployment, PackageDeployment, Subscription } from '../../state.ts';

/** As much of a deployment as takes cores. */
export type Roles = Pick<PackageDeployment, 'kind' | 'definition' | 'instances'> | Pick<MachineDeployment, 'kind' | 'machines'>;

export function coresOf(roles: Roles): number {
  const sizes = roles.kind === 'machines' ? roles.machines.map(({ size }) => size)
    : roles.instances.map(({ role }) => roles.definition.roles.find(({ name }) => name === role)?.vmSize ?? '');
  return sizes.reduce((sum, size) => sum + (findRoleSize(size)?.cores ?? 0), 0);
}

/** Suspended deployments take cores too, as they did: only deleting gives them back. */
export const coresInUse = (subscription: Subscription): number =>
  subscription.hostedServices.flatMap(({ deployments }) => Object.values(deployments)).reduce((sum, deployment) => sum + coresOf(deployment), 0);

export const getSubscription: Handle<'subscriptions.get'> = ({ subscription }) => ({
  subscriptionId: subscription.id,
  subscriptionName: subscription.name,
  subscriptionStatus: 'Active',
  accountAdminLiveEmailId: 'admin@example.com',
  serviceAdminLiveEmailId: 'admin@example.com',
  maxCoreCount: subscription.quotas.cores,
  maxStorageAccounts: subscription.quotas.storageAccounts,
  maxHostedServices: subscription.quotas.hostedServices,
  currentCoreCount: coresInUse(subscription),
  currentHostedServices: subscription.hostedServices.length,
  currentStorageAccounts: subscription.storageAccounts.length,
  maxVirtualNetworkSites: quotas.virtualNetworkSites,
  maxLocalNetworkSites: quotas.localNetworkSites,
  maxDnsServers: quotas.dnsServers,
  offerCategories: 'Azure_Platform_All;Azure_Paid;Azure_Consumption',
  createdTime: new Date(subscription.created),
  maxReservedIps: quotas.reservedIps,
  currentReservedIps: subscription.reservedIps.length,
  maxPublicIpCount: 5,
  currentNetworkSecurityGroups: 0,
  maxNetworkSecurityGroups: 100,
  maxNetworkSecurityRulesPerGroup: 200,
  maxRouteTables: 100,
  maxRoutesPerRouteTable: 100,
});
