import { expandTreeItem, fillInput, openViewContainer, pick, runCommand, treeItem, waitForNotification } from '../tools/window.ts';
import { asked, story, tree } from './story.ts';

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
    await waitForNotification(page, /in progress/);
    await s.window.reload();

    await waitForNotification(page, /Deploying ContosoShop\.cspkg to the production slot of contoso-shop/, 60_000);
    await s.shot('30-after-reload');
    await waitForNotification(page, 'ContosoShop.cspkg is deployed to the production slot of contoso-shop', 60_000);
    for (const label of ['Cloud Services', 'contoso-shop', 'Production']) await expandTreeItem(page, tree, label);
    await treeItem(page, tree, 'StoreFront_IN_0').filter({ hasText: 'ready' }).waitFor({ timeout: 60_000 });
    await s.shot('31-after-reload-ready');
  });
});
