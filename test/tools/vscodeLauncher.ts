#!/usr/bin/env node
// The "VS Code executable" that @vscode/test-electron's runTests starts: understands the desktop's options that runTests
// passes, and runs the tests in the extension host of the VS Code server, with its workbench in Chromium.
// Ends with 0 when the tests' run() resolved, 1 when it threw, 3 when no answer came.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { testOutputMark } from './countingReporter.ts';
import { findChromium } from './prerequisites.ts';
import { buildWorkbenchUrl, startServer } from './vscodeServer.ts';

const { values, positionals } = parseArgs({
  strict: false, // the desktop's other options do not matter here
  allowPositionals: true,
  options: { extensionDevelopmentPath: { type: 'string', multiple: true }, extensionTestsPath: { type: 'string' } },
});

const home = mkdtempSync(path.join(tmpdir(), 'vscode-tests-'));
const closers: (() => Promise<unknown>)[] = [async () => rmSync(home, { recursive: true, force: true, maxRetries: 3 })];

async function end(code: number, why?: unknown): Promise<never> {
  if (why) console.error('VS Code for the tests:', why);
  for (const close of closers.splice(0).reverse()) await close();
  process.exit(code);
}

/** What VS Code and the extension said on the console; worth reading only where the tests did not speak. */
const unmarked: string[] = [];
let testsSpoke = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end(130, signal));
try {
  const chromium = findChromium();
  if (!chromium.found) throw new Error(chromium.missing);
  const server = await startServer({ userDataDir: path.join(home, 'user'), extensionsDir: path.join(home, 'extensions'), development: true });
  closers.push(server.stop);
  const context = await launchBrowser({ executablePath: chromium.found, profileDir: path.join(home, 'browser') });
  closers.push(() => context.close());
  const page = context.pages()[0] ?? await context.newPage();
  page.once('crash', () => void end(3, 'the page crashed'));
  // The workbench calls these two, where a page has them, with the tests' output and their outcome.
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    const text = format(...args);
    if (!text.startsWith(testOutputMark)) return void unmarked.push(`${type}: ${text}`);
    testsSpoke = true;
    process.stdout.write(`${text.slice(testOutputMark.length)}\n`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => void end(code, testsSpoke ? undefined : unmarked.slice(-40).join('\n')));
  await page.goto(buildWorkbenchUrl({
    port: server.port, folder: positionals[0],
    development: (values.extensionDevelopmentPath ?? []) as string[],
    tests: values.extensionTestsPath as string | undefined,
  }));
} catch (error) {
  await end(3, error);
}
