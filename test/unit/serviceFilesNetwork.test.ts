import assert from 'node:assert/strict';
import { parseNetworkConfiguration, type NetworkConfiguration } from '../../src/serviceFiles/index.ts';
import { buildNetworkConfiguration } from '../../src/serviceFiles/networkConfigurationWriter.ts';

const namespace = 'http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration';
const netcfg = (inner: string) => `<n:NetworkConfiguration xmlns:n="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">\n<n:VirtualNetworkConfiguration>\n${inner}\n</n:VirtualNetworkConfiguration></n:NetworkConfiguration>`;

describe('a network configuration', () => {
  it('is read in any order of elements, with what it leaves out', () => {
    const text = netcfg(`
      <VirtualNetworkSites><VirtualNetworkSite name="a &amp; b" Location="" AffinityGroup="group">
        <Gateway profile="Large"><ConnectionsToLocalNetwork><LocalNetworkSiteRef name="home"><Connection type="Dedicated"/><Connection type="IPsec"/></LocalNetworkSiteRef><LocalNetworkSiteRef name="other"/></ConnectionsToLocalNetwork>
          <VPNClientAddressPool><AddressPrefix>10.9.0.0/24</AddressPrefix></VPNClientAddressPool></Gateway>
        <DnsServersRef><DnsServerRef name="open"/></DnsServersRef>
        <Subnets><Subnet name="front"><AddressPrefix> 10.0.0.0/24 </AddressPrefix></Subnet></Subnets>
        <AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace>
      </VirtualNetworkSite></VirtualNetworkSites>
      <LocalNetworkSites><LocalNetworkSite name="home"><VPNGatewayAddress>1.2.3.4</VPNGatewayAddress><AddressSpace><AddressPrefix>192.168.0.0/16</AddressPrefix></AddressSpace></LocalNetworkSite>
        <LocalNetworkSite name="other"><AddressSpace><AddressPrefix>172.16.0.0/16</AddressPrefix></AddressSpace></LocalNetworkSite></LocalNetworkSites>
      <Dns><DnsServers><DnsServer IPAddress="8.8.8.8" name="open"/></DnsServers></Dns>`);
    const read: NetworkConfiguration = {
      dnsServers: [{ name: 'open', address: '8.8.8.8' }],
      localNetworkSites: [{ name: 'home', addressPrefixes: ['192.168.0.0/16'], vpnGatewayAddress: '1.2.3.4' }, { name: 'other', addressPrefixes: ['172.16.0.0/16'], vpnGatewayAddress: undefined }],
      virtualNetworkSites: [{
        name: 'a & b', label: undefined, affinityGroup: 'group', location: undefined, addressPrefixes: ['10.0.0.0/8'], subnets: [{ name: 'front', addressPrefix: '10.0.0.0/24' }], dnsServers: ['open'],
        gateway: { profile: 'Large', vpnClientAddressPrefixes: ['10.9.0.0/24'], connections: [{ localNetworkSite: 'home', types: ['Dedicated', 'IPsec'] }, { localNetworkSite: 'other', types: ['IPsec'] }] },
      }],
    };
    assert.deepEqual(parseNetworkConfiguration(text), read);
    const built = buildNetworkConfiguration(read);
    assert.deepEqual(parseNetworkConfiguration(built), read, 'it is written with all that is in it');
    assert.match(built, /\n {6}<VirtualNetworkSite name="a &amp; b" AffinityGroup="group">\n {8}<AddressSpace>\n {10}<AddressPrefix>10\.0\.0\.0\/8<\/AddressPrefix>\n/, 'and indented');
  });

  it('that is another file, or does not follow the schema, is refused with what is wrong and where', () => {
    const refused = (text: string, code: string, message: string) => assert.throws(() => parseNetworkConfiguration(text), { name: 'ServiceFileError', code, message });
    const wrong = (inner: string, message: string, code = 'NotOfSchema') => refused(netcfg(inner), code, message);
    const schema = 'The network configuration does not follow its schema: ';
    refused('<ServiceConfiguration/>', 'WrongRootElement', 'Line 1, column 1: The root element is <ServiceConfiguration>, not <NetworkConfiguration>.');
    refused('<NetworkConfiguration xmlns="urn:x"><VirtualNetworkConfiguration/></NetworkConfiguration>', 'NotOfSchema', `Line 1, column 1: ${schema}<NetworkConfiguration>: its namespace is not ${namespace}.`);
    refused(`<NetworkConfiguration xmlns="${namespace}"/>`, 'MissingElement', 'Line 1, column 1: <NetworkConfiguration> has no <VirtualNetworkConfiguration>.');
    wrong('<Servers/>', `Line 3, column 1: ${schema}<Servers>: it is not expected in <VirtualNetworkConfiguration>.`);
    wrong(' <Dns/><Dns/>', `Line 3, column 8: ${schema}<Dns>: it is there twice.`);
    wrong('<Dns port="53"/>', `Line 3, column 1: ${schema}<Dns>: there is no attribute port.`);
    wrong('<Dns><DnsServers><DnsServer name="a"/></DnsServers></Dns>', 'Line 3, column 18: <DnsServer> has no IPAddress.', 'MissingAttribute');
    wrong('<LocalNetworkSites><LocalNetworkSite name="a"><AddressSpace/></LocalNetworkSite></LocalNetworkSites>', 'Line 3, column 47: <AddressSpace> has no <AddressPrefix>.', 'MissingElement');
    wrong('<Dns><DnsServers><DnsServer name="a" IPAddress="1"/><DnsServer name="a" IPAddress="2"/></DnsServers></Dns>', "Line 3, column 53: There is more than one <DnsServer> named 'a'.", 'DuplicateName');
    wrong('<LocalNetworkSites><LocalNetworkSite name="a"><AddressSpace><AddressPrefix><b/></AddressPrefix></AddressSpace></LocalNetworkSite></LocalNetworkSites>', `Line 3, column 76: ${schema}<b>: it is not expected in <AddressPrefix>.`);
  });
});
