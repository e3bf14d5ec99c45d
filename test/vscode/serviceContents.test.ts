import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { listContainers } from '../../src/staging/index.ts';
import { openStorage } from '../../src/ui/operations/leftovers.ts';
import { browse, choose, click, enter, inject, refused, run } from './person.ts';
import { deploySample, emulatorConnection, eventually, row, sample, services } from './services.ts';
import { putVhd, vhdsIn } from './vhds.ts';

const serviceName = 'contents-service';
const account = 'contentsstorage';
const nowhere = /redirects more than 5 times/;
const refusal = /^(?:.+: this failed\. )?InternalError: .*\(request \w+\)$/;
let client: ServiceManagementClient;
/** Anew for each group of tests: others stop the emulator. */
const connect = async () => { client = await (await services()).connections.client(await emulatorConnection()); };
const service = (name = serviceName) => row('Local emulator', 'Cloud Services', name);

describe('an extension of any kind', () => {
  before(connect);
  before(() => deploySample(client, { serviceName, slot: 'Production', account, configuration: 'ServiceConfiguration.Cloud.cscfg' }));
  const add = 'azureClassic.extensions.addAvailable';
  const extensions = () => client.extensions.list({ serviceName });
  const used = async () => (await client.deployments.get({ serviceName, slot: 'Production' })).extensionConfiguration;

  it('is added with its configurations, of which the private one is seen nowhere, and runs on all roles', async () => {
    const file = vscode.Uri.file(sample('diagnostics.xml'));
    await writeFile(file.fsPath, '<PublicConfig><WadCfg/></PublicConfig>');
    const { asked, told } = await run(add, [await service()], [
      choose('PaaSDiagnostics'), choose('1.*'), choose('From a file...'), browse(file), choose('Enter it...'), refused('secreto', /XML or JSON/), refused('{"a"', /malformed/), enter('<PrivateConfig><Secret>p4labra</Secret></PrivateConfig>'), choose('Production: all roles'),
    ]);
    const [{ id, type, version, publicConfiguration }] = await extensions() as [Awaited<ReturnType<typeof extensions>>[0]];
    assert.deepEqual([id, type, version, publicConfiguration], ['Default-PaaSDiagnostics-Production-Ext-0', 'PaaSDiagnostics', '1.*', '<PublicConfig><WadCfg/></PublicConfig>']);
    assert.deepEqual((await used())?.allRoles?.map((each) => each.id), [id]);
    assert.equal(told.at(-1), 'PaaSDiagnostics runs in the production deployment of contents-service.');
    assert.ok(!JSON.stringify({ asked, told, tasks: (await services()).tasks.all }).includes('p4labra'));
  });

  it('takes the place of an older one of its kind, or runs on one role, or nowhere yet', async () => {
    await run(add, [await service()], [choose('PaaSDiagnostics'), choose('1.5'), choose('None'), choose('None'), choose('Production: all roles')]);
    assert.deepEqual((await used())?.allRoles?.map((each) => each.id), ['Default-PaaSDiagnostics-Production-Ext-1']);
    await run(add, [], [choose(serviceName), choose('PaaSAntimalware'), choose('1.*'), choose('Enter it...'), enter('{"AntimalwareEnabled": true}'), choose('None'), choose('Production: StoreFront')]);
    assert.deepEqual((await used())?.namedRoles?.map(({ roleName, extensions: own }) => [roleName, own?.map((each) => each.id)]), [['StoreFront', ['Default-PaaSAntimalware-Production-Ext-0']]]);
    await run(add, [await service()], [choose('ADDomain'), choose('1.2'), choose('None'), choose('None'), choose('Nowhere yet')]);
    assert.deepEqual((await extensions()).map(({ id }) => id), ['Default-PaaSDiagnostics-Production-Ext-0', 'Default-PaaSDiagnostics-Production-Ext-1', 'Default-PaaSAntimalware-Production-Ext-0', 'Default-ADDomain-Ext-0']);
  });

  it('is not enabled when the service refuses it, nor taken from a file that is neither XML nor JSON', async () => {
    const before = JSON.stringify([await used(), await extensions()]);
    await inject('extensions.add:500:1');
    assert.match((await run(add, [await service()], [choose('RDP'), choose('1.*'), choose('None'), choose('None'), choose('Production: all roles')])).told.join(), refusal);
    await writeFile(sample('wrong.json'), 'nothing');
    assert.match((await run(add, [await service()], [choose('RDP'), choose('1.*'), choose('From a file...'), browse(vscode.Uri.file(sample('wrong.json')))])).told.join(), /^wrong\.json: A configuration is XML or JSON/);
    assert.equal(JSON.stringify([await used(), await extensions()]), before);
  });
});

describe('what else a cloud service and its deployment have', () => {
  before(connect);
  afterEach(() => inject(''));
  const slot = () => row('Local emulator', 'Cloud Services', serviceName, 'Production');
  const properties = async () => (await client.hostedServices.get({ serviceName })).hostedServiceProperties!.extendedProperties?.map(({ name, value }) => [name, value]);

  it('extended properties are set, changed and removed', async () => {
    const command = 'azureClassic.hostedServices.setProperty';
    await run(command, [await service()], [choose('New property...'), refused('1a', /begins with a letter/), enter('Equipo'), refused('', /Enter a value/), enter('ventas')]);
    assert.deepEqual(await properties(), [['Equipo', 'ventas']]);
    await run(command, [], [choose(serviceName), choose('Equipo'), refused('x'.repeat(256), /at most 255/), enter('compras')]);
    assert.deepEqual(await properties(), [['Equipo', 'compras']]);
    await inject('hostedServices.update:307:6');
    assert.match((await run(command, [await service()], [choose('Equipo'), enter('')])).told.join(), nowhere);
    assert.deepEqual(await properties(), [['Equipo', 'compras']]);
    await run(command, [await service()], [choose('Equipo'), enter('')]);
    assert.deepEqual(await properties() ?? [], []);
    const storage = await row('Local emulator', 'Storage Accounts', account);
    await run('azureClassic.storageAccounts.setProperty', [storage], [choose('New property...'), enter('Uso'), enter('paquetes')]);
    const nobody = { ...storage, connection: storage.connection, name: 'nobody', toTreeItem: () => new vscode.TreeItem('') };
    for (const noun of ['hostedServices', 'storageAccounts']) assert.match((await run(`azureClassic.${noun}.setProperty`, [nobody], [])).told.join(), /^ResourceNotFound: .*\(request \w+\)$/);
    await inject('storageAccounts.update:307:6');
    assert.match((await run('azureClassic.storageAccounts.setProperty', [], [choose(account), choose('Uso'), enter('otro')])).told.join(), nowhere);
    const { tree } = await services();
    const tooltip = tree.getTreeItem(await row('Local emulator', 'Storage Accounts', account)).tooltip as vscode.MarkdownString;
    assert.match(tooltip.value, /Uso[^]*paquetes/);
  });

  it('a reverse DNS name is given and taken away', async () => {
    const fqdn = async () => (await client.hostedServices.get({ serviceName })).hostedServiceProperties!.reverseDnsFqdn;
    await run('azureClassic.hostedServices.setReverseDns', [await service()], [refused('contents-service.cloudapp.net', /ends with a full stop/), enter('contents-service.cloudapp.net.')]);
    await inject('hostedServices.update:307:6');
    assert.match((await run('azureClassic.hostedServices.setReverseDns', [await service()], [enter('')])).told.join(), nowhere);
    assert.equal(await fqdn(), 'contents-service.cloudapp.net.');
    await run('azureClassic.hostedServices.setReverseDns', [], [choose(serviceName), enter('')]);
    assert.ok(!await fqdn());
  });

  it('the package goes back into a storage account, unless the service refuses', async () => {
    const command = 'azureClassic.deployments.savePackage';
    const { told } = await run(command, [await slot()], [choose(account), choose('azureclassic-packages'), click('Save Package')]);
    assert.match(told.join(), /^The package and the configuration of .* are in contentsstorage\/azureclassic-packages\.$/);
    assert.deepEqual(await listContainers(await openStorage(client, account)), ['azureclassic-packages']);
    await inject('deployments.getPackage:500:1');
    assert.match((await run(command, [await slot()], [choose(account), choose('azureclassic-packages'), click('Save Package')])).told.join(), refusal);
    await run(command, [await slot()], [choose(account), choose('azureclassic-packages'), click('')]);
  });

  it('reboots are shown', async () => {
    const { roleInstanceList } = await client.deployments.get({ serviceName, slot: 'Production' });
    const { instanceName } = roleInstanceList![0]!;
    await client.operations.wait((await client.roleInstances.reboot({ serviceName, deploymentName: 'v1', roleInstanceName: instanceName })).requestId);
    await run('azureClassic.deployments.showEvents', [await slot()], []);
    const text = () => Promise.resolve(vscode.window.activeTextEditor?.document.getText() ?? '');
    await eventually(async () => (await text()).includes(instanceName), true);
    await inject('deployments.listEvents:malformed:9');
    assert.match((await run('azureClassic.deployments.showEvents', [await slot()], [])).told.join(), /The answer/);
  });
});

describe('a cloud service with machines', () => {
  before(connect);
  const [name, storage] = ['machines-gone', 'machinesgone'];
  const disks = async () => (await client.disks.list()).map((disk) => disk.name);

  before(async () => {
    await client.operations.wait((await client.storageAccounts.create({ serviceName: storage, label: storage, location: 'West Europe' })).requestId);
    await client.osImages.add({ name: 'gone-image', label: 'gone-image', os: 'Linux', mediaLink: await putVhd(client, storage, 'image.vhd') });
  });
  after(() => client.osImages.delete({ imageName: 'gone-image' }));

  const make = async (file: string) => {
    await client.hostedServices.create({ serviceName: name, label: name, location: 'West Europe' });
    const { requestId } = await client.virtualMachines.createDeployment({
      serviceName: name, name: 'vms', deploymentSlot: 'Production', label: 'vms', roleList: [{
        roleName: 'web1', roleType: 'PersistentVMRole', roleSize: 'Small', osVirtualHardDisk: { sourceImageName: 'gone-image', mediaLink: `https://${storage}.blob.core.windows.net/vhds/${file}` },
        configurationSets: [{ configurationSetType: 'LinuxProvisioningConfiguration', hostName: 'web1', userName: 'ana', userPassword: 'Contrasena1!', disableSshPasswordAuthentication: false }],
      }],
    });
    await client.operations.wait(requestId);
  };

  it('is reached from the disk of one of them', async () => {
    await make('first.vhd');
    const [disk] = await disks();
    assert.deepEqual((await run('azureClassic.disks.showMachine', [await row('Local emulator', 'Disks', disk!)], [])).told, []);
    const { tree } = await services();
    await eventually(async () => tree.selection?.name, 'web1');
    assert.match((await run('azureClassic.disks.delete', [await row('Local emulator', 'Disks', disk!)], [click('Delete Disk')])).told.join(), /^\w+: .*\(request \w+\)$/);
  });

  it('asks a DNS server, or another, or none; and the one it asked when the service refuses', async () => {
    const command = 'azureClassic.deployments.setDnsServer';
    const servers = async () => (await client.deployments.get({ serviceName: name, slot: 'Production' })).dns?.dnsServers?.map((server) => `${server.name} ${server.address}`) ?? [];
    const at = () => row('Local emulator', 'Cloud Services', name, 'Production');
    assert.deepEqual((await run(command, [await at()], [enter('first'), refused('10.0.0', /like 10\.0\.0\.4/), enter('10.0.0.4')])).told, ['machines-gone, production asks the DNS server first (10.0.0.4).']);
    await run(command, [await at()], [choose('New DNS server...'), refused('FIRST', /taken/), enter('second'), enter('10.0.0.5')]);
    await run(command, [await at()], [choose('first'), enter('10.0.0.6')]);
    assert.deepEqual(await servers(), ['first 10.0.0.6', 'second 10.0.0.5']);
    await inject('dnsServers.delete:307:6');
    assert.match((await run(command, [], [choose(name), choose('Production'), choose('first'), enter('')])).told.join(), nowhere);
    assert.deepEqual(await servers(), ['first 10.0.0.6', 'second 10.0.0.5']);
    for (const server of ['first', 'second']) await run(command, [await at()], [choose(server), enter('')]);
    assert.deepEqual(await servers(), []);
  });

  it('is deleted and the disks stay, with its name typed all the same', async () => {
    const [disk] = await disks();
    await inject('deployments.delete:fail:1');
    const answers = [click('Delete, Keep Disks'), refused('no', /Type machines-gone/), enter(name)];
    const { asked, told } = await run('azureClassic.hostedServices.delete', [await service(name)], answers);
    assert.ok(asked[0]!.includes(`Disks of the virtual machines: ${disk}\nDisks can stay`), asked[0]);
    assert.match(told.join(), /^Deleting the production deployment of machines-gone: this failed\. /);
    await client.hostedServices.get({ serviceName: name });
    assert.deepEqual((await run('azureClassic.hostedServices.delete', [await service(name)], answers)).told, ['The production slot of machines-gone is empty now.', 'The cloud service machines-gone is deleted.']);
    await assert.rejects(client.hostedServices.get({ serviceName: name }), { httpStatus: 404 });
    assert.deepEqual(await disks(), [disk]);
    await client.disks.delete({ diskName: disk!, deleteMedia: true });
  });

  it('is deleted with the disks and their VHDs', async () => {
    await make('second.vhd');
    await run('azureClassic.hostedServices.delete', [await service(name)], [click('Delete Everything'), enter(name)]);
    assert.deepEqual(await disks(), []);
    await eventually(async () => vhdsIn(client, storage), ['image.vhd (held)']);
  });
});
