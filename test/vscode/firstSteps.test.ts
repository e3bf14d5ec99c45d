import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { choose, enter, inject, run } from './person.ts';
import { emulatorConnection, eventually, services } from './services.ts';

describe('first steps', () => {
  before(emulatorConnection);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are shown by a walkthrough, which a command opens', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('azureClassic.walkthrough.open', [], []);
    await eventually(async () => vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Welcome');
  });

  it('lead to the log', async () => {
    await run('azureClassic.log.show', [], []);
    await eventually(async () => vscode.window.visibleTextEditors.some(({ document: { uri } }) => uri.scheme === 'output' && /Azure Classic/.test(uri.path)), true);
  });

  // The cloud service and what leads to the files are asked by the one, the files by the other.
  for (const [command, files] of [['sample.deploy', []], ['deployments.deploy', [choose('ContosoShop.cspkg'), choose('ServiceConfiguration.Local.cscfg')]]] as const) {
    it(`are a deployment into a new cloud service, and one that the service refuses (${command})`, async () => {
      const client = await (await services()).connections.client(await emulatorConnection());
      const serviceName = command.replace('.', '-').toLowerCase();
      const rest = [enter('Shop'), choose('contosopackages'), choose('Leave it suspended'), choose('Deploy')];
      const slots = async () => (await client.hostedServices.get({ serviceName, embedDetail: true })).deployments!.map(({ deploymentSlot, status, label }) => [deploymentSlot, status, label]);
      const { told } = await run(`azureClassic.${command}`, [], [...files, choose('Create a new cloud service...'), enter(serviceName), choose('West Europe'), choose('Staging'), ...rest]);
      assert.deepEqual(told, [`ContosoShop.cspkg is deployed to the staging slot of ${serviceName}, suspended.`]);
      assert.deepEqual(await slots(), [['Staging', 'Suspended', 'Shop']]);

      await inject('deployments.create:500:1');
      const failed = await run(`azureClassic.${command}`, [], [...files, choose(serviceName), choose('Production'), ...rest]);
      assert.match(failed.told.join(), new RegExp(`^ContosoShop\\.cspkg could not be deployed to the production slot of ${serviceName}\\. InternalError: .*\\(request \\w+\\) The uploaded package is still in the storage account contosopackages\\.$`));
      assert.deepEqual(await slots(), [['Staging', 'Suspended', 'Shop']]);
    });
  }
});
