import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { choose, click, enter, inject, refused, run } from './person.ts';
import { deploySample, emulatorConnection, sample, services } from './services.ts';

const refusal = /^(?:.+: this failed\. )?InternalError: .*\(request \w+\)$/;
let client: ServiceManagementClient;
/** Anew for each group of tests: others stop the emulator. */
const connect = async () => { client = await (await services()).connections.client(await emulatorConnection()); };

describe('a reserved address', () => {
  before(connect);
  const serviceName = 'address-service';
  const all = async () => (await client.reservedIps.list()).map(({ name, serviceName: by }) => [name, by]);
  const address = async () => (await client.deployments.get({ serviceName, slot: 'Production' })).virtualIPs![0]!.address;
  const run1 = (verb: string, ...answers: Parameters<typeof run>[2]) => run(`azureClassic.reservedIps.${verb}`, [], answers);

  before(() => deploySample(client, { serviceName, slot: 'Production', account: 'addressstorage', configuration: 'ServiceConfiguration.Cloud.cscfg' }));

  it('is a new one, in a location', async () => {
    const { told } = await run1('create', refused('-', /begins and ends/), enter('first'), enter('Primera'), choose('West Europe'), choose('A new address'));
    assert.deepEqual(told, ['The address first is reserved.']);
    const { label, location } = await client.reservedIps.get({ reservedIpName: 'first' });
    assert.deepEqual({ label, location }, { label: 'Primera', location: 'West Europe' });
  });

  it('is given to a deployment, which loses its own', async () => {
    const before = await address();
    const { asked } = await run1('associate', choose('first'), choose(serviceName), click('Associate Reserved Address'));
    assert.ok(asked.at(-1)!.includes(`It loses the address ${before}, which nobody can get back.`));
    assert.equal(await address(), (await client.reservedIps.get({ reservedIpName: 'first' })).address);
  });

  it('stays where it is when the service refuses to take or delete it', async () => {
    await inject('reservedIps.disassociate:500:1');
    assert.match((await run1('disassociate', choose('first'), click('Disassociate Reserved Address'))).told.join(), refusal);
    assert.match((await run1('delete', choose('first'), click('Delete Reserved Address'))).told.join(), /: this failed\. \w+: .*\(request \w+\)$/);
    assert.deepEqual(await all(), [['first', serviceName]]);
  });

  it('is taken from the deployment and given up', async () => {
    const { told } = await run1('disassociate', choose('first'), click('Disassociate Reserved Address'));
    assert.deepEqual(told, ['address-service has another address now; first is free.']);
    await run1('delete', choose('first'), click('Delete Reserved Address'));
    assert.deepEqual(await all(), []);
  });

  it('is the one that a deployment has', async () => {
    const before = await address();
    await run1('create', enter('second'), enter('Segunda'), choose('West Europe'), choose(serviceName));
    assert.deepEqual([await address(), (await client.reservedIps.get({ reservedIpName: 'second' })).address], [before, before]);
  });

  it('is not reserved, nor given to anyone, when the service refuses', async () => {
    await inject('reservedIps.create:500:1');
    assert.match((await run1('create', enter('third'), enter('Tercera'), choose('West Europe'), choose('A new address'))).told.join(), refusal);
    assert.deepEqual(await all(), [['second', serviceName]]);
    const far = await client.reservedIps.create({ name: 'far', location: 'East US' });
    await client.operations.wait(far.requestId);
    await run1('disassociate', choose('second'), click('Disassociate Reserved Address'));
    assert.match((await run1('associate', choose('far'), choose(serviceName), click('Associate Reserved Address'))).told.join(), /: this failed\. \w+: .*\(request \w+\)$/);
    assert.equal((await client.reservedIps.get({ reservedIpName: 'far' })).serviceName, undefined);
  });
});

describe('the network configuration', () => {
  before(connect);
  const set = 'azureClassic.virtualNetworks.setConfiguration';
  const open = 'azureClassic.virtualNetworks.openConfiguration';
  const text = () => vscode.window.activeTextEditor!.document.getText();
  const names = async () => (await client.virtualNetworks.list()).map(({ name }) => name);
  const netcfg = (...sites: string[]) => `<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration><VirtualNetworkSites>${
    sites.map((site) => `<VirtualNetworkSite name="${site}" Location="West Europe"><AddressSpace><AddressPrefix>10.0.0.0/16</AddressPrefix></AddressSpace></VirtualNetworkSite>`).join('')
  }</VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>`;

  it('is opened as an empty one where there is none, to be filled in', async () => {
    await run(open, [], []);
    assert.match(text(), /<NetworkConfiguration [^]*<VirtualNetworkConfiguration>/);
  });

  it('is set from a file, after saying which networks come and which go, and opened as the service has it', async () => {
    await writeFile(sample('two.netcfg'), netcfg('front', 'back'));
    const { asked, told } = await run(set, [], [choose('two.netcfg'), click('Set Network Configuration')]);
    assert.match(asked.at(-1)!, /New: front, back$/);
    assert.deepEqual(told, ['Local emulator has its new network configuration.']);
    assert.deepEqual(await names(), ['front', 'back']);
    await run(open, [], []);
    assert.match(text(), /name="front"[^]*name="back"/);
  });

  it('is set from what the editor shows of a file, and asks more where a network is deleted', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'xml', content: netcfg('front', 'third') });
    const { asked } = await run(set, [document.uri], [click('Set Network Configuration')]);
    assert.match(asked.at(-1)!, /New: third\nSet anew: front\nDeleted: back$/);
    assert.deepEqual(await names(), ['front', 'third']);
  });

  it('stays as it is when the file cannot be read, or the service refuses it', async () => {
    await writeFile(sample('wrong.netcfg'), '<NetworkConfiguration>\n</Nothing>');
    assert.match((await run(set, [], [choose('wrong.netcfg')])).told.join(), /^wrong\.netcfg, line 2: /);
    await inject('virtualNetworks.setConfiguration:fail:1');
    assert.match((await run(set, [], [choose('two.netcfg'), click('Set Network Configuration')])).told.join(), /^Setting the network configuration of Local emulator: this failed\. /);
    assert.deepEqual(await names(), ['front', 'third']);
    await inject('virtualNetworks.getConfiguration:500:9');
    assert.match((await run(open, [], [])).told.join(), refusal);
    await inject('');
  });
});
