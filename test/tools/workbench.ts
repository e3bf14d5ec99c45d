import type { Locator, Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const screenshots = fileURLToPath(new URL('../e2e/screenshots/', import.meta.url));

/** One visible row of a tree view; `expanded` is undefined on a leaf. */
export interface TreeRow {
  level: number;
  label: string;
  description: string;
  expanded: boolean | undefined;
}

/** Runs a command as a person does, by its words in the command palette ("Azure Classic: Refresh"). */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickInputRow(page, title).first();
  // An open palette does not learn of commands that come later, so a window that has just started is asked again.
  for (let attempts = 10; ; attempts--) {
    try {
      await page.keyboard.press('F1');
      await quickInput(page).locator('input.input').fill(`>${title}`, { timeout: 3000 });
      await row.waitFor({ timeout: 3000 });
      return await row.click();
    } catch (error) {
      if (attempts === 1) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** The rows that the quick pick with this title shows, as "label, description". */
export async function readQuickPick(page: Page, title: string | RegExp): Promise<string[]> {
  const rows = quickInput(page).filter({ hasText: title }).locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
}

/** Picks the first quick pick row with this text, once it is shown. */
export async function pick(page: Page, text: string | RegExp): Promise<void> {
  await quickInputRow(page, text).first().click();
}

/** Types into an input box (or a file dialog's path) and confirms; `title`, when given, is the step that must be shown. */
export async function fillInput(page: Page, text: string, title?: string | RegExp): Promise<void> {
  if (title) await quickInput(page).filter({ hasText: title }).waitFor();
  const input = quickInput(page).locator('input.input');
  await input.fill(text);
  await input.press('Enter');
}

/** Waits until an input box says this below its field: the prompt, or what is wrong with the value. */
export async function waitForInputMessage(page: Page, text: string | RegExp): Promise<void> {
  await quickInput(page).locator('.quick-input-message').filter({ hasText: text }).waitFor();
}

/** Shows a view container by the name of its icon in the activity bar. */
export async function openViewContainer(page: Page, name: string): Promise<void> {
  const icon = page.locator('.activitybar .action-item', { has: page.locator(`a[aria-label^="${name}"]`) });
  await icon.waitFor({ timeout: 60_000 });
  if (await icon.locator('a').getAttribute('aria-expanded') !== 'true') await icon.click();
}

/** A view's pane in the side bar or the panel, by the view's title. */
export function view(page: Page, title: string): Locator {
  return page.locator('.pane').filter({ has: page.locator('.pane-header .title', { hasText: new RegExp(`^${escape(title)}`) }) });
}

/** The visible rows of a view's tree, from the top. */
export async function readTree(page: Page, title: string): Promise<TreeRow[]> {
  const rows = await view(page, title).locator('[role="treeitem"]').evaluateAll((elements) => elements.map((element) => ({
    index: Number(element.getAttribute('data-index')),
    level: Number(element.getAttribute('aria-level')),
    label: (element.querySelector('.label-name')?.textContent ?? '').trim(),
    description: (element.querySelector('.label-description')?.textContent ?? '').trim(),
    expanded: element.getAttribute('aria-expanded'),
  })));
  return rows.sort((a, b) => a.index - b.index)
    .map(({ level, label, description, expanded }) => ({ level, label, description, expanded: expanded === null ? undefined : expanded === 'true' }));
}

/** A row of a view's tree by its label. */
export function treeItem(page: Page, title: string, label: string): Locator {
  return view(page, title).locator('[role="treeitem"]').filter({ has: page.locator('.label-name').getByText(label, { exact: true }) });
}

/** Clicks a row: selects it, opens or closes its children, or runs its command. */
export async function clickTreeItem(page: Page, title: string, label: string): Promise<void> {
  await treeItem(page, title, label).locator('.label-name').click();
}

/** Opens a row's children and waits until they are there; does nothing on an open one. */
export async function expandTreeItem(page: Page, title: string, ...labels: [string, ...string[]]): Promise<void> {
  const opened: Locator[] = [];
  for (const label of labels) {
    const item = treeItem(page, title, label);
    // VS Code closes a row again that is opened while one above it is drawn anew: whoever sees that opens it once more.
    while (!await item.waitFor({ timeout: 5000 }).then(() => true, () => false)) {
      const closed = (await Promise.all(opened.map(async (row) => (await row.getAttribute('aria-expanded') === 'false' ? row : undefined)))).find(Boolean);
      if (!closed) await item.waitFor();
      else await closed.locator('.monaco-tl-twistie').click();
    }
    if (await item.getAttribute('aria-expanded') === 'false') await item.locator('.monaco-tl-twistie').click();
    await item.and(page.locator('[aria-expanded="true"]')).waitFor();
    opened.push(item);
  }
}

/** Runs one of a row's inline buttons by its tooltip. */
export async function clickTreeItemAction(page: Page, title: string, label: string, action: string): Promise<void> {
  const item = treeItem(page, title, label);
  await item.hover();
  await item.locator(`.actions a.action-label[aria-label^="${action}"]`).click();
}

/** The entries of a row's context menu; the menu stays open. */
export async function openContextMenu(page: Page, title: string, label: string): Promise<string[]> {
  await page.locator('.monaco-menu').waitFor({ state: 'detached' });
  await treeItem(page, title, label).locator('.label-name').click({ button: 'right' });
  const entries = page.locator('.monaco-menu .action-item:not(.disabled) .action-label:not(.separator)');
  await entries.first().waitFor();
  return (await entries.allInnerTexts()).map((text) => text.trim());
}

/** Opens a row's context menu and chooses an entry; a submenu's entry is reached by naming both. */
export async function chooseInContextMenu(page: Page, title: string, label: string, ...entries: [string, ...string[]]): Promise<void> {
  // What a deployment's row offers waits until the operation on it is known to have ended; a person opens the menu again.
  for (let attempts = 30; !(await openContextMenu(page, title, label)).includes(entries[0]) && attempts > 0; attempts--) await page.keyboard.press('Escape');
  for (const entry of entries) {
    await page.locator('.monaco-menu .action-menu-item').filter({ hasText: new RegExp(`^${escape(entry)}$`) }).hover();
    // Not a click: a menu ignores the mouse's button for a moment after it opens.
    await page.keyboard.press('Enter');
  }
}

/**
 * Waits for a notification with this text, and looks under the bell when no toast shows it: there is none in a window in
 * development, nor for a fourth notification within a second.
 */
export async function waitForNotification(page: Page, text: string | RegExp, timeout = 30_000): Promise<Locator> {
  const notification = page.locator('.notification-list-item').filter({ hasText: text }).first();
  try {
    await notification.waitFor({ timeout: Math.min(timeout, 3000) });
  } catch {
    if (!await page.locator('.notifications-center.visible').isVisible()) await page.locator('[id="status.notifications"] a').click();
    await notification.waitFor({ timeout });
  }
  return notification;
}

/** Dismisses every notification and closes the list under the bell. */
export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  // A list that is closed with its last notification keeps that one, unseen.
  await page.locator('.notification-list-item').filter({ visible: true }).first().waitFor({ state: 'detached' });
}

/** Presses a notification's button, by the keyboard: toasts move when another one comes or goes. */
export async function chooseInNotification(page: Page, text: string | RegExp, button: string): Promise<void> {
  const notification = await waitForNotification(page, text);
  await notification.locator('.monaco-button', { hasText: button }).press('Enter');
}

/** The text of the modal dialog that is open, once there is one. */
export async function readDialog(page: Page): Promise<string> {
  return page.locator('.monaco-dialog-box .dialog-message-container').innerText();
}

/** Presses a button of the modal dialog ("Delete", "Cancel") and waits until the dialog is gone. */
export async function answerDialog(page: Page, button: string): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.locator('.monaco-button').getByText(button, { exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Saves what the window shows as test/e2e/screenshots/NAME.png; gives the file's path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(screenshots, { recursive: true });
  const file = path.join(screenshots, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  return file;
}

function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget').filter({ visible: true });
}

function quickInputRow(page: Page, text: string | RegExp): Locator {
  return quickInput(page).locator('[role="option"]').filter({ hasText: text });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
