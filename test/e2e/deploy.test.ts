import assert from 'node:assert/strict';
import {
  answerDialog, chooseInContextMenu, chooseInNotification, clearNotifications, clickTreeItem, clickTreeItemAction, expandTreeItem, fillInput, openViewContainer, pick, readDialog,
  readQuickPick, readTree, runCommand, treeItem, waitForInputMessage, waitForNotification,
} from '../tools/window.ts';
import { asked, operation, story, tree } from './story.ts';

/** Rows below a label, as "label | description"; addresses, which are random, as 1.2.3.4. */
async function branch(page: Parameters<typeof readTree>[0], label: string): Promise<string[]> {
  const rows = await readTree(page, tree);
  const at = rows.findIndex((row) => row.label === label);
  const end = rows.findIndex((row, i) => i > at && row.level <= rows[at]!.level);
  return rows.slice(at + 1, end < 0 ? undefined : end).map((row) => [row.label, row.description].filter(Boolean).join(' | ').replace(/\d+(\.\d+){3}/, '1.2.3.4'));
}

story('From an empty window to a running deployment', { theme: 'Default Dark Modern', viewport: { width: 1280, height: 1600 } }, (s) => {
  it('says what this is and starts the local emulator with one click', async () => {
    await openViewContainer(s.page, 'Azure Classic');
    await s.page.getByText('Microsoft retired the classic Azure service').waitFor();
    await s.shot('1-welcome');
    await s.page.getByRole('button', { name: 'Start Local Emulator' }).click();
    await treeItem(s.page, tree, 'Local emulator').waitFor();
    await treeItem(s.page, tree, 'Operating Systems').waitFor();
    assert.deepEqual((await readTree(s.page, tree)).filter((row) => row.level === 2).map((row) => row.label), [
      'Cloud Services', 'Virtual Machines', 'Storage Accounts', 'Disks', 'OS Images', 'VM Images', 'Virtual Networks', 'Reserved IP Addresses', 'Affinity Groups', 'Management Certificates', 'Locations', 'Operating Systems',
    ]);
    await expandTreeItem(s.page, tree, 'Locations', 'Affinity Groups', 'Storage Accounts', 'Cloud Services');
    await treeItem(s.page, tree, 'Australia East').waitFor();
    await s.shot('2-tree');
    await clickTreeItem(s.page, tree, 'Locations');
  });

  it('deploys a package from the Explorer into a new cloud service', async () => {
    const { page } = s;
    await openViewContainer(page, 'Explorer');
    await page.locator('.explorer-folders-view').getByText('ContosoShop.cspkg', { exact: true }).click({ button: 'right' });
    await page.locator('.monaco-menu .action-menu-item').filter({ hasText: 'Deploy Package...' }).hover();
    await page.keyboard.press('Enter');
    await openViewContainer(page, 'Azure Classic');
    assert.deepEqual((await readQuickPick(page, 'Deploy Package')).slice(0, 2), ['ServiceConfiguration.Cloud.cscfg', 'ServiceConfiguration.Local.cscfg']);
    await s.shot('3-deploy-configuration');
    await pick(page, 'ServiceConfiguration.Local.cscfg');
    await asked(page, 'To which cloud service?');
    await pick(page, 'Create a new cloud service...');

    await asked(page, 'Name of the cloud service');
    await fillInput(page, 'contoso shop');
    await waitForInputMessage(page, 'only letters, digits and hyphens');
    await fillInput(page, 'contoso-shop');
    await waitForInputMessage(page, /taken/);
    await s.shot('4-deploy-name-taken');
    await fillInput(page, 'contoso-store');
    await asked(page, 'Where?');
    await pick(page, /^West Europe/);
    await asked(page, 'To which slot');
    await pick(page, 'Staging');
    await asked(page, 'Label of the deployment');
    await fillInput(page, 'Store 1');
    await asked(page, 'Through which storage account');
    await pick(page, 'contosopackages');
    await asked(page, 'What happens to it');
    await s.shot('5-deploy-start');
    await pick(page, 'Start it');
    await asked(page, 'Is everything right?');
    await s.shot('6-deploy-review');
    await page.keyboard.press('Enter');

    await waitForNotification(page, /Deploying ContosoShop\.cspkg to the staging slot of contoso-store/);
    await treeItem(page, tree, 'StoreFront_IN_0').waitFor({ timeout: 60_000 });
    await s.shot('7-deploying');
    await operation(page, 'Deploy Package', /\d:\d\d · contoso-store, staging/).waitFor();
    await chooseInNotification(page, 'ContosoShop.cspkg is deployed to the staging slot of contoso-store. Its role instances are ready.', 'Show');
    await treeItem(page, tree, 'StoreFront_IN_0').filter({ hasText: 'ready' }).waitFor({ timeout: 60_000 });
    await treeItem(page, tree, 'OrderProcessor_IN_0').filter({ hasText: 'ready' }).waitFor({ timeout: 60_000 });
    await s.shot('8-deployed');
    assert.deepEqual(await branch(page, 'contoso-store'), [
      'Production | empty', 'Staging | Store 1 · running',
      'StoreFront | 1 of 1 ready', 'StoreFront_IN_0 | ready · UD 0, FD 0', 'Http | http 1.2.3.4:80', 'OrderProcessor | 1 of 1 ready', 'OrderProcessor_IN_0 | ready · UD 0, FD 0',
      'Certificates', 'Extensions',
    ]);
    await operation(page, 'Deploy Package', 'succeeded').waitFor();
    await clearNotifications(page);
  });

  it('swaps it into production after a modal that names everything', async () => {
    await chooseInContextMenu(s.page, tree, 'contoso-store', 'Swap Production and Staging...');
    const words = await readDialog(s.page);
    for (const expected of ['Move staging of contoso-store to production?', 'Local emulator', 'Store 1 goes from staging to production.', 'Production is empty now']) assert.ok(words.includes(expected), `${expected} in ${words}`);
    await s.shot('9-swap-dialog');
    await answerDialog(s.page, 'Swap');
    await waitForNotification(s.page, 'Store 1 is in production of contoso-store now.');
    await treeItem(s.page, tree, 'Production').filter({ hasText: 'Store 1' }).waitFor();
    await clearNotifications(s.page);
  });

  it('suspends and runs it', async () => {
    await clickTreeItemAction(s.page, tree, 'Production', 'Suspend Deployment');
    assert.match(await readDialog(s.page), /Its role instances stop/);
    await answerDialog(s.page, 'Suspend Deployment');
    await waitForNotification(s.page, 'The production deployment of contoso-store is suspended.');
    await treeItem(s.page, tree, 'Production').filter({ hasText: 'suspended' }).waitFor();
    await s.shot('10-suspended');
    await clickTreeItemAction(s.page, tree, 'Production', 'Run Deployment');
    await waitForNotification(s.page, 'The production deployment of contoso-store is running.');
    await clearNotifications(s.page);
  });

  it('uploads another configuration, and more instances come up', async () => {
    await chooseInContextMenu(s.page, tree, 'Production', 'Upload Configuration...');
    await pick(s.page, 'ServiceConfiguration.Cloud.cscfg');
    assert.match(await readDialog(s.page), /StoreFront, instances: 2 instead of 1/);
    await s.shot('11-configuration-dialog');
    await answerDialog(s.page, 'Upload Configuration');
    await waitForNotification(s.page, 'The production deployment of contoso-store has its new configuration.');
    await expandTreeItem(s.page, tree, 'Production');
    await treeItem(s.page, tree, 'StoreFront_IN_1').filter({ hasText: 'ready' }).waitFor({ timeout: 60_000 });
    await clearNotifications(s.page);
  });

  it('says before any upload that a slot is occupied, and what can be done', async () => {
    await runCommand(s.page, 'Azure Classic: Deploy Package...');
    await asked(s.page, 'Which package?');
    await pick(s.page, 'ContosoShop.cspkg');
    await asked(s.page, 'Which service configuration?');
    await pick(s.page, 'ServiceConfiguration.Cloud.cscfg');
    await asked(s.page, 'To which cloud service?');
    await pick(s.page, 'contoso-store');
    await asked(s.page, 'To which slot');
    await pick(s.page, 'Production');
    await asked(s.page, 'is occupied by Store 1');
    const ways = await readQuickPick(s.page, 'Deploy Package');
    assert.deepEqual(ways.map((way) => way.split(',')[0]), ['Deploy to the staging slot instead', 'Upgrade that deployment instead...', 'Delete that deployment first...', 'Upload only the configuration to it...']);
    await s.shot('12-occupied');
    await s.page.keyboard.press('Escape');
  });

  it('deletes the deployment, then the cloud service', async () => {
    await chooseInContextMenu(s.page, tree, 'Production', 'Delete Deployment...');
    assert.match(await readDialog(s.page), /Delete the deployment Store 1\?[^]*Cloud service: contoso-store[^]*Slot: Production/);
    await s.shot('13-delete-dialog');
    await answerDialog(s.page, 'Delete Deployment');
    await waitForNotification(s.page, 'The production slot of contoso-store is empty now.');
    await treeItem(s.page, tree, 'StoreFront').waitFor({ state: 'detached' });
    await chooseInContextMenu(s.page, tree, 'contoso-store', 'Delete Cloud Service...');
    await answerDialog(s.page, 'Delete Cloud Service');
    await treeItem(s.page, tree, 'contoso-store').waitFor({ state: 'detached' });
    await clearNotifications(s.page);
  });

  it('creates and deletes an affinity group and a storage account', async () => {
    await clickTreeItemAction(s.page, tree, 'Affinity Groups', 'Create Affinity Group...');
    await asked(s.page, 'Name of the affinity group');
    await fillInput(s.page, 'grupo-uno');
    await asked(s.page, 'Label');
    await fillInput(s.page, 'Grupo Uno');
    await asked(s.page, 'Where?');
    await pick(s.page, 'North Europe');
    await treeItem(s.page, tree, 'grupo-uno').waitFor();
    await clickTreeItemAction(s.page, tree, 'Storage Accounts', 'Create Storage Account...');
    await asked(s.page, 'Name of the storage account');
    await fillInput(s.page, 'Not_Good');
    await waitForInputMessage(s.page, 'only lower-case letters and digits');
    await fillInput(s.page, 'grupounodata');
    await asked(s.page, 'Where?');
    await pick(s.page, 'grupo-uno');
    await asked(s.page, 'How is it replicated?');
    await pick(s.page, 'Standard_LRS');
    await waitForNotification(s.page, 'The storage account grupounodata is created.');

    await chooseInContextMenu(s.page, tree, 'grupo-uno', 'Delete Affinity Group...');
    await answerDialog(s.page, 'Delete Affinity Group');
    await waitForNotification(s.page, /affinity group/i);
    await s.shot('14-affinity-group-in-use');
    await clearNotifications(s.page);

    await treeItem(s.page, tree, 'grupounodata').filter({ hasNotText: 'being created' }).waitFor();
    await chooseInContextMenu(s.page, tree, 'grupounodata', 'Delete Storage Account...');
    assert.match(await readDialog(s.page), /All its blobs, queues and tables are deleted with it/);
    await answerDialog(s.page, 'Delete Storage Account');
    await fillInput(s.page, 'grupounodata');
    await treeItem(s.page, tree, 'grupounodata').waitFor({ state: 'detached' });
    await chooseInContextMenu(s.page, tree, 'grupo-uno', 'Delete Affinity Group...');
    await answerDialog(s.page, 'Delete Affinity Group');
    await treeItem(s.page, tree, 'grupo-uno').waitFor({ state: 'detached' });
  });

  it('has ticked the first steps that were done before anybody looked at them', async () => {
    await runCommand(s.page, 'Azure Classic: Open First Steps');
    const done = (title: string) => s.page.locator('.getting-started-step').filter({ hasText: title }).locator('.codicon.complete').first();
    for (const title of ['Start the local emulator', 'Browse what is there', 'Deploy the sample', 'Swap it into production']) await done(title).waitFor();
    assert.equal(await done('Connect your own').count(), 0);
    await s.shot('15-first-steps-done');
  });
});
