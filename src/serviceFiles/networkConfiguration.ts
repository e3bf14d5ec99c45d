import { attributeValue, descend, type XmlElement } from '../xml/document.ts';
import { named, parseRoot, requiredAttribute, requiredChild } from './elements.ts';
import { ServiceFileError } from './errors.ts';

/** A network configuration (.netcfg, jj157100). Addresses and prefixes are as written. */
export interface NetworkConfiguration {
  readonly dnsServers: readonly DnsServer[];
  readonly localNetworkSites: readonly LocalNetworkSite[];
  readonly virtualNetworkSites: readonly NetworkSite[];
}

export interface DnsServer { readonly name: string; readonly address: string }

/** A network of one's own, which virtual networks may be connected to. */
export interface LocalNetworkSite { readonly name: string; readonly addressPrefixes: readonly string[]; readonly vpnGatewayAddress?: string | undefined }

export interface NetworkSite {
  readonly name: string;
  readonly label?: string | undefined;
  readonly affinityGroup?: string | undefined;
  readonly location?: string | undefined;
  readonly addressPrefixes: readonly string[];
  readonly subnets: readonly { readonly name: string; readonly addressPrefix: string }[];
  /** By name. */
  readonly dnsServers: readonly string[];
  readonly gateway?: NetworkGateway | undefined;
}

export interface NetworkGateway {
  readonly profile: string;
  readonly vpnClientAddressPrefixes: readonly string[];
  /** To local network sites, by name, each in one or more ways. */
  readonly connections: readonly { readonly localNetworkSite: string; readonly types: readonly string[] }[];
}

export const networkConfigurationNamespace = 'http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration';
/** One with nothing in it, for people to fill in. */
export const emptyNetworkConfiguration = `<?xml version="1.0" encoding="utf-8"?>
<NetworkConfiguration xmlns="${networkConfigurationNamespace}">
  <VirtualNetworkConfiguration>
    <VirtualNetworkSites>
    </VirtualNetworkSites>
  </VirtualNetworkConfiguration>
</NetworkConfiguration>
`;
export const defaultGatewayProfile = 'Small';
const connectionTypes: readonly string[] = ['IPsec', 'Dedicated'];

/** How often a child may be there; an element without a rule has text alone. Their order is free: the page (jj157100) and the recorded files have different ones. */
type Times = '1' | '?' | '*' | '+';
interface Rule { readonly attributes?: readonly string[]; readonly children?: Readonly<Record<string, Times>> }
const rules: Readonly<Record<string, Rule>> = {
  NetworkConfiguration: { children: { VirtualNetworkConfiguration: '1' } },
  VirtualNetworkConfiguration: { children: { Dns: '?', LocalNetworkSites: '?', VirtualNetworkSites: '?' } },
  Dns: { children: { DnsServers: '?' } },
  DnsServers: { children: { DnsServer: '*' } },
  DnsServer: { attributes: ['name', 'IPAddress'] },
  LocalNetworkSites: { children: { LocalNetworkSite: '*' } },
  LocalNetworkSite: { attributes: ['name'], children: { AddressSpace: '1', VPNGatewayAddress: '?' } },
  VirtualNetworkSites: { children: { VirtualNetworkSite: '*' } },
  VirtualNetworkSite: { attributes: ['name', 'AffinityGroup', 'Location'], children: { Label: '?', AddressSpace: '1', Subnets: '?', DnsServersRef: '?', Gateway: '?' } },
  AddressSpace: { children: { AddressPrefix: '+' } },
  Subnets: { children: { Subnet: '*' } },
  Subnet: { attributes: ['name'], children: { AddressPrefix: '1' } },
  DnsServersRef: { children: { DnsServerRef: '*' } },
  DnsServerRef: { attributes: ['name'] },
  Gateway: { attributes: ['profile'], children: { VPNClientAddressPool: '?', ConnectionsToLocalNetwork: '?' } },
  VPNClientAddressPool: { children: { AddressPrefix: '*' } },
  ConnectionsToLocalNetwork: { children: { LocalNetworkSiteRef: '*' } },
  LocalNetworkSiteRef: { attributes: ['name'], children: { Connection: '*' } },
  Connection: { attributes: ['type'] },
};

/** @throws ServiceFileError that says where, for text that does not follow the schema. */
export function parseNetworkConfiguration(text: string): NetworkConfiguration {
  const root = parseRoot(text, 'NetworkConfiguration');
  if (!root.attributes.some(({ name, value }) => name.startsWith('xmlns') && value === networkConfigurationNamespace)) throw fault(root, `its namespace is not ${networkConfigurationNamespace}`);
  checkSchema(root);
  const all = (...path: string[]) => [...named(descend(root, 'VirtualNetworkConfiguration', ...path))];
  return {
    dnsServers: all('Dns', 'DnsServers', 'DnsServer').map(([name, server]) => ({ name, address: requiredAttribute(server, 'IPAddress') })),
    localNetworkSites: all('LocalNetworkSites', 'LocalNetworkSite').map(([name, site]) => ({
      name, addressPrefixes: textsOf(site, 'AddressSpace', 'AddressPrefix'), vpnGatewayAddress: textsOf(site, 'VPNGatewayAddress')[0],
    })),
    virtualNetworkSites: all('VirtualNetworkSites', 'VirtualNetworkSite').map(([name, site]) => ({
      name,
      label: textsOf(site, 'Label')[0],
      affinityGroup: attributeValue(site, 'AffinityGroup') || undefined,
      location: attributeValue(site, 'Location') || undefined,
      addressPrefixes: textsOf(site, 'AddressSpace', 'AddressPrefix'),
      subnets: [...named(descend(site, 'Subnets', 'Subnet'))].map(([subnet, element]) => ({ name: subnet, addressPrefix: textsOf(element, 'AddressPrefix')[0]! })),
      dnsServers: [...named(descend(site, 'DnsServersRef', 'DnsServerRef')).keys()],
      gateway: gatewayOf(site),
    })),
  };
}

const textsOf = (element: XmlElement, ...path: string[]): string[] => descend(element, ...path).map(({ text }) => text.trim());

const fault = ({ name, startTag }: XmlElement, problem: string) => {
  const reason = `<${name}>: ${problem}`;
  return new ServiceFileError('NotOfSchema', `The network configuration does not follow its schema: ${reason}.`, { reason }, startTag);
};

function checkSchema(element: XmlElement): void {
  const { attributes = [], children = {} } = rules[element.name] ?? {};
  for (const { name } of element.attributes) if (!/^xml|:/.test(name) && !attributes.includes(name)) throw fault(element, `there is no attribute ${name}`);
  for (const child of element.children) if (!Object.hasOwn(children, child.name)) throw fault(child, `it is not expected in <${element.name}>`);
  for (const [name, times] of Object.entries(children)) {
    if (/[1+]/.test(times)) requiredChild(element, name);
    if (/[1?]/.test(times) && descend(element, name).length > 1) throw fault(descend(element, name)[1]!, 'it is there twice');
  }
  element.children.forEach(checkSchema);
}

/** Undefined where it connects nothing: the service dropped such a one (recorded). */
function gatewayOf(site: XmlElement): NetworkGateway | undefined {
  const [gateway] = descend(site, 'Gateway');
  if (!gateway) return undefined;
  const connections = [...named(descend(gateway, 'ConnectionsToLocalNetwork', 'LocalNetworkSiteRef'))].map(([localNetworkSite, reference]) => {
    const types = descend(reference, 'Connection').map((connection) => {
      const type = requiredAttribute(connection, 'type');
      if (!connectionTypes.includes(type)) throw fault(connection, `its type is not ${connectionTypes.join(' or ')}`);
      return type;
    });
    return { localNetworkSite, types: types.length > 0 ? types : [connectionTypes[0]!] };
  });
  const vpnClientAddressPrefixes = textsOf(gateway, 'VPNClientAddressPool', 'AddressPrefix');
  return connections.length > 0 || vpnClientAddressPrefixes.length > 0
    ? { profile: attributeValue(gateway, 'profile') || defaultGatewayProfile, vpnClientAddressPrefixes, connections } : undefined;
}
