import { parseServiceConfiguration, type ServiceConfiguration } from '../../../serviceFiles/index.ts';
import { refusals } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import { makeVirtualIp } from '../../instances.ts';
import { same } from '../../lookup.ts';
import { reservedIpOf, takeReservedIp } from '../../reservedIps.ts';
import type { HostedService, PackageDeployment, RoleInstance, Subscription } from '../../state.ts';
import { findSite, requireSite, settler } from '../../virtualNetworks.ts';

/**
 * The public address and the virtual network that a service configuration asks for (jj156091).
 * @throws Refusal where it cannot have them
 */
export function joinNetwork({ state, subscription }: Context, service: HostedService, configuration: ServiceConfiguration): Pick<PackageDeployment, 'virtualIp' | 'virtualNetworkName'> {
  const { reservedIPs: [reservedIp, ...more], virtualNetworkSite, roles } = configuration;
  if (more.length > 0) throw refusals.configuration('It names more than one reserved IP.');
  if (virtualNetworkSite === undefined && roles.some(({ subnets }) => subnets.length > 0)) throw refusals.configuration('It names subnets, but no virtual network.');
  return {
    virtualIp: reservedIp === undefined ? makeVirtualIp(state) : takeReservedIp(subscription, reservedIp, service).address,
    virtualNetworkName: virtualNetworkSite === undefined ? undefined : requireSite(subscription, virtualNetworkSite, service).name,
  };
}

/** Settles instances of a deployment in the subnets that its configuration has for their roles. @throws Refusal */
export function settleInstances(subscription: Subscription, virtualNetworkName: string | undefined, configuration: ServiceConfiguration, instances: readonly RoleInstance[]): void {
  if (virtualNetworkName === undefined) return;
  const settle = settler(subscription, findSite(subscription, virtualNetworkName)!);
  const subnets = new Map(configuration.roles.map((role) => [role.name, role.subnets[0]]));
  for (const instance of instances) {
    const subnet = subnets.get(instance.role);
    if (subnet !== undefined) settle(instance, subnet);
  }
}

/** @throws Refusal for a configuration that would take a deployment to another network or address than it was made with, or has. */
export function requireSameNetwork(subscription: Subscription, deployment: PackageDeployment, { reservedIPs, virtualNetworkSite }: ServiceConfiguration): void {
  const before = parseServiceConfiguration(deployment.configuration);
  const known = [...before.reservedIPs, reservedIpOf(subscription, deployment)?.name];
  const isKnown = (name: string) => known.some((each) => each !== undefined && same(each, name));
  if (!same(virtualNetworkSite ?? '', deployment.virtualNetworkName ?? '') || !reservedIPs.every(isKnown)) throw refusals.networkOfDeployment();
}
