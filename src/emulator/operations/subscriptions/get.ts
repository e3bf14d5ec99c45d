import { createHash } from 'node:crypto';
import type { DefinitionRole, ServiceDefinition } from '../../../serviceFiles/index.ts';
import { findRoleSize } from '../../catalogues/index.ts';
import { withDashes } from '../../guid.ts';
import type { Handle } from '../../handler.ts';
import type { Deployment, MachineDeployment, PackageDeployment, Subscription } from '../../state.ts';

/** As much of a deployment as takes cores. */
export type Roles = Pick<PackageDeployment, 'kind' | 'definition' | 'instances'> | Pick<MachineDeployment, 'kind' | 'machines'>;

export const coresOf = (roles: Roles): number => (roles.kind === 'machines'
  ? roles.machines.reduce((sum, { size }) => sum + coresOfSize(size), 0)
  : coresOfRoles(roles.definition, ({ name }) => roles.instances.filter(({ role }) => role === name).length));

export const coresOfRoles = ({ roles }: ServiceDefinition, count: (role: DefinitionRole) => number): number =>
  roles.reduce((sum, role) => sum + count(role) * coresOfSize(role.vmSize), 0);

const coresOfSize = (size: string) => findRoleSize(size)?.cores ?? 0;

/** Suspended deployments take cores too, as they did: only deleting gives them back, and deallocating a machine. */
export const coresInUse = ({ hostedServices }: Subscription): number =>
  hostedServices.flatMap(({ deployments }) => Object.values(deployments)).reduce((sum, deployment) => sum + coresOf(withoutDeallocated(deployment)), 0);

const withoutDeallocated = (deployment: Deployment): Roles =>
  (deployment.kind === 'package' ? deployment : { kind: 'machines', machines: deployment.machines.filter(({ way }) => way.name !== 'deallocate') });

/** The directory that the subscription trusts: one of its own, made of its id. */
const directoryOf = (id: string): string => withDashes(createHash('sha256').update(`directory of ${id}`).digest('hex').slice(0, 32));

export const getSubscription: Handle<'subscriptions.get'> = ({ subscription }) => {
  const { id, name, created, quotas, hostedServices, storageAccounts, reservedIps } = subscription;
  return {
    subscriptionId: id,
    subscriptionName: name,
    subscriptionStatus: 'Active',
    accountAdminLiveEmailId: 'admin@example.com',
    serviceAdminLiveEmailId: 'admin@example.com',
    maxCoreCount: quotas.cores,
    maxStorageAccounts: quotas.storageAccounts,
    maxHostedServices: quotas.hostedServices,
    currentCoreCount: coresInUse(subscription),
    currentHostedServices: hostedServices.length,
    currentStorageAccounts: storageAccounts.length,
    maxVirtualNetworkSites: quotas.virtualNetworkSites,
    maxLocalNetworkSites: quotas.localNetworkSites,
    maxDnsServers: quotas.dnsServers,
    offerCategories: 'Azure_Platform_All;Azure_Paid;Azure_Consumption',
    aadTenantId: directoryOf(id),
    createdTime: new Date(created),
    maxReservedIps: quotas.reservedIps,
    currentReservedIps: reservedIps.length,
    maxPublicIpCount: 5,
    currentNetworkSecurityGroups: 0,
    maxNetworkSecurityGroups: 100,
    maxNetworkSecurityRulesPerGroup: 200,
    maxRouteTables: 100,
    maxRoutesPerRouteTable: 100,
  };
};
