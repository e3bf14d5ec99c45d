import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { clearNotifications, clickTreeItem, clickTreeItemAction, expandTreeItem, fillInput, openViewContainer, pick, readTree, runCommand, treeItem, waitForNotification } from '../tools/window.ts';
import { asked, operation, operations, story, tree } from './story.ts';

const deploying = 'Deploy Package';

story('A window reloaded in the middle of a deployment', { theme: 'Default Dark Modern', machineSettings: { 'azureClassic.emulator.operationSeconds': 12 } }, (s) => {
  it('finds emulator and operation again and follows it to its end', async () => {
    const { page } = s;
    await openViewContainer(page, 'Azure Classic');
    await page.getByRole('button', { name: 'Start Local Emulator' }).click();
    await treeItem(page, tree, 'Local emulator').waitFor();
    await runCommand(page, 'Azure Classic: Deploy Package...');
    await asked(page, 'Which package?');
    await pick(page, 'ContosoShop.cspkg');
    await asked(page, 'Which service configuration?');
    await pick(page, 'ServiceConfiguration.Local.cscfg');
    await asked(page, 'To which cloud service?');
    await pick(page, 'contoso-shop');
    await asked(page, 'To which slot');
    await pick(page, 'Production');
    await asked(page, 'Label of the deployment');
    await fillInput(page, 'Reloaded');
    await asked(page, 'Through which storage account');
    await pick(page, 'contosopackages');
    await asked(page, 'What happens to it');
    await pick(page, 'Start it');
    await asked(page, 'Is everything right?');
    await page.keyboard.press('Enter');
    await operation(page, deploying, 'in progress').waitFor();
    await s.window.reload();

    await operation(page, deploying, 'in progress').waitFor({ timeout: 60_000 });
    await s.shot('30-after-reload');
    await waitForNotification(page, 'ContosoShop.cspkg is deployed to the production slot of contoso-shop. Its role instances are ready.', 60_000);
    await operation(page, deploying, 'succeeded').waitFor();
    await expandTreeItem(page, operations, deploying);
    const steps = (await readTree(page, operations)).filter(({ level }) => level === 2).map(({ label }) => label);
    assert.deepEqual(steps, ['Upload the package', 'Create the deployment', 'Start the role instances']);
    await expandTreeItem(page, tree, 'Cloud Services', 'contoso-shop', 'Production');
    await treeItem(page, tree, 'StoreFront_IN_0').filter({ hasText: 'ready' }).waitFor({ timeout: 60_000 });
    await s.shot('31-after-reload-ready');
  });

  it('does so after a crash too, with what had ended before', async () => {
    const { page } = s;
    await clearNotifications(page);
    for (const row of ['Production', 'contoso-shop', 'Cloud Services']) await clickTreeItem(page, tree, row);
    await clickTreeItemAction(page, tree, 'Storage Accounts', 'Create Storage Account...');
    await asked(page, 'Name of the storage account');
    await fillInput(page, 'survivor');
    await asked(page, 'Where?');
    await pick(page, 'West Europe');
    await asked(page, 'How is it replicated?');
    await pick(page, 'Standard_LRS');
    await operation(page, 'Create Storage Account', 'in progress').waitFor();
    // Who follows the operation is the extension host, with the emulator in it.
    const folder = path.join(s.window.userDataDir, 'User', 'globalStorage', 'azure-classic.azure-classic', 'tasks');
    const [lease] = globSync('*.lease', { cwd: folder });
    const { pid } = JSON.parse(readFileSync(path.join(folder, lease!), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');

    await waitForNotification(page, 'The storage account survivor is created.', 90_000);
    await operation(page, 'Create Storage Account', 'succeeded').waitFor();
    await operation(page, deploying, 'succeeded').waitFor();
    await s.shot('32-after-crash');
  });
});
