import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import type { Connection } from '../../src/ui/connections/connection.ts';
import type { Node } from '../../src/ui/tree/node.ts';
import { emulatorConnection, eventually, outline, row, sample, services, upload } from './services.ts';

describe('the tree', () => {
  let connection: Connection;
  let client: ServiceManagementClient;

  before(async () => {
    connection = await emulatorConnection();
    client = await (await services()).connections.client(connection);
    await client.affinityGroups.create({ name: 'tree-group', label: 'Árbol', location: 'West Europe' });
    await client.hostedServices.create({ serviceName: 'tree-service', label: 'Tienda Ñandú', affinityGroup: 'tree-group' });
    await client.storageAccounts.create({ serviceName: 'treestorage', label: 'tree', affinityGroup: 'tree-group' });
  });

  it('shows the groups of the subscription in their order', async () => {
    const [label, groups] = await outline(await row('Local emulator'), 1) as [string, string[]];
    assert.equal(label, 'Local emulator | runs in this window');
    assert.deepEqual(groups, ['Cloud Services', 'Storage Accounts', 'Affinity Groups', 'Locations']);
  });

  it('shows a new cloud service with its decoded label and two empty slots', async () => {
    assert.deepEqual(await outline(await row('Local emulator', 'Cloud Services', 'tree-service')),
      ['tree-service | tree-group · Tienda Ñandú', ['Production | empty', 'Staging | empty']]);
  });

  it('shows a storage account with its endpoints', async () => {
    const { blobEndpoint } = (await services()).emulator.running!;
    await eventually(async () => outline(await row('Local emulator', 'Storage Accounts', 'treestorage')),
      ['treestorage | tree-group', [
        `Blobs | ${blobEndpoint}/treestorage/`, 'Queues | https://treestorage.queue.core.windows.net/', 'Tables | https://treestorage.table.core.windows.net/', 'Files | https://treestorage.file.core.windows.net/',
      ]]);
  });

  it('shows what lies in an affinity group', async () => {
    assert.deepEqual(await outline(await row('Local emulator', 'Affinity Groups', 'tree-group')),
      ['tree-group | West Europe', ['tree-service | cloud service', 'treestorage | storage account']]);
  });

  it('shows the guide\'s locations', async () => {
    const [, locations] = await outline(await row('Local emulator', 'Locations')) as [string, string[]];
    for (const name of ['West Europe', 'Southeast Asia', 'East Asia', 'North Central US', 'North Europe', 'South Central US', 'West US', 'East US']) assert.ok(locations.includes(name), name);
  });

  it('shows a deployment\'s roles and instances until they are ready', async () => {
    const packageUrl = await upload(client, 'treestorage');
    const configuration = await readFile(sample('ServiceConfiguration.Local.cscfg'), 'utf8');
    const { requestId } = await client.deployments.create({ serviceName: 'tree-service', slot: 'Staging', name: 'v1', label: 'Versión 1', packageUrl, configuration, startDeployment: true });
    await client.operations.wait(requestId);
    await eventually(async () => outline(await row('Local emulator', 'Cloud Services', 'tree-service', 'Staging')), ['Staging | Versión 1 · running', [
      ['StoreFront | 1 of 1 ready', ['StoreFront_IN_0 | ready']],
      ['OrderProcessor | 1 of 1 ready', ['OrderProcessor_IN_0 | ready']],
    ]]);
  });

  it('says everything to a screen reader', async () => {
    const { tree } = await services();
    const silent: string[] = [];
    const visit = async (node: Node): Promise<void> => {
      const item = tree.getTreeItem(node);
      if (!(item.accessibilityInformation?.label || item.label)) silent.push(node.id);
      if (item.collapsibleState !== vscode.TreeItemCollapsibleState.None) for (const child of await tree.getChildren(node)) await visit(child);
    };
    await visit(await row('Local emulator'));
    assert.deepEqual(silent, []);
    const staging = tree.getTreeItem(await row('Local emulator', 'Cloud Services', 'tree-service', 'Staging'));
    assert.equal(staging.accessibilityInformation?.label, 'Staging slot, Versión 1, running');
  });

  it('gives every row its own id', async () => {
    const { tree } = await services();
    const ids: string[] = [];
    const visit = async (node: Node): Promise<void> => {
      ids.push(node.id);
      for (const child of await tree.getChildren(node)) await visit(child);
    };
    await visit(await row('Local emulator'));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('shows a subscription that does not answer as a row that says so, beside one that does', async () => {
    const { connections } = await services();
    await connections.add({ name: 'Nowhere', subscriptionId: '99999999-2222-3333-4444-555555555555', endpoint: 'https://127.0.0.1:1', certificatePath: '/does/not/exist.pem' }, undefined);
    try {
      const [, [[, [failure]]]] = await outline(await row('Nowhere'), 2) as any;
      assert.match(failure, /^\/does\/not\/exist\.pem does not exist\./);
      assert.equal((await outline(await row('Local emulator', 'Locations')) as any)[0], 'Locations');
    } finally {
      await connections.remove(connections.list().find((c) => c.name === 'Nowhere')!);
    }
  });
});
