import { refusals } from './errors.ts';
import { locationOf, same, slots, type FoundDeployment } from './lookup.ts';
import { operationOn } from './pending.ts';
import type { Deployment, HostedService, ReservedIp, Subscription } from './state.ts';

/** @throws Refusal 404. */
export function findReservedIp(subscription: Subscription, name: string): ReservedIp {
  const found = subscription.reservedIps.find((each) => same(each.name, name));
  if (!found) throw refusals.reservedIpNotFound(name);
  return found;
}

/** @throws Refusal 409 while it is being made or deleted. */
export function requireUnlockedReservedIp(subscription: Subscription, name: string): void {
  if (operationOn(subscription, { resource: 'reservedIp', name })) throw refusals.reservedIpBusy();
}

/** The deployment that has the address now. A swap leaves it where it is, with the slot (gg433027). */
export function userOf(subscription: Subscription, { address }: ReservedIp): FoundDeployment | undefined {
  for (const service of subscription.hostedServices) {
    for (const slot of slots) {
      const deployment = service.deployments[slot];
      if (deployment?.virtualIp === address) return { service, slot, deployment };
    }
  }
  return undefined;
}

export const reservedIpOf = (subscription: Subscription, { virtualIp }: Pick<Deployment, 'virtualIp'>): ReservedIp | undefined =>
  subscription.reservedIps.find(({ address }) => address === virtualIp);

/**
 * The reservation whose address a deployment of the service is to have as its `virtualIp`, which is all that makes it its user.
 * @throws Refusal unless it is there, free and in the service's location
 */
export function takeReservedIp(subscription: Subscription, name: string, service: HostedService): ReservedIp {
  const reservedIp = findReservedIp(subscription, name);
  requireUnlockedReservedIp(subscription, reservedIp.name);
  const user = userOf(subscription, reservedIp);
  if (user) throw refusals.reservedIpInUse(reservedIp.name, user.deployment.name, user.service.name);
  requireLocation(subscription, reservedIp.name, reservedIp.location, service);
  return reservedIp;
}

/** @throws Refusal where a reserved address and the service of a deployment are in different locations. */
export function requireLocation(subscription: Subscription, name: string, location: string, service: HostedService): void {
  const wanted = locationOf(subscription, service);
  if (location !== wanted) throw refusals.reservedIpLocation(name, location, service.name, wanted);
}
