import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { writeSettings } from '../tools/vscodeServer.ts';
import { openWindow, screenshot, themes, treeItem, type Theme, type VsCodeWindow, type WindowOptions } from '../tools/window.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
export const vsix = path.join(repository, 'dist/azure-classic.vsix');
/** The names of our views. */
export const tree = 'Subscriptions';
export const operations = 'Operations';

export interface Story {
  readonly window: VsCodeWindow;
  readonly page: Page;
  /** A copy of the sample workspace. */
  readonly folder: string;
  shot(name: string): Promise<string>;
  /** Gives the open window another theme, by the settings of its folder. */
  useTheme(theme: Theme): Promise<void>;
}

/**
 * A person's session: the installed .vsix in a window on a copy of the sample. Its tests build on each other, so after the first
 * that did not pass the rest is skipped, and what the window showed then is left as a screenshot.
 */
export function story(title: string, options: Partial<WindowOptions>, tell: (story: Story) => void): void {
  describe(title, function () {
    this.timeout(120_000);
    const parts: { window?: VsCodeWindow; folder?: string; home?: string } = {};
    let failed = false;
    before(async () => {
      if (!existsSync(vsix)) throw new Error(`${vsix} is not there: npm run package`);
      parts.home = mkdtempSync(path.join(tmpdir(), 'azure-classic-story-'));
      parts.folder = path.join(parts.home, 'ContosoShop');
      cpSync(path.join(repository, 'dist/sample'), parts.folder, { recursive: true });
      parts.window = await openWindow({
        extension: { vsix }, folder: parts.folder, ...options,
        machineSettings: { 'azureClassic.emulator.operationSeconds': 2, ...options.machineSettings },
      });
    });
    beforeEach(function () { if (failed) this.skip(); });
    afterEach(async function () {
      if (this.currentTest?.state === 'passed') return;
      failed = true;
      if (this.currentTest?.state === 'failed') await screenshot(parts.window!.page, `failed-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 60)}`).catch(() => undefined);
    });
    after(async () => {
      await parts.window?.close();
      if (parts.home) rmSync(parts.home, { recursive: true, force: true, maxRetries: 3 });
    });
    tell({
      get window() { return parts.window!; },
      get page() { return parts.window!.page; },
      get folder() { return parts.folder!; },
      shot: (name) => screenshot(parts.window!.page, name),
      async useTheme(theme) {
        writeSettings(parts.folder!, '.vscode', { 'workbench.colorTheme': theme });
        await parts.window!.page.locator(`.monaco-workbench.${themes[theme]}`).waitFor();
      },
    });
  });
}

/** A row of the Operations view by the operation's name and, when given, how it stands. */
export const operation = (page: Page, label: string, words?: string | RegExp, title: string = operations): Locator =>
  treeItem(page, title, label).filter({ hasText: words ?? '' });

/** Waits until the wizard asks this: the words are a list's placeholder or stand below a text field. */
export async function asked(page: Page, question: string): Promise<void> {
  const widget = page.locator('.quick-input-widget').filter({ visible: true });
  await widget.filter({ has: page.locator(`input[placeholder*="${question}"]`) }).or(widget.filter({ hasText: question })).first().waitFor();
}
