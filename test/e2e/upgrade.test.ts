import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { accessibilityProblems } from '../tools/axe.ts';
import {
  answerDialog, chooseInContextMenu, clearNotifications, expandTreeItem, fillInput, openContextMenu, openViewContainer, pick, readDialog, readTree, runCommand, treeItem, waitForInputMessage, waitForNotification,
} from '../tools/window.ts';
import { runShop } from './emulatorProcess.ts';
import { asked, story } from './story.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): Record<string, string> => JSON.parse(readFileSync(path.join(repository, file), 'utf8')) as Record<string, string>;
const [manifest, bundle] = ['package.nls.es.json', 'l10n/bundle.l10n.es.json'].map(read) as [Record<string, string>, Record<string, string>];
/** What a Spanish window says. */
const t = (text: string, ...values: string[]) => values.reduce((all, value, i) => all.replaceAll(`{${i}}`, value), bundle[text]!);
const menu = (command: string) => manifest[`command.${command}`]!;
const view = manifest['view.subscriptions']!;
const production = t('Production');

describe('A deployment that is upgraded, scaled and repaired', () => {
  const shop = runShop();

  story('shown in Spanish', { locale: 'es', theme: 'Default Dark Modern', machineSettings: shop.machineSettings }, (s) => {
    it('is upgraded from its row, domain by domain', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await expandTreeItem(s.page, view, t('Local emulator'), t('Cloud Services'), 'contoso-shop', production);
      await treeItem(s.page, view, 'OrderProcessor_IN_1').waitFor();
      const entries = await openContextMenu(s.page, view, production);
      for (const command of ['deployments.upgrade', 'extensions.add']) assert.ok(entries.includes(menu(command)), entries.join(', '));
      await s.shot('60-slot-menu');
      await s.page.keyboard.press('Escape');
      await chooseInContextMenu(s.page, view, production, menu('deployments.upgrade'));
      await pick(s.page, 'ContosoShop.cspkg');
      await pick(s.page, 'ServiceConfiguration.Cloud.cscfg');
      await asked(s.page, t('Label of the deployment, at most {0} characters', '100'));
      await fillInput(s.page, 'Tienda 2');
      await pick(s.page, 'contosopackages');
      await asked(s.page, t('How do the upgrade domains follow one another?'));
      await s.shot('61-upgrade-mode');
      assert.deepEqual(await accessibilityProblems(s.page, '.quick-input-widget'), []);
      await pick(s.page, new RegExp(`^${t('Manual')}`));
      await pick(s.page, t('All roles'));
      await asked(s.page, t('What if local data would be lost, as with another size of a role?'));
      await s.shot('62-upgrade-force');
      await pick(s.page, t('Refuse the upgrade'));
      await asked(s.page, t('Is everything right? Choose a line to change it.'));
      await s.shot('63-upgrade-review');
      await pick(s.page, new RegExp(`^${t('Upgrade Deployment')}`));
      await waitForNotification(s.page, t('The upgrade of the {0} deployment of {1} is prepared. Its first upgrade domain waits for "Walk Upgrade Domain".', t('production'), 'contoso-shop'));
      await s.shot('64-upgrade-waits');

      await runCommand(s.page, `Azure Classic: ${menu('deployments.walkUpgradeDomain')}`);
      await pick(s.page, 'contoso-shop');
      await pick(s.page, production);
      await asked(s.page, t('How does the upgrade of the {0} deployment of {1} go on?', t('production'), 'contoso-shop'));
      await s.shot('65-walk');
      await pick(s.page, t('All that are left, one after the other'));
      await waitForNotification(s.page, t('The {0} deployment of {1} is upgraded, in all its upgrade domains.', t('production'), 'contoso-shop'));
      await clearNotifications(s.page);
    });

    it('has as many instances of a role as are asked for', async () => {
      await chooseInContextMenu(s.page, view, 'StoreFront', menu('deployments.scaleRole'));
      await fillInput(s.page, '90');
      await waitForInputMessage(s.page, /^Núcleos que hacen falta/);
      await s.shot('66-scale');
      await s.page.keyboard.press('Escape');
      await s.page.locator('.quick-input-widget').filter({ visible: true }).waitFor({ state: 'detached' });
    });

    it('has the instances rebooted that are selected together', async () => {
      await treeItem(s.page, view, 'StoreFront_IN_0').click();
      await treeItem(s.page, view, 'OrderProcessor_IN_1').click({ modifiers: ['ControlOrMeta'] });
      await chooseInContextMenu(s.page, view, 'OrderProcessor_IN_1', menu('roleInstances.reboot'));
      assert.ok((await readDialog(s.page)).includes(t('Role instances: {0}', 'StoreFront_IN_0, OrderProcessor_IN_1')), await readDialog(s.page));
      await s.shot('67-reboot');
      await answerDialog(s.page, t('Reboot Role Instances'));
      await waitForNotification(s.page, t('{0} has been rebooted.', 'OrderProcessor_IN_1'));
      await clearNotifications(s.page);
    });

    it('keeps a storage account whose name is not typed', async () => {
      await expandTreeItem(s.page, view, t('Storage Accounts'));
      await openContextMenu(s.page, view, 'contosopackages');
      await s.shot('68-account-menu');
      await s.page.keyboard.press('Escape');
      await chooseInContextMenu(s.page, view, 'contosopackages', menu('storageAccounts.delete'));
      await answerDialog(s.page, t('Delete Storage Account'));
      await asked(s.page, t('{0} Type its name: {1}', t('Delete the storage account {0}?', 'contosopackages'), 'contosopackages'));
      await s.shot('69-delete');
      await fillInput(s.page, 'contoso');
      await waitForInputMessage(s.page, t('Type {0} to delete it, or press Escape to keep it.', 'contosopackages'));
      await s.shot('69-delete-name');
      await s.page.keyboard.press('Escape');
      await runCommand(s.page, `Azure Classic: ${menu('extensions.add')}`);
      await pick(s.page, 'contoso-shop');
      await pick(s.page, production);
      await asked(s.page, t('User name'));
      await fillInput(s.page, 'ana');
      await asked(s.page, t('Password; it is sent to the service and kept nowhere here'));
      await s.shot('70-remote-desktop');
      await s.page.keyboard.press('Escape');
      assert.ok((await readTree(s.page, view)).some(({ label }) => label === 'contosopackages'));
    });
  });
});
