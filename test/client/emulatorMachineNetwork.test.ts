import assert from 'node:assert/strict';
import type { InputEndpoint, PersistentVMRole } from '../../src/client/index.ts';
import type { Rig } from './emulatorRig.ts';
import { arrive, at, create, created, deployment, failNext, fails, linux, network, refuses, role, service, startMachineRig } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };
const ssh = { name: 'SSH', protocol: 'tcp', port: 22, localPort: 22 };
const portInUse = (port: number) => ({ code: 'BadRequest', message: `Port ${port} is already in use by one of the endpoints in this deployment. Ensure that the port numbers are unique across endpoints within a deployment.` });

const site = `<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration><VirtualNetworkSites>
  <VirtualNetworkSite name="net" AffinityGroup="contoso-west"><AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace>
    <Subnets><Subnet name="front"><AddressPrefix>10.1.0.0/24</AddressPrefix></Subnet><Subnet name="back"><AddressPrefix>10.2.0.0/24</AddressPrefix></Subnet></Subnets></VirtualNetworkSite>
  <VirtualNetworkSite name="bare" AffinityGroup="contoso-west"><AddressSpace><AddressPrefix>11.0.0.0/8</AddressPrefix></AddressSpace></VirtualNetworkSite>
</VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>`;

describe('Virtual machines of the emulator in the network', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => { rig = await startMachineRig(); });
  afterEach(() => rig.stop());

  const machines = () => rig.client.virtualMachines;
  const get = (roleName: string) => machines().get({ ...at, roleName });
  const set = async (roleName: string) => (await get(roleName)).configurationSets![0]!;
  const inNetwork = (name: string, change: Parameters<typeof network>[0], more: Partial<PersistentVMRole> = {}) => role(name, { configurationSets: [linux(), network(change)], ...more });
  const withEndpoints = (name: string, ...inputEndpoints: InputEndpoint[]) => inNetwork(name, { inputEndpoints });
  const update = (roleName: string, change: Parameters<typeof network>[0]) => machines().update({ ...at, roleName, configurationSets: [network(change)] });
  const done = async (accepted: Promise<{ requestId: string }>) => rig.finish(await accepted);
  const instances = async () => (await deployment(rig)).roleInstanceList!;

  describe('endpoints', () => {
    it('have the ports that were asked for, or ports of their own', async () => {
      await created(rig, [
        withEndpoints('web1', ssh, { name: 'RDP', protocol: 'tcp', localPort: 3389 }, { name: 'DNS', protocol: 'udp', port: 22, localPort: 53 }),
        withEndpoints('web2', { name: 'SSH', protocol: 'TCP', localPort: 22 }),
      ]);
      const { inputEndpoints = [] } = await set('web1');
      assert.deepEqual(inputEndpoints.map(({ name, port, localPort }) => [name, name === 'RDP' || port, localPort]), [['DNS', 22, 53], ['RDP', true, 3389], ['SSH', 22, 22]], 'by name');
      const drawn = inputEndpoints[1]!.port!;
      assert.ok(drawn >= 49_152 && drawn <= 65_535);
      const [web1] = await instances();
      assert.deepEqual(web1!.instanceEndpoints!.map(({ name, publicPort, localPort, protocol }) => [name, publicPort, localPort, protocol]), [['DNS', 22, 53, 'udp'], ['RDP', drawn, 3389, 'tcp'], ['SSH', 22, 22, 'tcp']]);
      await done(update('web1', { inputEndpoints: [{ name: 'rdp', protocol: 'tcp', localPort: 3389 }] }));
      assert.deepEqual((await set('web1')).inputEndpoints!.map(({ name, port }) => [name, port]), [['rdp', drawn]], 'a drawn port stays');
    });

    it('of one deployment have different ports, but those of one load-balanced set', async () => {
      const balanced = { name: 'HTTP', protocol: 'tcp', port: 80, localPort: 8080, loadBalancedEndpointSetName: 'web', loadBalancerProbe: { path: '/', port: 8080, protocol: 'http', intervalInSeconds: 15, timeoutInSeconds: 31 } };
      await fails(rig, () => create(rig, [withEndpoints('web1', ssh), withEndpoints('web2', ssh)]), portInUse(22));
      await created(rig, [withEndpoints('web1', ssh, balanced), withEndpoints('web2', balanced)]);
      arrive(rig);
      await fails(rig, () => machines().add({ ...at, ...withEndpoints('web3', ssh) }), portInUse(22));
      await fails(rig, () => update('web2', { inputEndpoints: [balanced, { ...ssh, name: 'other' }] }), portInUse(22));
      const other: InputEndpoint = { ...balanced, loadBalancedEndpointSetName: 'another' };
      await fails(rig, () => update('web2', { inputEndpoints: [other] }), portInUse(80));
      await done(update('web1', { inputEndpoints: [balanced] }));
      await done(update('web2', { inputEndpoints: [balanced, { ...ssh, endpointAcl: { rules: [{ order: 1, action: 'permit', remoteSubnet: '10.0.0.0/8', description: 'ours' }] } }] }));
      const [http, first] = (await set('web2')).inputEndpoints!;
      assert.deepEqual(http, { ...balanced, enableDirectServerReturn: false });
      assert.deepEqual(first!.endpointAcl, { rules: [{ order: 1, action: 'permit', remoteSubnet: '10.0.0.0/8', description: 'ours' }] });
    });

    it('are refused where they cannot be', async () => {
      const creating = (...endpoints: object[]) => () => create(rig, [withEndpoints('web1', ...endpoints)]);
      const range = (what: string, value: number | string, first: number, last: number) => ({ ...bad, message: `Value '${value}' specified for parameter '${what}' is invalid. Allowed values are 'a number between ${first} to ${last}'.` });
      await refuses(rig, creating({ ...ssh, localPort: 0 }), range('InputEndpoint.LocalPort', 0, 1, 65_535));
      await refuses(rig, creating({ ...ssh, localPort: undefined }), range('InputEndpoint.LocalPort', '', 1, 65_535));
      await refuses(rig, creating({ ...ssh, port: 65_536 }), range('InputEndpoint.Port', 65_536, 1, 65_535));
      for (const idleTimeoutInMinutes of [3, 31]) await refuses(rig, creating({ ...ssh, idleTimeoutInMinutes }), range('InputEndpoint.IdleTimeoutInMinutes', idleTimeoutInMinutes, 4, 30));
      await refuses(rig, creating({ ...ssh, protocol: 'icmp' }), { ...bad, message: 'The protocol icmp of the endpoint SSH is neither tcp nor udp.' });
      await refuses(rig, creating({ ...ssh, name: '' }), { ...bad, message: 'An endpoint of role web1 has no name.' });
      await refuses(rig, creating(ssh, { ...ssh, name: 'ssh', port: 23 }), { ...bad, message: 'The role web1 has two endpoints named ssh.' });
    });

    it('to Remote Desktop give a file that opens it', async () => {
      await created(rig, [withEndpoints('win', { name: 'RDP', protocol: 'tcp', port: 50_001, localPort: 3389 }), role('other')]);
      assert.equal(await machines().getRemoteDesktopFile({ ...at, roleName: 'win' }), 'full address:s:contoso-shop.cloudapp.net:50001\r\nprompt for credentials:i:1\r\n');
      await refuses(rig, () => machines().getRemoteDesktopFile({ ...at, roleName: 'other' }), { ...bad, message: 'An external endpoint to the Remote Desktop port (3389) must first be added to the role.' });
    });
  });

  describe('a virtual network', () => {
    beforeEach(async () => rig.finish(await rig.client.virtualNetworks.setConfiguration({ configuration: site })));

    it('gives machines addresses of its subnets', async () => {
      await created(rig, [
        inNetwork('web1', { subnetNames: ['Back'], networkInterfaces: [{ name: 'second', ipConfigurations: [{ subnetName: 'front', staticVirtualNetworkIPAddress: '10.1.0.77' }], ipForwarding: 'Enabled' }], networkSecurityGroup: 'group', ipForwarding: 'Enabled' }),
        inNetwork('web2', { subnetNames: ['back'], staticVirtualNetworkIPAddress: '10.2.0.9' }),
        role('web3'),
      ], { virtualNetworkName: 'NET' });
      assert.equal((await deployment(rig)).virtualNetworkName, 'net');
      const [web1, web2, web3] = await instances();
      assert.deepEqual([web1!.ipAddress, web2!.ipAddress, web3!.ipAddress], ['10.2.0.4', '10.2.0.9', '10.1.0.4']);
      assert.deepEqual(web1!.networkInterfaces!.map(({ name, ipConfigurations }) => [name, ipConfigurations]), [['second', [{ subnetName: 'front', address: '10.1.0.77' }]]]);
      assert.match(web1!.networkInterfaces![0]!.macAddress!, /^000D3A[0-9A-F]{6}$/);
      const { subnetNames, networkInterfaces, networkSecurityGroup, ipForwarding } = await set('web1');
      assert.deepEqual([subnetNames, networkInterfaces, networkSecurityGroup, ipForwarding], [
        ['Back'], [{ name: 'second', ipConfigurations: [{ subnetName: 'front', staticVirtualNetworkIPAddress: '10.1.0.77' }], ipForwarding: 'Enabled' }], 'group', 'Enabled',
      ]);
      assert.equal((await set('web2')).staticVirtualNetworkIPAddress, '10.2.0.9');

      await done(update('web2', { subnetNames: ['back'] }));
      assert.equal((await instances())[1]!.ipAddress, '10.2.0.9', 'it keeps its address');
      await done(update('web2', { subnetNames: ['front'] }));
      assert.equal((await instances())[1]!.ipAddress, '10.1.0.5');
      await done(update('web1', { subnetNames: ['back'], staticVirtualNetworkIPAddress: '10.2.0.200', networkInterfaces: [{ name: 'second', ipConfigurations: [{ subnetName: 'front' }] }] }));
      const [moved] = await instances();
      await refuses(rig, () => update('web2', { subnetNames: ['front'], staticVirtualNetworkIPAddress: '10.1.0.77' }), { ...bad, message: /^The address 10\.1\.0\.77 is not a free one/ });
      assert.deepEqual([moved!.ipAddress, moved!.networkInterfaces![0]!.ipConfigurations![0]!.address, moved!.networkInterfaces![0]!.macAddress], ['10.2.0.200', '10.1.0.77', web1!.networkInterfaces![0]!.macAddress]);
    });

    it('is kept while they are in it', async () => {
      await created(rig, [inNetwork('web1', { subnetNames: ['front'], networkInterfaces: [{ name: 'second', ipConfigurations: [{ subnetName: 'back' }] }] })], { virtualNetworkName: 'net' });
      await assert.rejects(done(rig.client.virtualNetworks.setConfiguration({ configuration: site.replace(/<Subnet name="back">.*?<\/Subnet>/, '') })), { message: "Cannot delete or modify subnet while in use 'back'." });
      await done(rig.client.deployments.delete({ ...at, deleteMedia: true }));
      await done(rig.client.virtualNetworks.setConfiguration({ configuration: site.replace(/<Subnet name="back">.*?<\/Subnet>/, '') }));
    });

    it('is refused where it is not there, not near, or has no such address', async () => {
      const creating = (change: Parameters<typeof network>[0], virtualNetworkName?: string, serviceName = service) => () => create(rig, [inNetwork('web1', change)], { virtualNetworkName, serviceName });
      await refuses(rig, creating({}, 'nowhere'), { ...bad, message: 'The virtual network nowhere does not exist.' });
      await refuses(rig, creating({}, 'bare'), { ...bad, message: 'The role web1 cannot be in the virtual network bare, which has no subnet.' });
      await refuses(rig, creating({ subnetNames: ['side'] }, 'net'), { ...missing, message: 'Subnet name side was not found in Virtual Network net.' });
      for (const [address, subnet] of [['10.2.0.9', 'front'], ['10.1.0.3', 'front'], ['nonsense', 'front']] as const) {
        await refuses(rig, creating({ subnetNames: [subnet], staticVirtualNetworkIPAddress: address }, 'net'), { ...bad, message: `The address ${address} is not a free one of the subnet ${subnet} of the virtual network net.` });
      }
      await refuses(rig, creating({ subnetNames: ['front'] }), { ...bad, message: 'The role web1 names a subnet, but its deployment is in no virtual network.' });
      await refuses(rig, creating({}, 'net', 'contoso-reports'), { ...bad, message: /^(The virtual network net is in contoso-west, where|The location or affinity group)/ });
    });
  });

  it('a reserved address is that of the deployment, until it is deleted', async () => {
    await done(rig.client.reservedIps.create({ name: 'ip', location: 'West Europe' }));
    const { address } = await rig.client.reservedIps.get({ reservedIpName: 'ip' });
    await created(rig, undefined, { reservedIPName: 'ip' });
    const { virtualIPs, reservedIPName } = await deployment(rig);
    assert.deepEqual([virtualIPs, reservedIPName], [[{ address, isDnsProgrammed: true, name: 'vmsContractContract', isReserved: true, reservedIPName: 'ip' }], 'ip']);
    await refuses(rig, () => create(rig, undefined, { reservedIPName: 'nothing', serviceName: 'contoso-reports' }), { ...missing, message: 'The reserved IP nothing does not exist.' });
    await done(rig.client.deployments.delete(at));
    assert.equal((await rig.client.reservedIps.get({ reservedIpName: 'ip' })).inUse, undefined);
  });

  it('machines have public addresses of their own, up to five', async () => {
    const publicIPs = (role: string, ...names: string[]) => inNetwork(role, { publicIPs: names.map((name) => ({ name, idleTimeoutInMinutes: 5 })) });
    await created(rig, [publicIPs('web1', 'first', 'second')]);
    const [{ publicIPs: shown = [] } = assert.fail()] = await instances();
    assert.deepEqual(shown.map(({ name, idleTimeoutInMinutes }) => [name, idleTimeoutInMinutes]), [['first', 5], ['second', 5]]);
    assert.notEqual(shown[0]!.address, shown[1]!.address);
    await done(update('web1', { publicIPs: [{ name: 'second' }, { name: 'third' }] }));
    const [{ publicIPs: now = [] } = assert.fail()] = await instances();
    assert.deepEqual(now.map(({ name, address }) => [name, address === shown[1]!.address]), [['second', true], ['third', false]]);
    const adding = (...names: string[]) => () => machines().add({ ...at, ...publicIPs('web2', ...names) });
    await refuses(rig, adding('third'), { ...bad, message: 'The public IP third of role web2 has no name, or one that another has.' });
    await refuses(rig, adding(''), { ...bad, message: 'The public IP  of role web2 has no name, or one that another has.' });
    await refuses(rig, adding('a', 'b', 'c', 'd'), { ...bad, message: /resource type 'public IP count' is 5 per subscription, the current count is 5, and the requested increment is 1\.$/ });
  });

  describe('DNS servers', () => {
    const servers = async () => (await deployment(rig)).dns?.dnsServers;
    const dns = () => rig.client.dnsServers;

    it('are given, added, changed and taken away', async () => {
      await created(rig, undefined, { dns: { dnsServers: [{ name: 'one', address: '10.0.0.1' }] } });
      await done(dns().add({ ...at, name: 'two', address: '8.8.8.8' }));
      assert.deepEqual(await servers(), [{ name: 'one', address: '10.0.0.1' }, { name: 'two', address: '8.8.8.8' }]);
      await done(dns().update({ ...at, name: 'ONE', address: '10.0.0.2' }));
      await done(dns().delete({ ...at, name: 'two' }));
      assert.deepEqual(await servers(), [{ name: 'one', address: '10.0.0.2' }]);
      arrive(rig);
      for (const [name, attempt] of [['add', () => dns().add({ ...at, name: 'x', address: '1.1.1.1' })], ['update', () => dns().update({ ...at, name: 'one', address: '1.1.1.1' })], ['delete', () => dns().delete({ ...at, name: 'one' })]] as const) {
        await failNext(rig, `dnsServers.${name}`);
        await fails(rig, attempt, { code: 'InternalError' });
      }
      await done(dns().delete({ ...at, name: 'one' }));
      assert.equal(await servers(), undefined);
    });

    it('are refused where they have no address, are there already or not at all', async () => {
      await created(rig, undefined, { dns: { dnsServers: [{ name: 'one', address: '10.0.0.1' }] } });
      arrive(rig);
      const invalid = (name: string, address: string) => ({ ...bad, message: `The DNS server ${name} has no name, or its address ${address} is not an IPv4 address.` });
      await refuses(rig, () => dns().add({ ...at, name: 'two', address: 'dns.contoso.com' }), invalid('two', 'dns.contoso.com'));
      await refuses(rig, () => dns().add({ ...at, name: '', address: '1.1.1.1' }), invalid('', '1.1.1.1'));
      await refuses(rig, () => dns().update({ ...at, name: 'one', address: '::1' }), invalid('one', '::1'));
      await refuses(rig, () => dns().add({ ...at, name: 'One', address: '1.1.1.1' }), { ...conflict, message: 'The deployment already has a DNS server named One.' });
      const notThere = { ...missing, message: 'The deployment has no DNS server named two.' };
      await refuses(rig, () => dns().update({ ...at, name: 'two', address: '1.1.1.1' }), notThere);
      await refuses(rig, () => dns().delete({ ...at, name: 'two' }), notThere);
      await refuses(rig, () => create(rig, undefined, { serviceName: 'contoso-reports', dns: { dnsServers: [{ name: 'a', address: '1.1.1.1' }, { name: 'A', address: '1.1.1.2' }] } }), { ...conflict, message: 'The deployment already has a DNS server named A.' });
    });
  });
});
