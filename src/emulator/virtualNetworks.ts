import { formatAddress, parseAddress, parsePrefix } from './addresses.ts';
import { refusals } from './errors.ts';
import { locationOf, same, slots, type FoundDeployment } from './lookup.ts';
import { operationOn } from './pending.ts';
import type { HostedService, Lock, Placement, Subscription, VirtualNetworkSite } from './state.ts';

export const findSite = (subscription: Subscription, name: string): VirtualNetworkSite | undefined =>
  subscription.virtualNetworkSites.find((site) => same(site.name, name));

/** There is one network configuration, and it has no name. */
export const networkLock: Lock = { resource: 'networkConfiguration', name: '' };

/** @throws Refusal 409 while the network configuration is being changed. */
export function requireUnlockedNetwork(subscription: Subscription): void {
  if (operationOn(subscription, networkLock)) throw refusals.networkConfigurationBusy();
}

/** The deployments whose instances are in a virtual network, which is what makes it in use. */
export const deploymentsIn = (subscription: Subscription, { name }: Pick<VirtualNetworkSite, 'name'>): FoundDeployment[] =>
  subscription.hostedServices.flatMap((service) => slots.flatMap((slot) => {
    const deployment = service.deployments[slot];
    return deployment?.virtualNetworkName !== undefined && same(deployment.virtualNetworkName, name) ? [{ service, slot, deployment }] : [];
  }));

/**
 * The virtual network that a deployment of the service is to be in: its name goes into `virtualNetworkName`.
 * @throws Refusal unless it is there, near the service, and not just being changed
 */
export function requireSite(subscription: Subscription, name: string, service: HostedService): VirtualNetworkSite {
  const site = findSite(subscription, name);
  if (!site) throw refusals.virtualNetworkNotFound(name);
  requireUnlockedNetwork(subscription);
  if (!isNear(subscription, site, service)) throw refusals.virtualNetworkPlacement(site.name, site.affinityGroup ?? site.location!, service.name);
  return site;
}

/** A network in an affinity group is only for what is in it too; one in a location for all that is there (virtual-networks-migrate-to-regional-vnet). */
const isNear = (subscription: Subscription, site: Placement, service: Placement): boolean =>
  (site.affinityGroup === undefined ? site.location === locationOf(subscription, service) : site.affinityGroup === service.affinityGroup);

/** Whoever lives in a subnet, an instance or a machine. */
export interface Inhabitant { ipAddress: string; subnet?: string | undefined }

/** Instances and machines, with the further network interfaces of these. */
export const inhabitantsOf = (subscription: Subscription, site: VirtualNetworkSite): readonly Inhabitant[] =>
  deploymentsIn(subscription, site).flatMap(({ deployment }): readonly Inhabitant[] => (deployment.kind === 'package' ? deployment.instances : deployment.machines.flatMap((machine) => [machine, ...machine.networkInterfaces])));

/**
 * Settles instances in the subnets of a network: gives each its `subnet` and an `ipAddress` that no other has, the one `wanted` where
 * there is one. Addresses are given out in order, after the first four, which are the service's own, as the last one is.
 * @throws Refusal for a subnet that is not there or is full, or an address that is not of it or not free
 */
export function settler(subscription: Subscription, site: VirtualNetworkSite): (instance: Inhabitant, subnetName: string, wanted?: string) => void {
  const taken = new Set(inhabitantsOf(subscription, site).map(({ ipAddress }) => parseAddress(ipAddress)));
  return (instance, subnetName, wanted) => {
    const subnet = site.subnets.find(({ name }) => same(name, subnetName));
    if (!subnet) throw refusals.subnetNotFound(subnetName, site.name);
    const { first, last } = parsePrefix(subnet.addressPrefix)!;
    const isFree = (at: number) => at >= first + 4 && at < last && !taken.has(at);
    let address = wanted === undefined ? first + 4 : parseAddress(wanted) ?? 0;
    if (wanted === undefined) while (taken.has(address)) address++;
    if (!isFree(address)) throw wanted === undefined ? refusals.subnetFull(subnet.name, site.name) : refusals.addressNotFree(wanted, subnet.name, site.name);
    taken.add(address);
    instance.subnet = subnet.name;
    instance.ipAddress = formatAddress(address);
  };
}
