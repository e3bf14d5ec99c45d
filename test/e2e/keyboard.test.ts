import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { readDialog, treeItem, view } from '../tools/window.ts';
import { asked, operation, operations, story, tree } from './story.ts';

const name = 'only-by-keys';

/** A command by its words in the palette. An open palette does not learn of commands that come later, so it is opened again. */
async function run(page: Page, title: string): Promise<void> {
  const chosen = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: title });
  for (let attempts = 10; ; attempts--) {
    try {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget').filter({ visible: true }).locator('input.input:focus').waitFor({ timeout: 3000 });
      await page.keyboard.insertText(title);
      await chosen.waitFor({ timeout: 3000 });
      return await page.keyboard.press('Enter');
    } catch (error) {
      if (attempts === 1) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Presses a key until this has the focus. */
async function until(page: Page, focused: Locator, key: string): Promise<void> {
  for (let presses = 60; await focused.count() === 0; presses--) {
    assert.ok(presses > 0, `${key} leads to it`);
    await page.keyboard.press(key);
  }
}

/** Goes to a row of the view that has the focus or is getting it; the row is there or comes. */
async function goTo(page: Page, title: string, label: string): Promise<void> {
  await treeItem(page, title, label).waitFor();
  await view(page, title).locator('.monaco-list:focus').waitFor();
  await page.keyboard.press('Home');
  await until(page, treeItem(page, title, label).and(page.locator('.focused')), 'ArrowDown');
}

async function expand(page: Page, title: string, label: string): Promise<void> {
  const expanded = treeItem(page, title, label).and(page.locator('[aria-expanded="true"]'));
  // A row that is drawn anew just then does not hear the key.
  for (let attempts = 5; ; attempts--) {
    await goTo(page, title, label);
    if (await expanded.count() === 0) await page.keyboard.press('ArrowRight');
    try {
      return await expanded.waitFor({ timeout: 5000 });
    } catch (error) {
      if (attempts === 1) throw error;
    }
  }
}

async function chooseInMenu(page: Page, entry: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  const entries = page.locator('.monaco-menu .action-item');
  await entries.filter({ hasText: entry }).waitFor();
  await until(page, page.locator('.monaco-menu .action-item.focused').filter({ hasText: entry }), 'ArrowDown');
  await page.keyboard.press('Enter');
}

/** Answers the question that is asked. */
async function answer(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
}

story('With the keyboard alone', {}, (s) => {
  it('the view is opened, the emulator started and its tree gone through', async () => {
    const { page } = s;
    await page.evaluate("addEventListener('pointerdown', () => { globalThis.pointed = true; }, true)");
    await run(page, 'Azure Classic: Focus on Subscriptions View');
    await run(page, 'Azure Classic: Start Local Emulator');
    await treeItem(page, tree, 'Cloud Services').waitFor();
    await run(page, 'Azure Classic: Focus on Subscriptions View');
    for (const row of ['Cloud Services', 'contoso-reports']) await expand(page, tree, row);
    await goTo(page, tree, 'Staging');
  });

  it('a cloud service is created, whose name is said to be wrong first', async () => {
    const { page } = s;
    await run(page, 'Azure Classic: Create Cloud Service...');
    await asked(page, 'Name of the cloud service');
    await answer(page, 'two words');
    await page.locator('.quick-input-message').filter({ hasText: 'only letters' }).waitFor();
    await answer(page, name);
    await asked(page, 'Label');
    await answer(page, 'Teclado');
    await asked(page, 'Where? A location or an affinity group');
    await page.keyboard.insertText('West Europe');
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'West Europe' }).waitFor();
    await page.keyboard.press('Enter');
    await treeItem(page, tree, name).waitFor();
  });

  it('it is deleted from its context menu, after its modal', async () => {
    const { page } = s;
    await run(page, 'Azure Classic: Focus on Subscriptions View');
    await goTo(page, tree, name);
    await chooseInMenu(page, 'Delete Cloud Service...');
    assert.ok((await readDialog(page)).includes(`Delete the cloud service ${name}?`));
    await until(page, page.locator('.monaco-dialog-box .monaco-button:focus').filter({ hasText: 'Delete Cloud Service' }), 'Tab');
    await s.shot('80-keyboard-modal');
    await page.keyboard.press('Enter');
    await treeItem(page, tree, name).waitFor({ state: 'detached' });
  });

  it('what became of it is read in the Operations view, and in an editor', async () => {
    const { page } = s;
    await operation(page, 'Delete Cloud Service', '· succeeded').waitFor();
    await run(page, 'Azure Classic: Focus on Operations View');
    await expand(page, operations, 'Delete Cloud Service');
    await goTo(page, operations, 'Request id');
    await goTo(page, operations, 'Delete Cloud Service');
    await chooseInMenu(page, 'Show Operation Details');
    await page.locator('.tab', { hasText: 'Delete Cloud Service' }).waitFor();
    await page.locator('.view-lines', { hasText: /State:\s+succeeded/ }).waitFor();
    await s.shot('81-keyboard-operation');
    assert.equal(await page.evaluate('globalThis.pointed'), undefined, 'nothing was pointed at');
  });
});
