import { refusals } from '../../errors.ts';
import { locationOf, same } from '../../lookup.ts';
import type { Subscription, VirtualNetworkSite } from '../../state.ts';
import { deploymentsIn, inhabitantsOf } from '../../virtualNetworks.ts';

/**
 * What deployments are in has to stay: the network, where it is, and the subnets that their instances are in. From an affinity
 * group to the location of that group it may go (virtual-networks-migrate-to-regional-vnet).
 * @throws Refusal
 */
export function requireUnused(subscription: Subscription, next: readonly VirtualNetworkSite[]): void {
  for (const site of subscription.virtualNetworkSites) {
    const [user] = deploymentsIn(subscription, site);
    if (!user) continue;
    const after = next.find(({ name }) => same(name, site.name));
    const stays = after && (after.affinityGroup === undefined ? locationOf(subscription, site) === after.location : after.affinityGroup === site.affinityGroup);
    if (!stays) throw refusals.virtualNetworkInUse(site.name, user.deployment.name, user.service.name);
    const occupied = new Set(inhabitantsOf(subscription, site).map(({ subnet }) => subnet));
    for (const { name, addressPrefix } of site.subnets.filter((subnet) => occupied.has(subnet.name))) {
      if (!after.subnets.some((subnet) => subnet.name === name && subnet.addressPrefix === addressPrefix)) throw refusals.subnetInUse(name);
    }
  }
}
