/**
 * Stories: what other people's programs say to the emulator, told with Debian's python3-azure, whose class
 * ServiceManagementService is what the guide "How to use Service Management from Python" uses.
 *
 * To add one, `upgrades` say:
 * 1. `upgrades.py` begins with `from story import *`, ends with `tell()`, and has in between
 *
 *        @step('upgrade_deployment replaces the package')
 *        def _():
 *            wait(sms.upgrade_deployment(...))
 *
 *    story.py says what else there is to say it with, and what one has to know of the SDK. The titles are read from the text of
 *    the script, so each `@step('...')` is one line with plain quotes. Where the SDK itself is at fault, its title says so.
 * 2. `upgrades.test.ts` is `tellStory('upgrades', 'An upgrade, told ...', { options, given })`, both of the last optional.
 * 3. What it calls is struck from the list in methods.test.ts, which fails until it is.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EmulatorOptions } from '../../src/emulator/index.ts';
import { startRig, type Rig } from '../client/emulatorRig.ts';
import { findPythonAzure } from '../tools/prerequisites.ts';

const { found: python } = findPythonAzure();
export const describeWithPython = python ? describe : describe.skip;

export interface Story {
  /** Of its emulator. */
  readonly options?: Partial<EmulatorOptions>;
  /** What the script is given beside the connection; JSON. */
  readonly given?: (rig: Rig) => Promise<object>;
}

/** Of all stories in this process, for methods.test.ts. */
export const told = { untold: new Set<string>(), methods: new Set<string>(), called: new Set<string>() };

/** What a script prints: first the methods that there are, then how each step went; `called` only where it passed. */
type Line = { methods: string[] } | { step: string; error?: string; called?: string[] };

/** A request in the emulator's log: `locations.list 200 <request id> 3 ms`. */
const request = / \d{3} [0-9a-f]{32} \d+ ms/;

/** One test for each step of the script `<name>.py`. */
export function tellStory(name: string, title: string, { options, given }: Story = {}): void {
  const script = fileURLToPath(new URL(`${name}.py`, import.meta.url));
  const titles = readTitles(script);
  told.untold.add(name);

  describeWithPython(title, function () {
    this.timeout(120_000);
    let rig: Rig;
    let failure = '';
    const steps = new Map<string, { error?: string }>();

    before(async () => {
      // A second goes by with every request, so that what takes time takes some of them, and nobody sleeps.
      rig = await startRig({ operationSeconds: 2, log: (line) => { if (request.test(line)) rig.clock.advance(1); }, ...options });
      const { endpoint, subscriptionId, certificatePath, caPath } = rig.emulator;
      const { stdout, ...end } = await run(script, { endpoint, subscriptionId, certificatePath, caPath, ...await given?.(rig) });
      failure = end.failure;
      for (const line of stdout.split('\n').filter(Boolean).map((text) => JSON.parse(text) as Line)) {
        if ('methods' in line) line.methods.forEach((method) => told.methods.add(method));
        else {
          steps.set(line.step, line);
          line.called?.forEach((method) => told.called.add(method));
        }
      }
      told.untold.delete(name);
    });
    after(async () => {
      await rig?.stop();
      assert.deepEqual([...steps.keys()].filter((step) => !titles.includes(step)), [], 'steps whose titles are not in the text');
      if (steps.size === titles.length) assert.equal(failure, '', 'the script ended badly after its last step');
    });

    for (const step of titles) {
      it(step, () => {
        const { error } = steps.get(step) ?? { error: `it was not reached. ${failure}` };
        if (error !== undefined) assert.fail(error);
      });
    }
  });
}

function readTitles(script: string): string[] {
  const text = readFileSync(script, 'utf8');
  const titles = [...text.matchAll(/^@step\((['"])([^'"\\]+)\1\)$/gm)].map(([, , title]) => title!);
  assert.ok(titles.length > 0, `${script} has no steps`);
  assert.equal(titles.length, text.match(/^@step\b/gm)?.length, `${script}: write every step as @step('title'), in one line, without quotes or backslashes in the title`);
  assert.equal(new Set(titles).size, titles.length, `${script}: two steps have the same title`);
  return titles;
}

/** Runs a script to its end; `failure` is what it said when it did not end well. */
function run(script: string, given: object): Promise<{ stdout: string; failure: string }> {
  // -B: no __pycache__ in the source.
  return new Promise((resolve) => execFile(python!, ['-B', '-W', 'ignore', script, JSON.stringify(given)], { timeout: 100_000 },
    (error, stdout, stderr) => resolve({ stdout, failure: error ? stderr || error.message : '' })));
}
