import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { startEmulatorProcess, type EmulatorProcess } from '../e2e/emulatorProcess.ts';
import { expandTreeItem, openViewContainer, openWindow, runCommand, screenshot, treeItem } from '../tools/window.ts';

/* The tree in a real VS Code: what 2,000 cloud services cost in time that a person sees, by what 20 cost in the same window. */

const tree = 'Subscriptions';
const vsix = fileURLToPath(new URL('../../dist/azure-classic.vsix', import.meta.url));
const rounds = 5;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Of one thing done: until what it should show is there, and the longest that the window stood still meanwhile, in milliseconds. */
interface Seen { readonly shown: number; readonly still: number }

interface Subject { readonly name: string; readonly services: number; readonly emulator: EmulatorProcess }

async function startSubject(home: string, name: string, services: number): Promise<Subject> {
  const scenario = path.join(home, `${name}.json`);
  writeFileSync(scenario, JSON.stringify({
    subscriptionName: name, quotas: { hostedServices: services },
    hostedServices: Array.from({ length: services }, (_, i) => ({ name: `${name}-${i + 1}`, label: `Servicio n.º ${i + 1}`, location: ['West Europe', 'East US', 'Southeast Asia'][i % 3] })),
  }));
  return { name, services, emulator: await startEmulatorProcess('--operation-seconds', '0', '--scenario', scenario) };
}

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
  return Promise.race([seen, new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`${words} is not shown after 60 seconds`)), 60_000).unref())]);
}

/** What the request behind a list takes without the editor. */
async function requestTimes(subjects: readonly Subject[]): Promise<number[]> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { emulator }] of subjects.entries()) {
      const start = performance.now();
      await emulator.client.hostedServices.list();
      if (round > 0) times[i]!.push(performance.now() - start);
    }
  }
  return times.map(median);
}

/** A subscription's group; both have one of that name. */
const cloudServices = (page: Page, at: number): Locator => treeItem(page, tree, 'Cloud Services').nth(at);
const twistie = (row: Locator): Locator => row.locator('.monaco-tl-twistie');

export async function benchTree(report: (what: string, value: string, goal?: string) => void): Promise<void> {
  if (!existsSync(vsix)) return report('the tree', 'skipped', 'npm run package first');
  const home = mkdtempSync(path.join(tmpdir(), 'azure-classic-bench-'));
  const subjects = [await startSubject(home, 'few', 20), await startSubject(home, 'many', 2000)];
  const subscriptions = subjects.map(({ name, emulator: { line } }) => ({ name, subscriptionId: line.subscriptionId, endpoint: line.endpoint, certificatePath: line.certificatePath, caPath: line.caPath }));
  const list = await requestTimes(subjects);
  const results = new Map<string, Seen[]>();
  const note = (what: string, seen: Seen) => { results.set(what, [...results.get(what) ?? [], seen]); };
  try {
    for (const pageSize of [200, 10_000]) {
      const window = await openWindow({ extension: { vsix }, settings: { 'workbench.hover.delay': 100_000 }, machineSettings: { 'azureClassic.subscriptions': subscriptions, 'azureClassic.tree.pageSize': pageSize }, viewport: { width: 1200, height: 1000 } });
      const { page } = window;
      try {
        for (let round = 0; round <= rounds; round++) {
          // VS Code opens again what was open.
          if (round === 0) await openViewContainer(page, 'Azure Classic');
          for (const { name } of subjects) await expandTreeItem(page, tree, name);
          await cloudServices(page, 1).waitFor();
          // Below first, so that the other one stays where it is. The first round warms up what both need: it is not counted.
          for (const [at, { name, services }] of [...subjects.entries()].reverse()) {
            const first = `${name}-1`;
            const opened = await watch(page, first, () => twistie(cloudServices(page, at)).click());
            const expanded = await watch(page, 'Production', () => twistie(treeItem(page, tree, first)).click());
            await twistie(treeItem(page, tree, first)).click();
            await twistie(cloudServices(page, at)).click();
            const again = await watch(page, first, () => twistie(cloudServices(page, at)).click());
            await runCommand(page, 'Azure Classic: Filter by Name...');
            const input = page.locator('.quick-input-widget input.input');
            await page.locator('.quick-input-widget').filter({ hasText: 'Filter by Name' }).waitFor();
            const filtered = await watch(page, `1 of ${services.toLocaleString('en')}`, () => input.fill(`${name}-${services}`));
            await page.keyboard.press('Escape');
            await treeItem(page, tree, first).waitFor();
            await twistie(cloudServices(page, at)).click();
            if (round > 0) for (const [what, seen] of Object.entries({ opened, expanded, again, filtered })) note(`${what} ${name} ${pageSize}`, seen);
          }
          await window.reload();
        }
      } catch (error) {
        await screenshot(page, 'bench-tree');
        throw error;
      } finally {
        await window.close();
      }
    }
  } finally {
    for (const { emulator } of subjects) await emulator.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
  const of = (what: string, name: string, pageSize: number, value: keyof Seen) => median(results.get(`${what} ${name} ${pageSize}`)!.map((each) => each[value]));
  const titles = { opened: 'opening the list of cloud services for the first time', again: 'opening it again', expanded: 'opening a cloud service in it', filtered: 'filtering it down to the last one' };
  report('List Cloud Services by itself, 2,000 by 20', (list[1]! / list[0]!).toFixed(2), `${list[0]!.toFixed(0)} and ${list[1]!.toFixed(0)} ms`);
  for (const [what, title] of Object.entries(titles)) {
    for (const pageSize of [200, 10_000]) {
      const [few, many] = [of(what, 'few', pageSize, 'shown'), of(what, 'many', pageSize, 'shown')];
      report(`${title}, 2,000 by 20, ${pageSize === 200 ? 'page by page' : 'all on one page'}`, (many / few).toFixed(2),
        `${few.toFixed(0)} and ${many.toFixed(0)} ms; longest standstill ${of(what, 'few', pageSize, 'still').toFixed(0)} and ${of(what, 'many', pageSize, 'still').toFixed(0)} ms`);
    }
  }
}

await benchTree((what, value, goal = '') => console.log(`${what.padEnd(90)}${value.padStart(10)}  ${goal}`));
