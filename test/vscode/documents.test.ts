import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { run } from './person.ts';
import { deploySample, emulatorConnection, row, services } from './services.ts';

const shown = () => vscode.window.activeTextEditor!.document;
const deployed = (...labels: string[]) => row('Local emulator', 'Cloud Services', 'documents-service', ...labels);

describe('the properties of a resource', () => {
  before(async () => {
    const client = await (await services()).connections.client(await emulatorConnection());
    await deploySample(client, { serviceName: 'documents-service', slot: 'Production', account: 'documentsstore', configuration: 'ServiceConfiguration.Local.cscfg' });
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('open as read-only JSON, with dates as text and without the configuration', async () => {
    await run('azureClassic.resource.viewJson', [await deployed('Production')], []);
    assert.equal(shown().languageId, 'json');
    assert.match(shown().uri.path, /\/documents-service\/v1\/Production\.json$/);
    const deployment = JSON.parse(shown().getText());
    assert.deepEqual([deployment.name, deployment.deploymentSlot, deployment.configuration, deployment.roleInstanceList.length], ['v1', 'Production', '***', 2]);
    assert.match(deployment.createdTime, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const before = shown().getText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(shown().getText(), before, 'nobody can write into it');
  });

  it('open as the XML that the service sent, and as JSON again, from the title of the document', async () => {
    await run('azureClassic.resource.viewXml', [shown().uri], []);
    assert.equal(shown().languageId, 'xml');
    assert.match(shown().getText(), /^<Deployment xmlns="http:\/\/schemas\.microsoft\.com\/windowsazure"[^]*\n {2}<Configuration>\*\*\*<\/Configuration>\n/);
    await run('azureClassic.resource.viewJson', [shown().uri], []);
    assert.equal(shown().languageId, 'json');
  });

  it('are there for every row that is a resource', async () => {
    const { tree } = await services();
    for (const labels of [['Cloud Services', 'documents-service', 'Production', 'StoreFront', 'StoreFront_IN_0'], ['Storage Accounts', 'documentsstore', 'Blobs'], ['Affinity Groups'], ['Locations', 'West US']]) {
      for (let depth = 0; depth <= labels.length; depth++) {
        const node = await row('Local emulator', ...labels.slice(0, depth));
        assert.match(tree.getTreeItem(node).contextValue!, /;readable$/, node.id);
        for (const format of ['Json', 'Xml']) {
          await run(`azureClassic.resource.view${format}`, [node], []);
          assert.match(shown().getText(), format === 'Json' ? /^[[{]/ : /^<\w+/, node.id);
        }
      }
    }
  });

  it('of a role instance are those of that instance', async () => {
    await run('azureClassic.resource.viewJson', [await deployed('Production', 'OrderProcessor', 'OrderProcessor_IN_0')], []);
    const instance = JSON.parse(shown().getText());
    assert.deepEqual([instance.roleName, instance.instanceName], ['OrderProcessor', 'OrderProcessor_IN_0']);
  });

  it('are read again when asked, and stay as they were when that fails', async () => {
    const connection = await emulatorConnection();
    const client = await (await services()).connections.client(connection);
    await client.affinityGroups.create({ name: 'documents-group', label: 'before', location: 'West US' });
    await run('azureClassic.resource.viewJson', [await row('Local emulator', 'Affinity Groups', 'documents-group')], []);
    const { uri } = shown();
    await client.affinityGroups.update({ affinityGroupName: 'documents-group', label: 'after' });
    const changed = new Promise((resolve) => { const listening = vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document.uri.toString() === uri.toString()) { listening.dispose(); resolve(undefined); } }); });
    await run('azureClassic.resource.reread', [uri], []);
    await changed;
    assert.equal(JSON.parse(shown().getText()).label, 'after');
    await client.affinityGroups.delete({ affinityGroupName: 'documents-group' });
    await run('azureClassic.resource.reread', [uri], []);
    assert.equal(JSON.parse(shown().getText()).label, 'after');
  });
});
