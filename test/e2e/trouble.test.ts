import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { chooseInNotification, clearNotifications, expandTreeItem, fillInput, openViewContainer, pick, readQuickPick, runCommand, treeItem, waitForNotification } from '../tools/window.ts';
import { startEmulatorProcess, uploadSample, type EmulatorProcess } from './emulatorProcess.ts';
import { asked, story, tree } from './story.ts';

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
      await waitForNotification(s.page, /in progress/);
      // Azurite writes its list of blobs every few seconds only; the emulator keeps the package it has fetched.
      await emulator.kill();
      await waitForNotification(s.page, /does not answer; trying again/);
      await s.shot('52-emulator-gone');
      await emulator.restart();
      await waitForNotification(s.page, /is deployed to the production slot of contoso-shop, suspended/, 60_000);
      for (const row of ['Cloud Services', 'contoso-shop']) await expandTreeItem(s.page, tree, row);
      await treeItem(s.page, tree, 'Production').filter({ hasText: 'suspended' }).waitFor();
      await clearNotifications(s.page);
    });

    it('Cancel stops waiting and says that the service goes on', async () => {
      const url = await uploadSample(emulator.client);
      await deployUrl(s.page, url, 'Staging', 'Cancelled');
      await s.page.keyboard.press('Enter');
      await waitForNotification(s.page, /in progress/);
      await chooseInNotification(s.page, /Deploying/, 'Cancel');
      await waitForNotification(s.page, 'is no longer waited for. The service goes on with it');
      await s.shot('53-cancelled');
      await treeItem(s.page, tree, 'Staging').filter({ hasText: 'suspended' }).waitFor({ timeout: 60_000 });
    });

    it('a package that is not there fails with the service\'s words', async () => {
      await clearNotifications(s.page);
      const url = await uploadSample(emulator.client);
      await runCommand(s.page, 'Azure Classic: Delete Deployment...');
      await asked(s.page, 'Which cloud service?');
      await pick(s.page, 'contoso-shop');
      await asked(s.page, 'Which deployment?');
      await pick(s.page, 'Staging');
      await s.page.locator('.monaco-dialog-box').getByText('Delete Deployment', { exact: true }).click();
      await waitForNotification(s.page, 'The staging slot of contoso-shop is empty now.', 60_000);
      await deployUrl(s.page, url.replace('.cspkg', '-gone.cspkg'), 'Staging', 'Gone');
      await s.page.keyboard.press('Enter');
      await waitForNotification(s.page, /could not be deployed to the staging slot of contoso-shop\. BadRequest/, 60_000);
      await s.shot('54-package-missing');
      await treeItem(s.page, tree, 'Staging').filter({ hasText: 'empty' }).waitFor();
    });
  });
});
