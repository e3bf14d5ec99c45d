import { type BrowserContext, chromium } from 'playwright-core';

export interface BrowserOptions {
  executablePath: string;
  profileDir: string;
  /** The language of the pages, "en-US" or "es-ES". */
  locale?: string;
  /** The window's size in CSS pixels. */
  viewport?: { width: number; height: number };
}

/** A headless Chromium whose pages answer the workbench's POST /mint-key, so that an extension's secrets survive a reload. */
export async function launchBrowser({ executablePath, profileDir, locale = 'en-US', viewport = { width: 1280, height: 1600 } }: BrowserOptions): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath, locale, viewport,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // The bare server answers 404 there; the key wraps what the extension keeps in SecretStorage.
  await context.route(/\/mint-key$/, (route) => route.fulfill({ status: 200, contentType: 'application/octet-stream', body: Buffer.alloc(32, 7) }));
  return context;
}
