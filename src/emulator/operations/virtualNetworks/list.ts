import type { VirtualNetworkSite as Answer } from '../../../protocol/virtualNetworks.ts';
import type { Handle } from '../../handler.ts';
import { operationOn } from '../../pending.ts';
import { deploymentsIn, networkLock } from '../../virtualNetworks.ts';

const addressSpace = (addressPrefixes: readonly string[]) => ({ addressPrefixes: [...addressPrefixes] });

/** Elements and order as recorded, where `Location` came last. */
export const listVirtualNetworkSites: Handle<'virtualNetworks.list'> = ({ subscription }) => {
  const busy = operationOn(subscription, networkLock);
  return subscription.virtualNetworkSites.map((site): Answer => {
    const { name, label, id, affinityGroup, location, gateway } = site;
    const dnsServers = subscription.dnsServers.filter((server) => site.dnsServers.includes(server.name));
    return {
      name,
      label,
      id,
      affinityGroup,
      state: busy ? 'Updating' : 'Created',
      ...(deploymentsIn(subscription, site).length > 0 && { inUse: true }),
      addressSpace: addressSpace(site.addressPrefixes),
      subnets: site.subnets.map((subnet) => ({ ...subnet })),
      ...(dnsServers.length > 0 && { dns: { dnsServers: dnsServers.map((server) => ({ ...server })) } }),
      ...(gateway && {
        gateway: {
          profile: gateway.profile,
          sites: gateway.connections.map(({ localNetworkSite, types }) => {
            const local = subscription.localNetworkSites.find((each) => each.name === localNetworkSite)!;
            return { name: local.name, addressSpace: addressSpace(local.addressPrefixes), vpnGatewayAddress: local.vpnGatewayAddress, connections: types.map((type) => ({ type })) };
          }),
          vpnClientAddressPool: addressSpace(gateway.vpnClientAddressPrefixes),
          vnetNames: [],
        },
      }),
      location,
    };
  });
};
