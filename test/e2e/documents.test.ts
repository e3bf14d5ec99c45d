import assert from 'node:assert/strict';
import { chooseInContextMenu, expandTreeItem, openContextMenu, openViewContainer, pick, readQuickPick, waitForNotification } from '../tools/window.ts';
import { runShop, sampleConfiguration } from './emulatorProcess.ts';
import { asked, story } from './story.ts';

const w = {
  view: 'Subscriptions', emulator: 'Local emulator', services: 'Cloud Services', production: 'Production', view1: 'View Properties', open: 'Open Configuration', copy: 'Copy as Code...',
  which: 'Which call?', upload: 'Upload it to the production deployment of contoso-shop?', no: 'Do not upload', yes: 'Upload', failed: /Failed to save 'contoso-shop\.cscfg'.*It was not uploaded/, done: 'has its new configuration',
} as const;

describe('A deployment read and configured in editors', () => {
  const shop = runShop();

  story('in a window', { theme: 'Default High Contrast', machineSettings: shop.machineSettings }, (s) => {
    const configuration = async () => (await shop.emulator.client.deployments.get({ serviceName: 'contoso-shop', deploymentName: 'v1' })).configuration!;

    it('opens as JSON from its row', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await expandTreeItem(s.page, w.view, w.emulator, w.services, 'contoso-shop');
      const entries = await openContextMenu(s.page, w.view, w.production);
      for (const entry of [w.view1, w.open, w.copy]) assert.ok(entries.includes(entry), `${entry} in ${entries}`);
      await s.shot('60-menu');
      await s.page.keyboard.press('Escape');
      await chooseInContextMenu(s.page, w.view, w.production, w.view1);
      await s.page.locator('.tab', { hasText: 'Production.json' }).waitFor();
      await s.page.locator('.monaco-editor .view-line', { hasText: 'deploymentSlot' }).first().waitFor();
      await s.shot('61-properties');
    });

    it('offers its calls as code', async () => {
      await chooseInContextMenu(s.page, w.view, w.production, w.copy);
      await asked(s.page, w.which);
      assert.match((await readQuickPick(s.page, /./))[0]!, /^Get Deployment/);
      await s.shot('62-copy');
      await pick(s.page, /^Get Deployment/);
      await s.shot('63-copy-language');
      await s.page.keyboard.press('Escape');
    });

    it('compares its configuration before it is uploaded, and leaves it unsaved when it is not to be', async () => {
      const { page } = s;
      await chooseInContextMenu(page, w.view, w.production, w.open);
      await page.locator('.tab', { hasText: 'contoso-shop.cscfg' }).waitFor();
      const line = page.locator('.monaco-editor .view-line', { hasText: 'ShopName' });
      await line.waitFor();
      await s.shot('64-configuration');
      await line.click();
      await page.keyboard.press('End');
      for (const _ of '" />') await page.keyboard.press('ArrowLeft');
      await page.keyboard.type(' 2');
      await page.keyboard.press('ControlOrMeta+S');
      await asked(page, w.upload);
      await s.shot('65-compare');
      await pick(page, new RegExp(w.no));
      await waitForNotification(page, w.failed);
      await s.shot('66-not-uploaded');
      assert.equal(await configuration(), sampleConfiguration('Cloud'));
    });

    it('uploads it when it is', async () => {
      const { page } = s;
      await page.keyboard.press('ControlOrMeta+S');
      await asked(page, w.upload);
      await page.keyboard.press('Enter');
      await waitForNotification(page, w.done);
      await s.shot('67-uploaded');
      assert.equal(await configuration(), sampleConfiguration('Cloud').replace('value="Contoso Shop"', 'value="Contoso Shop 2"'));
    });
  });
});
