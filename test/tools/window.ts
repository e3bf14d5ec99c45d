import { type BrowserContext, type Page } from 'playwright-core';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.ts';
import { findChromium } from './prerequisites.ts';
import { buildWorkbenchUrl, installExtension, offerLanguage, quietSettings, startServer, writeSettings } from './vscodeServer.ts';

export * from './workbench.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Ids of themes, and what the workbench is marked with in each. */
export const themes = { 'Default Dark Modern': 'vs-dark', 'Default Light Modern': 'vs', 'Default High Contrast': 'hc-black', 'Default High Contrast Light': 'hc-light' } as const;
export type Theme = keyof typeof themes;

export interface WindowOptions {
  /** `{ vsix }` installs the packaged extension, as a person has it; `'development'` loads this repository (no toasts). */
  extension: { vsix: string } | 'development' | 'none';
  /** A folder or .code-workspace file; an empty window without it. */
  folder?: string;
  locale?: 'en' | 'es';
  theme?: Theme;
  settings?: Readonly<Record<string, unknown>>;
  machineSettings?: Readonly<Record<string, unknown>>;
  /** Asks whether the folder is trusted, as VS Code does; without it every folder is. */
  workspaceTrust?: boolean;
  extraServerArgs?: readonly string[];
  viewport?: { width: number; height: number };
  /** Keeps everything (user data, browser profile, port) in this folder, so that it can be opened again. */
  home?: string;
}

export interface VsCodeWindow {
  page: Page;
  context: BrowserContext;
  userDataDir: string;
  extensionsDir: string;
  /** Reloads the window; the extension host restarts. */
  reload(): Promise<void>;
  /** Ends browser and server; removes what was written, unless `home` was given. */
  close(): Promise<void>;
}

/** Opens a VS Code window, ready to be used. */
export async function openWindow(options: WindowOptions): Promise<VsCodeWindow> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'vscode-window-'));
  const folders = { userDataDir: path.join(home, 'user'), extensionsDir: typeof options.extension === 'object' ? withInstalled(options.extension.vsix) : path.join(home, 'extensions') };
  const closers: (() => Promise<void>)[] = [async () => { if (!options.home) rmSync(home, { recursive: true, force: true, maxRetries: 3 }); }];
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const chromium = findChromium();
    if (!chromium.found) throw new Error(chromium.missing);
    const locale = options.locale ?? 'en';
    mkdirSync(folders.userDataDir, { recursive: true });
    writeSettings(folders.userDataDir, 'User', { ...quietSettings, ...(options.theme && { 'workbench.colorTheme': options.theme }), ...options.settings });
    writeSettings(folders.userDataDir, 'Machine', options.machineSettings ?? {});
    if (locale !== 'en') offerLanguage(folders.userDataDir, locale);

    const development = options.extension === 'development';
    const portFile = path.join(home, 'port');
    const server = await startServer({
      ...folders, development,
      port: existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0,
      extraArgs: [...(options.workspaceTrust ? [] : ['--disable-workspace-trust']), ...(options.extraServerArgs ?? [])],
    });
    closers.push(server.stop);
    writeFileSync(portFile, String(server.port));

    const context = await launchBrowser({
      executablePath: chromium.found, profileDir: path.join(home, 'browser'),
      locale: { en: 'en-US', es: 'es-ES' }[locale], ...(options.viewport && { viewport: options.viewport }),
    });
    closers.push(() => context.close());
    const page = context.pages()[0] ?? await context.newPage();
    await page.goto(buildWorkbenchUrl({ port: server.port, folder: options.folder, development: development ? [repository] : [] }));
    await waitForWorkbench(page);
    const reload = async (): Promise<void> => {
      await page.reload();
      await waitForWorkbench(page);
    };
    return { page, context, ...folders, reload, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const installed = new Map<string, string>();

/** A folder of extensions for all windows of this process, with a package of ours: installing it takes seconds. */
function withInstalled(vsix: string): string {
  const known = installed.get(vsix);
  if (known) return known;
  const home = mkdtempSync(path.join(tmpdir(), 'vscode-extensions-'));
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const extensionsDir = path.join(home, 'extensions');
  installExtension(vsix, { userDataDir: path.join(home, 'user'), extensionsDir });
  installed.set(vsix, extensionsDir);
  return extensionsDir;
}

async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
}
