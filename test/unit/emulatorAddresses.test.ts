import assert from 'node:assert/strict';
import { contains, formatAddress, overlap, parseAddress, parsePrefix } from '../../src/emulator/addresses.ts';
import { makeState } from '../../src/emulator/scenario.ts';
import type { Machine, MachineDeployment } from '../../src/emulator/state.ts';
import { settler, type Inhabitant } from '../../src/emulator/virtualNetworks.ts';

describe('IPv4 addresses', () => {
  it('are read and written', () => {
    for (const text of ['0.0.0.0', '10.0.0.4', '192.168.255.1', '255.255.255.255']) assert.equal(formatAddress(parseAddress(text)!), text);
    for (const text of ['', '1.2.3', '1.2.3.4.5', '1.2.3.256', '1.2.3.-4', '1.2.3.4 ', 'a.b.c.d']) assert.equal(parseAddress(text), undefined, text);
  });

  it('with a length are ranges, which lie within each other or apart', () => {
    assert.deepEqual(parsePrefix('10.0.0.0/8'), { first: parseAddress('10.0.0.0'), last: parseAddress('10.255.255.255'), bits: 8 });
    assert.deepEqual(parsePrefix('0.0.0.0/0'), { first: 0, last: 2 ** 32 - 1, bits: 0 });
    for (const text of ['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.1/8', '10.0.0.0/8/12', '/8', '10.0.0.0/+8']) assert.equal(parsePrefix(text), undefined, text);
    const [wide, inner, other] = [parsePrefix('10.0.0.0/8')!, parsePrefix('10.1.0.0/16')!, parsePrefix('11.0.0.0/8')!];
    assert.deepEqual([contains(wide, inner), contains(inner, wide), contains(wide, wide), contains(wide, other)], [true, false, true, false]);
    assert.deepEqual([overlap(wide, inner), overlap(inner, wide), overlap(wide, other)], [true, true, false]);
  });
});

describe('A subnet in the emulator', () => {
  const [subscription] = makeState({ subscriptionName: 'x', hostedServices: [{ name: 'service', location: 'West US' }] }, { thumbprint: '', data: '', created: 0 }, 0).subscriptions;
  const site = { id: '', name: 'net', addressPrefixes: ['10.0.0.0/8'], subnets: [{ name: 'Front', addressPrefix: '10.0.0.0/29' }, { name: 'back', addressPrefix: '10.0.1.0/24' }], dnsServers: [] };
  subscription!.virtualNetworkSites = [site];
  const machine = (ipAddress: string): Partial<Machine> => ({ name: 'm', size: 'Small', hostName: 'm', ipAddress, subnet: 'Front', networkInterfaces: [], way: { name: 'provision', since: 0, stepMs: 0 } });
  const deployment: Partial<MachineDeployment> = {
    kind: 'machines', name: 'd', privateId: '', label: '', status: 'Running', virtualIp: '', stagingHost: '', virtualNetworkName: 'NET', extendedProperties: [], created: 0, modified: 0, machines: [machine('10.0.0.4') as Machine],
  };
  subscription!.hostedServices[0]!.deployments.Production = deployment as MachineDeployment;

  it('gives machines its free addresses in order, or the one that they want, each once', () => {
    const settle = settler(subscription!, site);
    const settled = (subnet: string, wanted?: string) => {
      const instance: Inhabitant = { ipAddress: '' };
      settle(instance, subnet, wanted);
      return `${instance.subnet} ${instance.ipAddress}`;
    };
    assert.equal(settled('front'), 'Front 10.0.0.5');
    assert.equal(settled('back', '10.0.1.4'), 'back 10.0.1.4');
    assert.deepEqual([settled('back'), settled('back')], ['back 10.0.1.5', 'back 10.0.1.6']);
    assert.equal(settled('FRONT', '10.0.0.6'), 'Front 10.0.0.6');
    assert.throws(() => settled('Front'), { status: 400, message: 'The subnet Front of the virtual network net has no free address.' });
    for (const wanted of ['10.0.0.4', '10.0.0.3', '10.0.0.7', '10.0.1.7', '10.0.1.255', 'nonsense']) {
      assert.throws(() => settled('front', wanted), { status: 400, message: `The address ${wanted} is not a free one of the subnet Front of the virtual network net.` });
    }
    assert.throws(() => settled('cellar'), { status: 404, message: 'Subnet name cellar was not found in Virtual Network net.' });
  });
});
