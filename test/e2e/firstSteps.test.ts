import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessibilityProblems } from '../tools/axe.ts';
import { expandTreeItem, openContextMenu, openViewContainer, readTree, runCommand, treeItem, waitForNotification } from '../tools/window.ts';
import { story, tree } from './story.ts';

for (const look of [
  { name: 'en-dark', locale: 'en', theme: 'Default Dark Modern', start: 'Start Local Emulator', stop: 'Azure Classic: Stop Local Emulator', stopped: 'The local emulator is stopped', view: tree, emulator: 'Local emulator', services: 'Cloud Services', title: 'First Steps with Azure Classic', open: 'Azure Classic: Open First Steps', steps: ['Start the local emulator', 'Browse what is there', 'Deploy the sample', 'Swap it into production', 'Connect your own'], link: 'five first steps' },
  { name: 'es-light', locale: 'es', theme: 'Default Light Modern', start: 'Iniciar el emulador local', stop: 'Azure Classic: Detener el emulador local', stopped: 'El emulador local está detenido', view: 'Suscripciones', emulator: 'Emulador local', services: 'Servicios en la nube', title: 'Primeros pasos con Azure Classic', open: 'Azure Classic: Abrir los primeros pasos', steps: ['Inicie el emulador local', 'Explore lo que hay', 'Implemente el ejemplo', 'Páselo a producción', 'Conecte la suya'], link: 'cinco primeros pasos' },
  { name: 'en-high-contrast', locale: 'en', theme: 'Default High Contrast', start: 'Start Local Emulator', stop: 'Azure Classic: Stop Local Emulator', stopped: 'The local emulator is stopped', view: tree, emulator: 'Local emulator', services: 'Cloud Services', title: 'First Steps with Azure Classic', open: 'Azure Classic: Open First Steps', steps: ['Start the local emulator', 'Browse what is there', 'Deploy the sample', 'Swap it into production', 'Connect your own'], link: 'five first steps' },
] as const) {
  story(`First steps, ${look.name}`, { locale: look.locale, theme: look.theme, viewport: { width: 1600, height: 900 } }, (s) => {
    const step = (title: string) => s.page.locator('.getting-started-step').filter({ hasText: title });
    const isDone = (title: string) => step(title).locator('.codicon.complete').first();

    it('are opened from the view that has nothing to show', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await s.page.locator('.welcome-view .monaco-link', { hasText: look.link }).waitFor();
      assert.deepEqual(await accessibilityProblems(s.page, '.welcome-view-content'), []);
      await s.page.locator('.welcome-view .monaco-link', { hasText: look.link }).click();
      await s.page.getByText(look.title).first().waitFor();
      for (const title of look.steps) assert.equal(await step(title).count(), 1, title);
      await s.shot(`50-first-steps-${look.name}`);
      assert.deepEqual(await accessibilityProblems(s.page, '.getting-started-step'), []);
    });

    it('are done one by one as it happens', async () => {
      for (const title of look.steps) {
        await step(title).click();
        await s.page.waitForTimeout(300);
        await s.shot(`51-step-${look.name}-${look.steps.indexOf(title as never)}`);
      }
      await s.page.locator('.welcome-view').getByRole('button', { name: look.start }).click();
      await treeItem(s.page, look.view, look.emulator).waitFor();
      await isDone(look.steps[0]).waitFor();
      assert.equal(await isDone(look.steps[1]).count(), 0);
      await expandTreeItem(s.page, look.view, look.services);
      await expandTreeItem(s.page, look.view, 'contoso-shop');
      await isDone(look.steps[1]).waitFor();
      assert.deepEqual(await accessibilityProblems(s.page, '.pane [role=treeitem]'), []);
      // A row that says nothing would be noticed; VS Code never draws this one again.
      await s.page.evaluate(`{ const row = document.createElement('div'); row.setAttribute('role', 'treeitem'); row.style.height = '1px'; document.querySelector('.pane').append(row); }`);
      assert.match(String(await accessibilityProblems(s.page, '.pane [role=treeitem]')), /aria-treeitem-name/);
      assert.equal(await isDone(look.steps[2]).count(), 0);
    });

    it('leave a view that knows the emulator when it is stopped', async () => {
      await runCommand(s.page, look.stop);
      await s.page.getByText(look.stopped).waitFor();
      await s.shot(`52-stopped-${look.name}`);
      await s.page.locator('.welcome-view').getByRole('button').first().click();
      await treeItem(s.page, look.view, look.emulator).waitFor();
    });
  });
}

story('In a workspace that is not trusted', { theme: 'Default Dark Modern', workspaceTrust: true }, (s) => {
  it('the view says what works, and that the emulator does', async () => {
    await openViewContainer(s.page, 'Azure Classic');
    await s.page.getByText('This workspace is not trusted').waitFor();
    await s.shot('53-untrusted');
    await s.page.locator('.welcome-view').getByRole('button', { name: 'Start Local Emulator' }).click();
    await treeItem(s.page, tree, 'Local emulator').waitFor();
  });

  it('nothing of it is offered for deployment', async () => {
    await expandTreeItem(s.page, tree, 'Cloud Services');
    const entries = await openContextMenu(s.page, tree, 'contoso-shop');
    assert.ok(entries.includes('Delete Cloud Service...'), entries.join());
    assert.ok(!entries.includes('Deploy Package...'), entries.join());
    await s.page.keyboard.press('Escape');
    await s.page.keyboard.press('F1');
    await s.page.locator('.quick-input-widget input.input').fill('>Azure Classic: De');
    await s.page.locator('.quick-input-widget [role=option]').filter({ hasText: 'Azure Classic: Delete Cloud Service...' }).waitFor();
    assert.equal(await s.page.locator('.quick-input-widget [role=option]').filter({ hasText: /Deploy (Package|the Sample)/ }).count(), 0);
    await s.page.keyboard.press('Escape');
  });

  it('and what reaches the command all the same is refused with words', async () => {
    const folder = path.join(s.window.userDataDir, 'User');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'keybindings.json'), JSON.stringify([{ key: 'ctrl+alt+7', command: 'azureClassic.deployments.deploy' }]));
    await s.window.reload();
    await openViewContainer(s.page, 'Azure Classic');
    await treeItem(s.page, tree, 'Local emulator').waitFor();
    await s.page.keyboard.press('Control+Alt+7');
    await waitForNotification(s.page, 'This workspace is not trusted, so nothing of it is deployed');
    await s.shot('54-untrusted-refused');
    assert.ok((await readTree(s.page, tree)).length > 1);
  });
});
