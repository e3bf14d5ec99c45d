import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessibilityProblems } from '../tools/axe.ts';
import { expandTreeItem, openContextMenu, openViewContainer, readTree, runCommand, treeItem, waitForNotification } from '../tools/window.ts';
import { story, tree } from './story.ts';

const look = {
  start: 'Iniciar el emulador local', stop: 'Azure Classic: Detener el emulador local', stopped: 'El emulador local está detenido', view: 'Suscripciones', emulator: 'Emulador local', services: 'Servicios en la nube',
  title: 'Primeros pasos con Azure Classic', steps: ['Inicie el emulador local', 'Explore lo que hay', 'Implemente el ejemplo', 'Páselo a producción', 'Conecte su suscripción'], link: 'cinco primeros pasos',
} as const;

story('First steps', { locale: 'es', theme: 'Default Light Modern', viewport: { width: 1600, height: 900 } }, (s) => {
  const step = (title: string) => s.page.locator('.getting-started-step').filter({ hasText: title });
  const isDone = (title: string) => step(title).locator('.codicon.complete').first();
  /** In every theme, the one of before at last. */
  const readableInAll = async (shot: string, ...places: string[]) => {
    for (const theme of ['Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light', 'Default Light Modern'] as const) {
      await s.useTheme(theme);
      await s.shot(`${shot}-${theme.replaceAll(' ', '-')}`);
      for (const place of places) assert.deepEqual(await accessibilityProblems(s.page, place), [], theme);
    }
  };

  it('are opened from the view that has nothing to show', async () => {
    await openViewContainer(s.page, 'Azure Classic');
    await s.page.locator('.welcome-view .monaco-link', { hasText: look.link }).waitFor();
    await s.page.locator('.welcome-view .monaco-link', { hasText: look.link }).click();
    await s.page.getByText(look.title).first().waitFor();
    for (const title of look.steps) assert.equal(await step(title).count(), 1, title);
    await readableInAll('50-first-steps', '.welcome-view-content', '.getting-started-step');
  });

  it('are done one by one as it happens', async () => {
    for (const title of look.steps) {
      await step(title).click();
      await s.page.waitForTimeout(300);
      await s.shot(`51-step-${look.steps.indexOf(title)}`);
    }
    await s.page.locator('.welcome-view').getByRole('button', { name: look.start }).click();
    await treeItem(s.page, look.view, look.emulator).waitFor();
    await isDone(look.steps[0]).waitFor();
    assert.equal(await isDone(look.steps[1]).count(), 0);
    await expandTreeItem(s.page, look.view, look.services);
    await expandTreeItem(s.page, look.view, 'contoso-shop');
    await isDone(look.steps[1]).waitFor();
    await readableInAll('52-first-rows', '.pane [role=treeitem]');
    // A row that says nothing would be noticed; VS Code never draws this one again.
    await s.page.evaluate(`{ const row = document.createElement('div'); row.setAttribute('role', 'treeitem'); row.style.height = '1px'; document.querySelector('.pane').append(row); }`);
    assert.match(String(await accessibilityProblems(s.page, '.pane [role=treeitem]')), /aria-treeitem-name/);
    assert.equal(await isDone(look.steps[2]).count(), 0);
  });

  it('leave a view that knows the emulator when it is stopped', async () => {
    await runCommand(s.page, look.stop);
    await s.page.getByText(look.stopped).waitFor();
    await s.shot('53-stopped');
    await s.page.locator('.welcome-view').getByRole('button').first().click();
    await treeItem(s.page, look.view, look.emulator).waitFor();
  });
});

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
