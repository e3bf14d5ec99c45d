import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../tools/axe.ts';
import {
  answerDialog, chooseInContextMenu, clearNotifications, clickTreeItemAction, expandTreeItem, fillInput, openViewContainer, pick, readDialog, readQuickPick, runCommand,
  treeItem, waitForInputMessage, waitForNotification,
} from '../tools/window.ts';
import { startEmulatorProcess, uploadSample, type EmulatorProcess } from './emulatorProcess.ts';
import { asked, operation, operations, story, tree } from './story.ts';

/** From the palette to the review of a package that is in Blob storage already. */
async function deployUrl(page: Page, url: string, slot: 'Production' | 'Staging', label: string): Promise<void> {
  await runCommand(page, 'Azure Classic: Deploy Package...');
  await asked(page, 'Which package?');
  await pick(page, 'Already in Blob storage');
  await asked(page, 'URL of the package');
  await fillInput(page, url);
  await asked(page, 'Which service configuration?');
  await pick(page, 'ServiceConfiguration.Local.cscfg');
  await asked(page, 'To which cloud service?');
  await pick(page, 'contoso-shop');
  await asked(page, 'To which slot');
  await pick(page, slot);
  await asked(page, 'Label of the deployment');
  await fillInput(page, label);
  await asked(page, 'What happens to it');
  await pick(page, 'Leave it suspended');
  await asked(page, 'Is everything right?');
}

const deploying = 'Deploy Package';

describe('When things go wrong', () => {
  let emulator: EmulatorProcess;
  const machineSettings: Record<string, unknown> = {};
  before(async function () {
    this.timeout(60_000);
    emulator = await startEmulatorProcess('--operation-seconds', '8');
    machineSettings['azureClassic.emulator.dataFolder'] = emulator.directory;
  });
  after(() => emulator.stop());

  story('in a window', { machineSettings, theme: 'Default Dark Modern' }, (s) => {
    it('a configuration that does not fit the package is said before anything is sent, at its line', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await treeItem(s.page, tree, 'Local emulator').waitFor();
      const file = path.join(s.folder, 'ServiceConfiguration.Wrong.cscfg');
      const text = readFileSync(path.join(s.folder, 'ServiceConfiguration.Cloud.cscfg'), 'utf8');
      writeFileSync(file, text.replace(/(<ConfigurationSettings>)/, '$1<Setting name="NoSuchSetting" value="1" />'));
      await runCommand(s.page, 'Azure Classic: Deploy Package...');
      await asked(s.page, 'Which package?');
      await pick(s.page, 'ContosoShop.cspkg');
      await asked(s.page, 'Which service configuration?');
      await pick(s.page, 'ServiceConfiguration.Wrong.cscfg');
      await asked(s.page, 'cannot be deployed with');
      const [problem] = await readQuickPick(s.page, 'Deploy Package');
      assert.match(problem!, /Setting 'NoSuchSetting' for role 'StoreFront' specified in the service configuration file is not declared in the service definition file\./);
      await s.shot('50-preflight');
      await pick(s.page, 'NoSuchSetting');
      await s.page.locator('.tab.active', { hasText: 'ServiceConfiguration.Wrong.cscfg' }).waitFor();
    });

    it('an operation outlives the emulator\'s crash, and is followed on when it is back', async () => {
      const url = await uploadSample(emulator.client);
      await deployUrl(s.page, url, 'Production', 'Crash');
      await s.shot('51-review-url');
      await s.page.keyboard.press('Enter');
      await operation(s.page, deploying, 'in progress').waitFor();
      // Azurite writes its list of blobs every few seconds only; the emulator keeps the package it has fetched.
      await emulator.kill();
      await operation(s.page, deploying, 'does not answer; trying again').waitFor();
      await s.shot('52-emulator-gone');
      await emulator.restart();
      await waitForNotification(s.page, /is deployed to the production slot of contoso-shop, suspended/, 60_000);
      await expandTreeItem(s.page, tree, 'Cloud Services', 'contoso-shop');
      await treeItem(s.page, tree, 'Production').filter({ hasText: 'suspended' }).waitFor();
      await clearNotifications(s.page);
    });

    it('whoever stops waiting is told that the service goes on', async () => {
      await runCommand(s.page, 'Azure Classic: Clear Finished Operations');
      await operation(s.page, deploying).waitFor({ state: 'detached' });
      const url = await uploadSample(emulator.client);
      await deployUrl(s.page, url, 'Staging', 'Stopped');
      await s.page.keyboard.press('Enter');
      await operation(s.page, deploying, 'in progress').waitFor();
      await clickTreeItemAction(s.page, operations, deploying, 'Stop Waiting');
      await waitForNotification(s.page, 'is no longer waited for. The service goes on with it');
      await operation(s.page, deploying, 'no longer waited for').waitFor();
      await s.shot('53-stopped');
      await treeItem(s.page, tree, 'Staging').filter({ hasText: 'suspended' }).waitFor({ timeout: 60_000 });
      // What follows looks at ends only.
      await emulator.kill();
      await emulator.restart('--operation-seconds', '1');
    });

    it('a deletion that failed is retried after the question that was asked before', async () => {
      await clearNotifications(s.page);
      await emulator.setFaults('deployments.delete:fail:1');
      await chooseInContextMenu(s.page, tree, 'Staging', 'Delete Deployment...');
      await answerDialog(s.page, 'Delete Deployment');
      await waitForNotification(s.page, /Deleting the staging deployment of contoso-shop: this failed\. \w+/, 60_000);
      await operation(s.page, 'Delete Deployment', 'contoso-shop, staging').filter({ hasText: 'failed' }).waitFor();
      await s.shot('54-delete-failed');
      await clickTreeItemAction(s.page, operations, 'Delete Deployment', 'Retry Operation...');
      assert.match(await readDialog(s.page), /Delete the deployment Stopped\?[^]*Target: contoso-shop, staging[^]*The last attempt: /);
      await answerDialog(s.page, 'Delete Deployment');
      await waitForNotification(s.page, 'The staging slot of contoso-shop is empty now.', 60_000);
      assert.equal(await operation(s.page, 'Delete Deployment').count(), 1, 'the one that failed made room');
    });

    it('a package that is not there fails with the service\'s words, all of which can be read, and is deployed from another place', async () => {
      await clearNotifications(s.page);
      await runCommand(s.page, 'Azure Classic: Clear Finished Operations');
      const url = await uploadSample(emulator.client);
      const gone = url.replace('.cspkg', '-gone.cspkg');
      await deployUrl(s.page, gone, 'Staging', 'Gone');
      await s.page.keyboard.press('Enter');
      await waitForNotification(s.page, /could not be deployed to the staging slot of contoso-shop\. BadRequest/, 60_000);
      await s.shot('55-package-missing');
      await treeItem(s.page, tree, 'Staging').filter({ hasText: 'empty' }).waitFor();
      await clearNotifications(s.page);
      await expandTreeItem(s.page, operations, deploying);
      await s.page.locator('[role="treeitem"]', { hasText: 'BadRequest: The package' }).click();
      await s.page.locator('.view-lines', { hasText: /State:\s+failed/ }).waitFor();
      await s.shot('56-details');
      // The Operations view with what failed, and the document that says why; line numbers are VS Code's.
      for (const place of ['.pane [role=treeitem]', '.editor-instance .view-lines']) assert.deepEqual(await accessibilityProblems(s.page, place), [], place);

      await clickTreeItemAction(s.page, operations, deploying, 'Retry Operation...');
      await asked(s.page, 'Is everything right?');
      await s.shot('57-retry-review');
      await pick(s.page, 'Package');
      await pick(s.page, 'Already in Blob storage');
      await asked(s.page, 'URL of the package');
      await fillInput(s.page, url);
      await asked(s.page, 'Is everything right?');
      await s.page.keyboard.press('Enter');
      await waitForNotification(s.page, /is deployed to the staging slot of contoso-shop, suspended/, 60_000);
      assert.equal(await operation(s.page, deploying).count(), 1, 'the one that failed made room');
      await clearNotifications(s.page);
    });

    it('an operation of somebody else is looked up by its request id, and stands in the history', async () => {
      const { requestId } = await emulator.client.storageAccounts.create({ serviceName: 'bysomebody', label: 'x', location: 'West Europe', accountType: 'Standard_LRS' });
      await runCommand(s.page, 'Azure Classic: Look Up Operation by Request Id...');
      await asked(s.page, 'Request id');
      await fillInput(s.page, 'not an id');
      await waitForInputMessage(s.page, '32 hexadecimal digits');
      await fillInput(s.page, requestId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
      await s.page.locator('.view-lines', { hasText: requestId }).waitFor();
      await s.shot('58-looked-up');
      await runCommand(s.page, 'Azure Classic: Show Operation History...');
      await s.page.locator('.view-lines', { hasText: 'CreateStorageService' }).waitFor();
      await s.shot('59-history');
    });
  });
});
