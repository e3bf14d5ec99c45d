import assert from 'node:assert/strict';
import { configuration, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };
const none = { ...missing, message: 'Network configuration does not exist.' };
const updating = { ...conflict, message: 'An update to your network configuration is currently underway. Please try this operation again later.' };
const namespace = 'http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration';

const netcfg = (...parts: string[]) => `<NetworkConfiguration xmlns="${namespace}"><VirtualNetworkConfiguration>${parts.join('')}</VirtualNetworkConfiguration></NetworkConfiguration>`;
const prefixes = (...texts: string[]) => texts.map((text) => `<AddressPrefix>${text}</AddressPrefix>`).join('');
const space = (...texts: string[]) => `<AddressSpace>${prefixes(...texts)}</AddressSpace>`;
const dns = (servers: Record<string, string>) => `<Dns><DnsServers>${Object.entries(servers).map(([name, address]) => `<DnsServer name="${name}" IPAddress="${address}"/>`).join('')}</DnsServers></Dns>`;
const local = (name: string, prefix: string, gateway = '1.1.1.1') => `<LocalNetworkSite name="${name}">${space(prefix)}<VPNGatewayAddress>${gateway}</VPNGatewayAddress></LocalNetworkSite>`;
const locals = (...sites: string[]) => `<LocalNetworkSites>${sites.join('')}</LocalNetworkSites>`;
interface Site { name?: string; place?: string; prefixes?: string[]; subnets?: Record<string, string>; more?: string }
const site = ({ name = 'net', place = 'Location="West Europe"', prefixes = ['10.0.0.0/16'], subnets = { front: '10.0.0.0/24' }, more = '' }: Site = {}) =>
  `<VirtualNetworkSite name="${name}" ${place}>${space(...prefixes)}<Subnets>${Object.entries(subnets).map(([subnet, prefix]) => `<Subnet name="${subnet}"><AddressPrefix>${prefix}</AddressPrefix></Subnet>`).join('')}</Subnets>${more}</VirtualNetworkSite>`;
const sites = (...all: string[]) => `<VirtualNetworkSites>${all.join('')}</VirtualNetworkSites>`;
const connected = (name: string, connection = '') => `<Gateway profile="Small"><ConnectionsToLocalNetwork><LocalNetworkSiteRef name="${name}">${connection}</LocalNetworkSiteRef></ConnectionsToLocalNetwork></Gateway>`;

describe('Virtual networks in the emulator', function () {
  this.timeout(30_000);
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 10 }); });
  afterEach(() => rig.stop());

  const api = () => rig.client.virtualNetworks;
  const set = (configuration: string) => api().setConfiguration({ configuration });
  const networks = async (...parts: string[]) => rig.finish(await set(netcfg(...parts)));
  const list = () => api().list();
  const refuses = (message: string | RegExp, ...parts: string[]) => rig.refuses(() => set(netcfg(...parts)), { ...bad, message });

  it('are none until a network configuration is set, and none again after an empty one', async () => {
    await rig.refuses(() => api().getConfiguration(), none);
    assert.deepEqual(await list(), []);
    await networks(sites(site()));
    assert.equal((await list()).length, 1);
    await networks();
    await rig.refuses(() => api().getConfiguration(), none);
    assert.deepEqual(await list(), []);
  });

  it('are listed as the real service listed them, and their configuration comes back with its defaults spelled out', async () => {
    const accepted = await set(`<?xml version="1.0" encoding="utf-8"?>\r\n${netcfg(
      dns({ open: '208.67.222.222' }), locals(local('home', '157.59.34.0/28', '157.59.34.62')),
      sites(
        site({ name: 'NewVNet1', place: 'AffinityGroup="CONTOSO-west"', subnets: { Subnet1: '10.0.0.0/19', GatewaySubnet: '10.0.64.0/29' }, more: `<DnsServersRef><DnsServerRef name="open"/></DnsServersRef>${connected('home')}<!-- why -->` }),
        site({ name: 'wide', place: 'Location="north central us"', prefixes: ['10.0.0.0/16', '192.168.1.0/24'], subnets: {}, more: '<Label>Wide</Label><DnsServersRef/><Gateway/>' }),
      ))}`);
    assert.deepEqual((await list()).map(({ state }) => state), ['Updating', 'Updating']);
    await rig.finish(accepted);
    const { status, headers, body } = await rig.send('/{sub}/services/networking/virtualnetwork');
    assert.deepEqual([status, headers['content-type']], [200, 'application/xml; charset=utf-8']);
    const [{ id: first } = { id: '' }, { id: second } = { id: '' }] = await list();
    assert.equal(body, '<VirtualNetworkSites xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
      + `<VirtualNetworkSite><Name>NewVNet1</Name><Id>${first}</Id><AffinityGroup>contoso-west</AffinityGroup><State>Created</State><AddressSpace><AddressPrefixes><AddressPrefix>10.0.0.0/16</AddressPrefix></AddressPrefixes></AddressSpace>`
      + '<Subnets><Subnet><Name>Subnet1</Name><AddressPrefix>10.0.0.0/19</AddressPrefix></Subnet><Subnet><Name>GatewaySubnet</Name><AddressPrefix>10.0.64.0/29</AddressPrefix></Subnet></Subnets>'
      + '<Dns><DnsServers><DnsServer><Name>open</Name><Address>208.67.222.222</Address></DnsServer></DnsServers></Dns>'
      + '<Gateway><Profile>Small</Profile><Sites><LocalNetworkSite><Name>home</Name><AddressSpace><AddressPrefixes><AddressPrefix>157.59.34.0/28</AddressPrefix></AddressPrefixes></AddressSpace><VpnGatewayAddress>157.59.34.62</VpnGatewayAddress>'
      + '<Connections><Connection><Type>IPsec</Type></Connection></Connections></LocalNetworkSite></Sites><VPNClientAddressPool><AddressPrefixes/></VPNClientAddressPool><VnetNames/></Gateway></VirtualNetworkSite>'
      + `<VirtualNetworkSite><Name>wide</Name><Label>Wide</Label><Id>${second}</Id><State>Created</State><AddressSpace><AddressPrefixes><AddressPrefix>10.0.0.0/16</AddressPrefix><AddressPrefix>192.168.1.0/24</AddressPrefix></AddressPrefixes></AddressSpace><Subnets/><Location>North Central US</Location></VirtualNetworkSite></VirtualNetworkSites>`);

    const media = await rig.send('/{sub}/services/networking/media');
    assert.deepEqual([media.status, media.headers['content-type']], [200, 'text/plain']);
    assert.equal(media.body, await api().getConfiguration());
    assert.equal(media.body.replace(/\n */g, ''), `<NetworkConfiguration xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${namespace}"><VirtualNetworkConfiguration>`
      + `${dns({ open: '208.67.222.222' })}${locals(local('home', '157.59.34.0/28', '157.59.34.62'))}${sites(
        site({ name: 'NewVNet1', place: 'AffinityGroup="contoso-west"', subnets: { Subnet1: '10.0.0.0/19', GatewaySubnet: '10.0.64.0/29' }, more: `<DnsServersRef><DnsServerRef name="open"/></DnsServersRef>${connected('home', '<Connection type="IPsec"/>').replace(' profile="Small"', '')}` }),
        `<VirtualNetworkSite name="wide" Location="North Central US"><Label>Wide</Label>${space('10.0.0.0/16', '192.168.1.0/24')}</VirtualNetworkSite>`,
      )}</VirtualNetworkConfiguration></NetworkConfiguration>`);
    await rig.finish(await set(media.body));
    assert.equal(await api().getConfiguration(), media.body, 'what came back can be sent');
    assert.deepEqual((await list()).map(({ id }) => id), [first, second], 'a site that stays keeps its id');
    await networks(sites(site({ name: 'wide' })));
    assert.deepEqual((await list()).map(({ id }) => id), [second]);
  });

  it('are refused with line and position where the schema is not followed', async () => {
    const refused = (text: string, place: string) => rig.refuses(() => set(text), { ...bad, message: `XML Schema validation error in network configuration at line ${place}.` });
    /** The fault is the element after the mark. */
    const at = (marked: string) => {
      const before = marked.split('¦')[0]!.split('\n');
      return refused(marked.replace('¦', ''), `${before.length},${before.at(-1)!.length + 2}`);
    };
    await refused('', '0,0');
    await refused(' \r\n', '0,0');
    await refused(`${netcfg()}\r\n<`, '2,1');
    await at('¦<Other/>');
    await at('<?xml version="1.0"?>\r\n ¦<NetworkConfiguration/>');
    await at(`¦${netcfg(sites())}`.replace('http:', 'https:'));
    const lines = (inner: string) => netcfg(`\r\n    ${inner}\r\n`);
    await at(lines('¦<Gateways />'));
    await at(lines('<Dns />\r\n        ¦<Dns />'));
    await at(lines('<Dns><DnsServers>¦<DnsServer name="a" IPAddress="1.2.3.4" port="53"/></DnsServers></Dns>'));
    await at(lines('<Dns><DnsServers>\n¦<DnsServer name="a"/></DnsServers></Dns>'));
    await at(lines(sites('¦<VirtualNetworkSite name="a" Location="West US"/>')));
    await at(lines(sites('¦', site().replace('name="net"', ''))));
    await at(lines(sites(site(), '\n  ¦', site())));
    await at(lines(sites(site().replace('<Subnet name', '¦$&').replace(/<AddressPrefix>[^<]*<.AddressPrefix>(?=<.Subnet>)/, ''))));
    await at(lines(`${locals(local('l', '192.168.0.0/16'))}${sites(site({ more: connected('l', '\n¦<Connection type="Pigeon"/>') }))}`));
  });

  it('are refused where addresses, references, places or numbers are wrong', async () => {
    for (const text of ['10.0.0.0/8/12', '10.0.0.0', '10.0.0.0/33', '10.0.0.1/8', '10.0.0.256/8', '10.0.0/8', 'net', '']) await refuses(`IP address is not valid '${text}'.`, sites(site({ prefixes: [text], subnets: {} })));
    await refuses("IP address is not valid '10.0.0.0/8/12'.", sites(site({ subnets: { a: '10.0.0.0/8/12' } })));
    await refuses("IP address is not valid 'one'.", dns({ a: 'one' }));
    await refuses("IP address is not valid 'two'.", locals(local('l', '10.0.0.0/8', 'two')));
    await refuses("IP address is not valid 'three'.", locals(local('l', 'three')));
    await refuses('The address prefixes 10.0.0.0/8 and 10.1.0.0/16 of the virtual network net overlap.', sites(site({ prefixes: ['10.0.0.0/8', '10.1.0.0/16'], subnets: {} })));
    await refuses('The address prefixes 10.0.0.0/24 and 10.0.0.128/25 of the virtual network net overlap.', sites(site({ subnets: { a: '10.0.0.0/24', b: '10.0.0.128/25' } })));
    await refuses('The address prefix 10.1.0.0/24 of the subnet a is not within the address space of the virtual network net.', sites(site({ subnets: { a: '10.1.0.0/24' } })));
    await refuses('The address prefix 10.0.0.0/30 of the subnet a is not between /8 and /29.', sites(site({ subnets: { a: '10.0.0.0/30' } })));
    await refuses('The virtual network net refers to the DNS server nobody, which the network configuration does not have.', sites(site({ more: '<DnsServersRef><DnsServerRef name="nobody"/></DnsServersRef>' })));
    await refuses('The virtual network net refers to the local network site nobody, which the network configuration does not have.', sites(site({ more: connected('nobody') })));
    await refuses('IP address prefix is not valid', locals(local('home', '10.0.0.0/8')), sites(site({ more: connected('home') })));
    await refuses('The address prefixes 10.0.0.0/16 and 10.0.1.0/24 of the virtual network net overlap.', sites(site({ more: '<Gateway><VPNClientAddressPool><AddressPrefix>10.0.1.0/24</AddressPrefix></VPNClientAddressPool></Gateway>' })));
    await refuses('There is more than one virtual network named NET.', sites(site(), site({ name: 'NET' })));
    await refuses('There is more than one subnet named FRONT.', sites(site({ subnets: { front: '10.0.0.0/24', FRONT: '10.0.1.0/24' } })));
    await refuses('The location constraint is not valid', sites(site({ place: 'Location="Atlantis"' })));
    await refuses('The affinity group does not exist.', sites(site({ place: 'AffinityGroup="nobody"' })));
    for (const place of ['', 'AffinityGroup="contoso-west" Location="West Europe"']) await refuses('Specify either a location or an affinity group for the virtual network, and not both.', sites(site({ place })));
    const many = (count: number, of: (name: string) => string) => Array.from({ length: count }, (_, i) => of(`n${i}`)).join('');
    await refuses(/'virtual network count' was exceeded.* is 50 per subscription, the current count is 0, and the requested increment is 51\.$/, sites(many(51, (name) => site({ name }))));
    await refuses(/'local network count' was exceeded/, locals(many(21, (name) => local(name, '10.0.0.0/8'))));
    await refuses(/'DNS server count' was exceeded/, dns(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`d${i}`, '1.1.1.1']))));
    await networks(sites(many(50, (name) => site({ name }))));
    assert.equal((await list()).length, 50, 'networks of different sites may overlap');
  });

  it('change one update at a time, and not at all where an update fails', async () => {
    const accepted = await set(netcfg(sites(site())));
    await rig.refuses(() => set(netcfg()), updating);
    await rig.finish(accepted);
    const before = await rig.snapshot();
    await rig.send('/_emulator/faults', { method: 'POST', body: 'virtualNetworks.setConfiguration:fail:1' });
    await assert.rejects(networks(dns({ a: '1.1.1.1' })), { code: 'InternalError' });
    assert.deepEqual(await rig.snapshot(), before);
  });

  it('keep the affinity group that they are in', async () => {
    await rig.client.affinityGroups.create({ name: 'near', label: 'l', location: 'West US' });
    const accepted = await set(netcfg(sites(site({ place: 'AffinityGroup="near"' }))));
    const remove = () => rig.client.affinityGroups.delete({ affinityGroupName: 'near' });
    await rig.refuses(remove, { ...conflict, message: 'The affinity group near is in use by the virtual network net and so cannot be deleted.' });
    await rig.finish(accepted);
    await networks();
    await remove();
  });

  it('outlive a restart, and so does an update of them', async () => {
    await set(netcfg(dns({ a: '1.1.1.1' }), locals(local('l', '192.168.0.0/16')), sites(site({ more: connected('l') }))));
    const before = await rig.snapshot();
    await rig.restart();
    assert.deepEqual(await rig.snapshot(), before);
    await rig.refuses(() => set(netcfg()), updating);
    rig.clock.advance(10);
    assert.equal((await list())[0]?.state, 'Created');
  });

  describe('with deployments in them', () => {
    let packageUrl: string;
    beforeEach(async () => { packageUrl = await rig.stage(await shopPackage()); });

    const inNetwork = (name: string, subnets: Record<string, string>, more = {}) => configuration({
      more: `<NetworkConfiguration><VirtualNetworkSite name="${name}"/><AddressAssignments>${Object.entries(subnets).map(([role, subnet]) =>
        `<InstanceAddress roleName="${role}"><Subnets><Subnet name="${subnet}"/></Subnets></InstanceAddress>`).join('')}</AddressAssignments></NetworkConfiguration>`, ...more,
    });
    const deploy = (text: string, change = {}) => rig.client.deployments.create({ serviceName: 'contoso-shop', slot: 'Production', name: 'v1', label: 'v1', packageUrl, configuration: text, ...change });
    const deployed = async (...given: Parameters<typeof deploy>) => rig.finish(await deploy(...given));
    const get = () => rig.client.deployments.get({ serviceName: 'contoso-shop', slot: 'Production' });
    const addresses = async () => (await get()).roleInstanceList?.map(({ instanceName, ipAddress }) => `${instanceName} ${ipAddress}`);
    const change = (text: string) => rig.client.deployments.changeConfiguration({ serviceName: 'contoso-shop', slot: 'Production', configuration: text });
    const both = { Web: 'front', Worker: 'BACK' };
    const subnets = { front: '10.0.0.0/24', back: '10.0.1.0/29' };

    it('are in use, and give their instances addresses of their subnets', async () => {
      await networks(sites(site({ subnets }), site({ name: 'other' })));
      await deployed(inNetwork('NET', both), { startDeployment: true });
      assert.deepEqual(await addresses(), ['Web_IN_0 10.0.0.4', 'Web_IN_1 10.0.0.5', 'Worker_IN_0 10.0.1.4']);
      const shown = await get();
      assert.equal(shown.virtualNetworkName, 'net');
      assert.deepEqual(shown.roleList?.map(({ roleName, configurationSets }) => [roleName, configurationSets?.[0]?.subnetNames]), [['Web', ['front']], ['Worker', ['back']]]);
      assert.deepEqual((await list()).map(({ name, inUse }) => [name, inUse]), [['net', true], ['other', undefined]]);
      assert.match((await rig.send('/{sub}/services/networking/virtualnetwork')).body, /<State>Created<\/State><InUse>true<\/InUse><AddressSpace>/);

      await rig.finish(await change(inNetwork('net', both, { web: 1 })));
      await rig.finish(await change(inNetwork('net', both, { web: 3 })));
      assert.deepEqual(await addresses(), ['Web_IN_0 10.0.0.4', 'Web_IN_1 10.0.0.5', 'Web_IN_2 10.0.0.6', 'Worker_IN_0 10.0.1.4'], 'what was free is given again');
      await rig.refuses(() => change(inNetwork('net', both, { worker: 4 })), { ...bad, message: 'The subnet back of the virtual network net has no free address.' });
      await rig.refuses(() => change(inNetwork('other', both)), { ...bad, message: /^A deployment stays in its virtual network/ });
      await rig.refuses(() => change(configuration()), { ...bad, message: /^A deployment stays in its virtual network/ });
      await rig.finish(await rig.client.deployments.delete({ serviceName: 'contoso-shop', slot: 'Production' }));
      assert.deepEqual((await list()).map(({ inUse }) => inUse), [undefined, undefined]);
    });

    it('are refused to a deployment where they are not there, not near, just changing or without that subnet', async () => {
      const refused = (text: string, facts: Parameters<Rig['refuses']>[1]) => rig.refuses(() => deploy(text), facts);
      await refused(inNetwork('net', both), { ...bad, message: 'The virtual network net does not exist.' });
      await refused(inNetwork('net', both).replace('<VirtualNetworkSite name="net"/>', ''), { ...bad, message: 'The service configuration is invalid. It names subnets, but no virtual network.' });
      await rig.client.affinityGroups.create({ name: 'elsewhere', label: 'l', location: 'West Europe' });
      const accepted = await set(netcfg(sites(site({ subnets }), site({ name: 'far', place: 'Location="West US"' }), site({ name: 'group', place: 'AffinityGroup="elsewhere"' }))));
      await refused(inNetwork('net', both), updating);
      await rig.finish(accepted);
      await refused(inNetwork('far', { Web: 'front' }), { ...bad, message: 'The virtual network far is in West US, where the hosted service contoso-shop is not.' });
      await refused(inNetwork('group', { Web: 'front' }), { ...bad, message: 'The virtual network group is in elsewhere, where the hosted service contoso-shop is not.' });
      await refused(inNetwork('net', { Web: 'cellar' }), { ...missing, message: 'Subnet name cellar was not found in Virtual Network net.' });
      await deployed(inNetwork('net', { Web: 'front' }));
      assert.match((await addresses())?.[2] ?? '', /^Worker_IN_0 100\./, 'a role that no subnet is named for has an address as before');
    });

    it('can be added to, but what is in use stays as and where it is', async () => {
      await networks(sites(site({ place: 'AffinityGroup="contoso-west"', subnets: { ...subnets, spare: '10.0.2.0/24' } })));
      await deployed(inNetwork('net', both));
      const inUse = 'The virtual network net is in use by the deployment v1 of the hosted service contoso-shop, and so can neither be deleted nor moved.';
      await refuses(inUse);
      await refuses(inUse, sites(site({ name: 'renamed', subnets })));
      await refuses(inUse, sites(site({ place: 'Location="West US"', subnets })));
      await rig.client.affinityGroups.create({ name: 'near', label: 'l', location: 'West Europe' });
      await refuses(inUse, sites(site({ place: 'AffinityGroup="near"', subnets })));
      await refuses("Cannot delete or modify subnet while in use 'front'.", sites(site({ subnets: { front: '10.0.0.0/25', back: subnets.back } })));
      await refuses("Cannot delete or modify subnet while in use 'back'.", sites(site({ subnets: { front: subnets.front } })));
      await networks(sites(site({ place: 'AffinityGroup="contoso-west"', prefixes: ['10.0.0.0/16', '10.1.0.0/16'], subnets: { ...subnets, more: '10.1.0.0/24' } })));
      assert.deepEqual((await list())[0]?.subnets?.map(({ name }) => name), ['front', 'back', 'more']);
      await networks(sites(site({ subnets })));
      assert.deepEqual([(await list())[0]?.location, (await list())[0]?.inUse], ['West Europe', true], 'from the affinity group to its location it may go');
    });
  });
});
