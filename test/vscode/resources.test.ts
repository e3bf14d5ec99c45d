import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { choose, click, enter, inject, refused, run } from './person.ts';
import { emulatorConnection, row, services } from './services.ts';

const refusal = /^InternalError: .*\(request \w+\)$/;
const gone = /^ResourceNotFound: .*\(request \w+\)$/;
const location = 'West Europe';

describe('a storage account', () => {
  const name = 'resourcestorage';
  let client: ServiceManagementClient;
  const account = () => row('Local emulator', 'Storage Accounts', name);
  const keys = async () => (await client.storageAccounts.getKeys({ serviceName: name })).storageServiceKeys;

  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await client.operations.wait((await client.storageAccounts.create({ serviceName: name, label: name, location, accountType: 'Standard_LRS' })).requestId);
  });

  it('gives its keys to the clipboard, and to nothing on the screen', async () => {
    const { primary, secondary } = await keys();
    for (const [command, key] of [['copyPrimaryKey', primary], ['copySecondaryKey', secondary]] as const) {
      assert.deepEqual(await run(`azureClassic.storageAccounts.${command}`, [await account()], []), { asked: [], told: [] });
      assert.equal(await vscode.env.clipboard.readText(), key);
    }
  });

  it('gives its connection string, with the endpoints that it has, from the palette', async () => {
    await run('azureClassic.storageAccounts.copyConnectionString', [], [choose(name)]);
    const { endpoints } = (await client.storageAccounts.get({ serviceName: name })).storageServiceProperties!;
    assert.equal(await vscode.env.clipboard.readText(), `DefaultEndpointsProtocol=https;AccountName=${name};AccountKey=${(await keys()).primary};BlobEndpoint=${endpoints![0]};QueueEndpoint=${endpoints![1]};TableEndpoint=${endpoints![2]};FileEndpoint=${endpoints![3]}`);
  });

  it('gets a new key, the other stays', async () => {
    const before = await keys();
    const { asked, told } = await run('azureClassic.storageAccounts.regenerateKey', [await account()], [choose('Secondary key'), click('Regenerate Key')]);
    assert.match(asked[1]!, /^Make a new secondary key of resourcestorage\?[^]*refused from then on/);
    assert.deepEqual(told, ['resourcestorage has a new secondary key.']);
    const after = await keys();
    assert.deepEqual([after.primary === before.primary, after.secondary === before.secondary], [true, false]);
  });

  it('keeps its keys when the service refuses, or one would rather not', async () => {
    const before = await keys();
    await run('azureClassic.storageAccounts.regenerateKey', [await account()], [choose('Primary key'), click('')]);
    await inject('storageAccounts.regenerateKeys:500:1');
    assert.match((await run('azureClassic.storageAccounts.regenerateKey', [await account()], [choose('Primary key'), click('Regenerate Key')])).told.join(), refusal);
    assert.deepEqual(await keys(), before);
  });

  it('gets another label, description and replication', async () => {
    await run('azureClassic.storageAccounts.update', [await account()], [refused('', /Enter a label/), enter('Fotos'), enter('Ñandú')]);
    await run('azureClassic.storageAccounts.changeReplication', [await account()], [choose('Standard_RAGRS')]);
    const { label, description, accountType } = (await client.storageAccounts.get({ serviceName: name })).storageServiceProperties!;
    assert.deepEqual({ label, description, accountType }, { label: 'Fotos', description: 'Ñandú', accountType: 'Standard_RAGRS' });
  });

  it('is deleted only after its name has been typed', async () => {
    const answers = [click('Delete Storage Account'), refused('resourcestorag', /Type resourcestorage/), enter(name)];
    await run('azureClassic.storageAccounts.delete', [await account()], answers);
    await assert.rejects(keys(), { httpStatus: 404 });
  });

  it('that is gone meanwhile is said to be so, and the clipboard is left alone', async () => {
    await client.operations.wait((await client.storageAccounts.create({ serviceName: name, label: name, location })).requestId);
    const node = await account();
    await client.storageAccounts.delete({ serviceName: name });
    await vscode.env.clipboard.writeText('before');
    for (const command of ['copyPrimaryKey', 'copySecondaryKey', 'copyConnectionString', 'update', 'changeReplication']) assert.match((await run(`azureClassic.storageAccounts.${command}`, [node], [])).told.join(), gone);
    assert.match((await run('azureClassic.storageAccounts.delete', [node], [click('Delete Storage Account'), enter(name)])).told.join(), gone);
    assert.equal(await vscode.env.clipboard.readText(), 'before');
  });
});

describe('words about a resource', () => {
  let client: ServiceManagementClient;
  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await client.hostedServices.create({ serviceName: 'words-service', label: 'before', location });
    await client.affinityGroups.create({ name: 'words-group', label: 'before', location });
  });

  const kinds = [
    ['hostedServices', 'Cloud Services', 'words-service', async () => (await client.hostedServices.get({ serviceName: 'words-service' })).hostedServiceProperties],
    ['affinityGroups', 'Affinity Groups', 'words-group', async () => client.affinityGroups.get({ affinityGroupName: 'words-group' })],
  ] as const;
  for (const [noun, group, name, read] of kinds) {
    it(`are changed, from a row and from the palette (${noun})`, async () => {
      const command = `azureClassic.${noun}.update`;
      await run(command, [await row('Local emulator', group, name)], [enter('Tienda'), refused('x'.repeat(1025), /at most 1024/), enter('de Ñandúes')]);
      const words = async () => { const { label, description } = (await read())!; return { label, description }; };
      assert.deepEqual(await words(), { label: 'Tienda', description: 'de Ñandúes' });
      await run(command, [], [choose(name), enter('Shop'), enter('of ostriches')]);
      assert.deepEqual(await words(), { label: 'Shop', description: 'of ostriches' });
    });

    it(`of what is gone meanwhile are not asked for (${noun})`, async () => {
      const node = { ...await row('Local emulator', group, name), name: 'nobody', toTreeItem: () => new vscode.TreeItem('') };
      assert.match((await run(`azureClassic.${noun}.update`, [node], [])).told.join(), gone);
    });
  }

  it('do not keep an empty affinity group from being deleted with its name typed, where that is set', async () => {
    const settings = vscode.workspace.getConfiguration('azureClassic');
    await settings.update('confirmDelete', 'typeName', vscode.ConfigurationTarget.Global);
    try {
      await run('azureClassic.affinityGroups.delete', [await row('Local emulator', 'Affinity Groups', 'words-group')], [click('Delete Affinity Group'), enter('words-group')]);
    } finally {
      await settings.update('confirmDelete', undefined, vscode.ConfigurationTarget.Global);
    }
    await assert.rejects(client.affinityGroups.get({ affinityGroupName: 'words-group' }), { httpStatus: 404 });
  });
});
