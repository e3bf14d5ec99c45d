import { writeXml, type XmlNode } from '../xml/writer.ts';
import { defaultGatewayProfile, networkConfigurationNamespace, type NetworkConfiguration, type NetworkGateway } from './networkConfiguration.ts';

/** The text of a network configuration as the service gave it back: defaults and comments are gone, the rest is spelled out (recorded). */
export function buildNetworkConfiguration({ dnsServers, localNetworkSites, virtualNetworkSites }: NetworkConfiguration): string {
  const node = (name: string, content: XmlNode['content'] = [], attributes?: Record<string, string>): XmlNode => ({ name, content, attributes });
  const group = (name: string, items: readonly XmlNode[]): XmlNode[] => (items.length > 0 ? [node(name, items)] : []);
  const prefixes = (values: readonly string[]) => values.map((value) => node('AddressPrefix', value));
  const gateway = ({ profile, vpnClientAddressPrefixes, connections }: NetworkGateway) => node('Gateway', [
    ...group('VPNClientAddressPool', prefixes(vpnClientAddressPrefixes)),
    ...group('ConnectionsToLocalNetwork', connections.map(({ localNetworkSite, types }) =>
      node('LocalNetworkSiteRef', types.map((type) => node('Connection', [], { type })), { name: localNetworkSite }))),
  ], profile === defaultGatewayProfile ? {} : { profile });

  return writeXml(node('NetworkConfiguration', [node('VirtualNetworkConfiguration', [
    node('Dns', group('DnsServers', dnsServers.map(({ name, address }) => node('DnsServer', [], { name, IPAddress: address })))),
    ...group('LocalNetworkSites', localNetworkSites.map(({ name, addressPrefixes, vpnGatewayAddress }) => node('LocalNetworkSite', [
      node('AddressSpace', prefixes(addressPrefixes)), ...(vpnGatewayAddress ? [node('VPNGatewayAddress', vpnGatewayAddress)] : []),
    ], { name }))),
    ...group('VirtualNetworkSites', virtualNetworkSites.map((site) => node('VirtualNetworkSite', [
      ...(site.label ? [node('Label', site.label)] : []),
      node('AddressSpace', prefixes(site.addressPrefixes)),
      ...group('Subnets', site.subnets.map(({ name, addressPrefix }) => node('Subnet', prefixes([addressPrefix]), { name }))),
      ...group('DnsServersRef', site.dnsServers.map((name) => node('DnsServerRef', [], { name }))),
      ...(site.gateway ? [gateway(site.gateway)] : []),
    ], { name: site.name, ...(site.affinityGroup === undefined ? { Location: site.location! } : { AffinityGroup: site.affinityGroup }) }))),
  ])], { 'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', xmlns: networkConfigurationNamespace }), { indented: true });
}
