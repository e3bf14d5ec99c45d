import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { makeManagementCertificate, uploadForm } from '../../src/certificates/index.ts';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { choose, click, enter, inject, run, type Answer } from './person.ts';
import { deploySample, emulatorConnection, outline, row, sample, services } from './services.ts';

const serviceName = 'refused-service';
const account = 'refusedstorage';
const group = 'refused-group';
const address = 'refused-address';
const location = 'West Europe';

/** Kinds of failing answers that end a request at once: those of PUT and DELETE that are not carried out are tried again otherwise. */
const unreadable = (operation: string) => [`${operation}:malformed:9`, /The answer/] as const;
const nowhere = (operation: string) => [`${operation}:307:9`, /redirects more than 5 times/] as const;
const error = (operation: string) => [`${operation}:500:9`, /InternalError: .*\(request \w+\)$/] as const;
const late = (operation: string) => [`${operation}:fail:9`, /: this failed\. .*\(request \w+\)/] as const;

const service = ['Cloud Services', serviceName];
const production = [...service, 'Production'];
const accountRow = ['Storage Accounts', account];
const groupRow = ['Affinity Groups', group];
const words = [enter('other'), enter('words')];
const cscfg = choose('ServiceConfiguration.Local.cscfg');

/** What else the tests of each command have refused is not here. `row`: labels, or none for what is asked of nothing in particular. */
const cases: readonly (readonly [command: string, row: readonly string[] | undefined, answers: readonly Answer[], fault: readonly [string, RegExp]])[] = [
  ['hostedServices.update', service, words, nowhere('hostedServices.update')],
  ['storageAccounts.update', accountRow, words, nowhere('storageAccounts.update')],
  ['storageAccounts.changeReplication', accountRow, [choose('Standard_LRS')], nowhere('storageAccounts.update')],
  ['storageAccounts.copyPrimaryKey', accountRow, [], unreadable('storageAccounts.getKeys')],
  ['storageAccounts.copySecondaryKey', accountRow, [], unreadable('storageAccounts.getKeys')],
  ['storageAccounts.copyConnectionString', accountRow, [], unreadable('storageAccounts.getKeys')],
  ['storageAccounts.delete', accountRow, [click('Delete Storage Account'), enter(account)], nowhere('storageAccounts.delete')],
  ['affinityGroups.update', groupRow, words, nowhere('affinityGroups.update')],
  ['affinityGroups.delete', groupRow, [click('Delete Affinity Group')], nowhere('affinityGroups.delete')],
  ['roleInstances.delete', [...production, 'StoreFront', 'StoreFront_IN_0'], [click('Delete Role Instances')], late('roleInstances.delete')],
  ['extensions.delete', service, [choose('refused'), click('Delete Extension')], nowhere('extensions.delete')],
  ['managementCertificates.add', undefined, [choose('refused.cer')], error('managementCertificates.add')],
  ['managementCertificates.delete', undefined, [choose('CN=refused there'), click('Delete Management Certificate')], nowhere('managementCertificates.delete')],
  ['reservedIps.associate', ['Reserved IP Addresses', address], [choose(serviceName), click('Associate Reserved Address')], error('reservedIps.associate')],
  ['reservedIps.delete', ['Reserved IP Addresses', address], [click('Delete Reserved Address')], late('reservedIps.delete')],
  ['deployments.openConfiguration', production, [], unreadable('deployments.get')],
  ['deployments.compareConfiguration', production, [cscfg], unreadable('deployments.get')],
  ['resource.viewJson', groupRow, [], unreadable('affinityGroups.get')],
  ['resource.viewXml', groupRow, [], unreadable('affinityGroups.get')],
  ['operations.lookUp', undefined, [enter('a'.repeat(32))], nowhere('operations.getStatus')],
  ['operations.showHistory', undefined, [], unreadable('operations.list')],
  ['subscriptions.test', [], [], unreadable('subscriptions.get')],
  ['subscriptions.add', undefined, [choose('Make a new certificate...'), choose('Local emulator'), enter('refused'), choose('RSA, 2048 bits'), enter('1')], error('managementCertificates.add')],
];

describe('a command that the service answers badly says so and leaves everything as it was:', () => {
  let client: ServiceManagementClient;
  const wait = async ({ requestId }: { requestId: string }) => { await client.operations.wait(requestId); };

  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await deploySample(client, { serviceName, slot: 'Production', account, configuration: 'ServiceConfiguration.Cloud.cscfg' });
    await client.affinityGroups.create({ name: group, label: group, location });
    await wait(await client.reservedIps.create({ name: address, location }));
    await wait(await client.extensions.add({ serviceName, providerNameSpace: 'Microsoft.Windows.Azure.Extensions', type: 'RDP', id: 'refused', version: '1.*', publicConfiguration: '<PublicConfig/>' }));
    const [there, free] = await Promise.all(['refused there', 'refused'].map(async (commonName) => (await makeManagementCertificate({ commonName, days: 1, now: new Date() })).cert)) as [string, string];
    const { publicKey, thumbprint, data } = uploadForm(there);
    await client.managementCertificates.add({ publicKey, thumbprint, data });
    await writeFile(sample('refused.cer'), new X509Certificate(free).raw);
    await vscode.env.clipboard.writeText('before');
  });
  afterEach(() => inject(''));

  /** All that the commands are about, as the service has it and as the tree shows it. */
  const everything = async () => {
    // A test of the connection closes its client.
    client = await (await services()).connections.client(await emulatorConnection());
    return {
      service: await client.hostedServices.get({ serviceName, embedDetail: true }), extensions: await client.extensions.list({ serviceName }),
      account: await client.storageAccounts.get({ serviceName: account }), keys: await client.storageAccounts.getKeys({ serviceName: account }),
      group: await client.affinityGroups.get({ affinityGroupName: group }), addresses: await client.reservedIps.list(), certificates: await client.managementCertificates.list(),
      connections: (await services()).connections.list(), clipboard: await vscode.env.clipboard.readText(), editors: vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length,
      rows: await Promise.all([service, accountRow, groupRow, ['Reserved IP Addresses', address], ['Management Certificates']].map(async (labels) => outline(await row('Local emulator', ...labels)))),
    };
  };

  for (const [command, labels, answers, [fault, said]] of cases) {
    it(command, async () => {
      const before = await everything();
      const argument = labels && await row('Local emulator', ...labels);
      await inject(fault);
      const { told } = await run(`azureClassic.${command}`, [argument], answers);
      await inject('');
      assert.equal(told.length, 1, told.join());
      assert.match(told[0]!, said);
      assert.deepEqual(await everything(), before);
    });
  }

  it('resource.reread', async () => {
    await run('azureClassic.resource.viewJson', [await row('Local emulator', ...groupRow)], []);
    const { document } = vscode.window.activeTextEditor!;
    const text = document.getText();
    await inject('affinityGroups.get:malformed:9');
    const { told } = await run('azureClassic.resource.reread', [document.uri], []);
    assert.match(told.join(), /The answer/);
    assert.equal(document.getText(), text);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('tree.refresh, in the tree itself, which keeps what it had', async () => {
    const labels = async () => { const { tree } = await services(); return (await tree.getChildren(await row('Local emulator', 'Locations'))).map((node) => String(tree.getTreeItem(node).label)); };
    const before = await labels();
    await inject('locations.list:malformed:9');
    const { told } = await run('azureClassic.tree.refresh', [await row('Local emulator', 'Locations')], []);
    assert.deepEqual(told, []);
    const [failure, ...rows] = await labels();
    assert.match(failure!, /^As of .+\. .*The answer/);
    assert.deepEqual(rows, before);
    await inject('');
    await run('azureClassic.tree.refresh', [await row('Local emulator', 'Locations')], []);
    assert.deepEqual(await labels(), before);
  });
});
