import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { startEmulatorProcess, type EmulatorProcess } from '../e2e/emulatorProcess.ts';
import { findChromium } from '../tools/prerequisites.ts';
import { expandTreeItem, openViewContainer, openWindow, runCommand, screenshot, treeItem } from '../tools/window.ts';
import { compare, median, report } from './measure.ts';
import { writeScenario } from './scenario.ts';

const tree = 'Subscriptions';
const vsix = fileURLToPath(new URL('../../dist/azure-classic.vsix', import.meta.url));
const rounds = 5;
const [few, many] = [20, 2000];
const pageSizes = [200, 10_000];

/** Of one thing done: until what it should show is there, and the longest that the window stood still meanwhile, in milliseconds. */
interface Seen { readonly shown: number; readonly still: number }

/** Two subscriptions in one window, so that a noisy machine is noisy for both. */
interface Subject { readonly name: string; readonly services: number; readonly emulator: EmulatorProcess }

/** The tree in a real VS Code: what 2,000 cloud services cost in time that a person sees, by what 20 cost in the same window. */
export async function benchTree(): Promise<void> {
  if (!existsSync(vsix)) return report('the tree', 'skipped', 'npm run package first');
  if (findChromium().missing) return report('the tree', 'skipped', findChromium().missing);
  const home = await mkdtemp(path.join(tmpdir(), 'azure-classic-bench-'));
  const subjects: Subject[] = [];
  try {
    for (const [name, services] of [['few', few], ['many', many]] as const) {
      subjects.push({ name, services, emulator: await startEmulatorProcess('--operation-seconds', '0', '--scenario', await writeScenario(home, services)) });
    }
    const list = await compare({ few: () => subjects[0]!.emulator.client.hostedServices.list(), many: () => subjects[1]!.emulator.client.hostedServices.list() });
    report(`List Cloud Services alone, ${many} cloud services / ${few}`, list.many / list.few, `${list.few.toFixed(0)} and ${list.many.toFixed(0)} ms`);
    for (const pageSize of pageSizes) await measure(subjects, pageSize);
  } finally {
    for (const { emulator } of subjects) await emulator.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

const titles = { opened: 'opening the list for the first time', again: 'opening it again', expanded: 'opening a cloud service in it', filtered: 'filtering it down to the last one' };

async function measure(subjects: readonly Subject[], pageSize: number): Promise<void> {
  const seen = new Map<string, Seen[]>();
  const window = await openWindow({
    extension: { vsix }, viewport: { width: 1200, height: 1000 },
    // What shows under the mouse would be in the way.
    settings: { 'workbench.hover.delay': 100_000 },
    machineSettings: {
      'azureClassic.tree.pageSize': pageSize,
      'azureClassic.subscriptions': subjects.map(({ name, emulator: { line: { subscriptionId, endpoint, certificatePath, caPath } } }) => ({ name, subscriptionId, endpoint, certificatePath, caPath })),
    },
  });
  try {
    await openViewContainer(window.page, 'Azure Classic');
    for (let round = 0; round <= rounds; round++) {
      for (const { name } of subjects) await expandTreeItem(window.page, tree, name);
      await cloudServices(window.page, 1).waitFor();
      // The lower one first, so that the other one stays where it is. The first round warms up what both need: it is not counted.
      for (const [at, { name, services }] of [...subjects.entries()].reverse()) {
        const each = await visit(window.page, at, services);
        if (round > 0) for (const [what, value] of Object.entries(each)) seen.set(`${what} ${name}`, [...seen.get(`${what} ${name}`) ?? [], value]);
      }
      // A new extension host, which has read nothing; VS Code opens again what was open.
      await window.reload();
    }
  } catch (error) {
    await screenshot(window.page, 'bench-tree');
    throw error;
  } finally {
    await window.close();
  }
  for (const [what, title] of Object.entries(titles)) {
    const of = (name: string, value: keyof Seen) => median(seen.get(`${what} ${name}`)!.map((each) => each[value]));
    report(`${title}, ${many} cloud services / ${few}, ${pageSize === pageSizes[0] ? 'page by page' : 'all on one page'}`, of('many', 'shown') / of('few', 'shown'),
      `${of('few', 'shown').toFixed(0)} and ${of('many', 'shown').toFixed(0)} ms; the window stands still for ${of('few', 'still').toFixed(0)} and ${of('many', 'still').toFixed(0)} ms`);
  }
}

/** Opens a subscription's list, a cloud service in it, and so on; leaves it closed. */
async function visit(page: Page, at: number, services: number): Promise<Record<keyof typeof titles, Seen>> {
  const first = 'service-00001';
  const list = twistie(cloudServices(page, at));
  const opened = await watch(page, first, () => list.click());
  const expanded = await watch(page, 'Production', () => twistie(treeItem(page, tree, first)).click());
  await twistie(treeItem(page, tree, first)).click();
  await list.click();
  const again = await watch(page, first, () => list.click());
  await runCommand(page, 'Azure Classic: Filter by Name...');
  const box = page.locator('.quick-input-widget').filter({ hasText: 'Filter by Name' });
  await box.waitFor();
  const filtered = await watch(page, `1 of ${services.toLocaleString('en')}`, () => box.locator('input.input').fill(`service-${String(services).padStart(5, '0')}`));
  await page.keyboard.press('Escape');
  await treeItem(page, tree, first).waitFor();
  await list.click();
  return { opened, expanded, again, filtered };
}

/** A subscription's group; both have one of that name. */
const cloudServices = (page: Page, at: number): Locator => treeItem(page, tree, 'Cloud Services').nth(at);
const twistie = (row: Locator): Locator => row.locator('.monaco-tl-twistie');

/** Runs inside the page, so that nothing of how it is driven counts: from the person's click or key to the words' being there, of a row's label or description. */
const watcher = (words: string): string => `new Promise((resolve) => {
  let from;
  let still = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) if (from !== undefined && startTime + duration > from) still = Math.max(still, duration);
  });
  tasks.observe({ type: 'longtask' });
  for (const event of ['mousedown', 'input']) document.addEventListener(event, () => { from ??= performance.now(); }, { capture: true, once: true });
  const rows = new MutationObserver(() => {
    if (from === undefined || ![...document.querySelectorAll('[role="treeitem"] :is(.label-name, .label-description)')].some(({ textContent }) => textContent === ${JSON.stringify(words)})) return;
    rows.disconnect();
    const shown = performance.now() - from;
    // What the window still has to do then counts as standing still.
    setTimeout(() => { tasks.disconnect(); resolve({ shown, still }); }, 300);
  });
  rows.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
})`;

async function watch(page: Page, words: string, act: () => Promise<void>): Promise<Seen> {
  const seen = page.evaluate(watcher(words)) as Promise<Seen>;
  seen.catch(() => undefined);
  await act();
  return Promise.race([seen, new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`${words} is not shown after 60 seconds`)), 60_000))]);
}
