import { operation } from './operation.ts';
import { boolean, list, named, required, struct, text, type ValueOf } from './schema.ts';

const addressSpace = struct({ addressPrefixes: list('AddressPrefix', text) });

/** Prefixes are CIDR, `10.0.0.0/8`. A site is in a location or in an affinity group. */
export const virtualNetworkSite = struct({
  name: required(text),
  label: text,
  /** GUID; stays while the site does. */
  id: text,
  affinityGroup: text,
  state: text,
  /** Absent while no deployment is in it. */
  inUse: boolean,
  addressSpace,
  subnets: list('Subnet', struct({ name: required(text), addressPrefix: text, networkSecurityGroup: text, routeTableName: text })),
  dns: struct({ dnsServers: list('DnsServer', struct({ name: text, address: text })) }),
  gateway: struct({
    profile: text,
    sites: list('LocalNetworkSite', struct({
      name: text, addressSpace, vpnGatewayAddress: text, connections: list('Connection', struct({ type: text })),
    })),
    vpnClientAddressPool: named('VPNClientAddressPool', addressSpace),
    vnetNames: list('VnetName', text),
  }),
  location: text,
  migrationState: text,
});
export type VirtualNetworkSite = ValueOf<typeof virtualNetworkSite>;

const path = '/services/networking/media';
const contentType = 'text/plain';

export const virtualNetworks = {
  /** The virtual networks of the network configuration, with what has become of them. */
  list: operation({ method: 'GET', path: '/services/networking/virtualnetwork', status: 200, page: 'List Virtual Network Sites', reference: 'jj157185', python: 'list_virtual_network_sites', answer: { root: 'VirtualNetworkSites', shape: list('VirtualNetworkSite', virtualNetworkSite) } }),

  /** The text of the subscription's network configuration (jj157100); 404 while it has none. */
  getConfiguration: operation({ method: 'GET', path, status: 200, page: 'Get Network Configuration', reference: 'jj157196', answer: { contentType } }),

  /** Replaces the whole network configuration, the only way to make, change and delete virtual networks. An empty one deletes it. */
  setConfiguration: operation({ method: 'PUT', path, status: 202, page: 'Set Network Configuration', reference: 'jj157181', body: { text: 'configuration', contentType } }),
};
