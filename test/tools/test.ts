// npm test: every layer, or those named ("npm test -- unit client"), and the counts of all of them as the last line.
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import type { Counts } from './countingReporter.ts';
import { findOrInstallChromium, findOrInstallCommand, findOrInstallPythonAzure, findOrInstallVsCode, type Prerequisite } from './prerequisites.ts';

interface Layer {
  name: string;
  /** Throws what went wrong; a layer of tests leaves its counts in the file `counts`. */
  run: (counts: string) => Promise<void>;
  /** A layer that only has to succeed has no tests of its own. */
  tests: boolean;
  needs?: (() => Prerequisite)[];
}

const repository = fileURLToPath(new URL('../../', import.meta.url));
const minutes = 60_000;
const window = [findOrInstallVsCode, findOrInstallChromium];

const layers: Layer[] = [
  { name: 'build', tests: false, run: () => node('esbuild.mjs', '--tests') },
  { name: 'types', tests: false, run: () => node('node_modules/typescript/bin/tsc', '--noEmit') },
  { name: 'unit', tests: true, run: mocha('unit') },
  { name: 'client', tests: true, run: mocha('client') },
  { name: 'corpus', tests: true, run: mocha('corpus') },
  { name: 'peers', tests: true, run: mocha('peers'), needs: [findOrInstallPythonAzure] },
  { name: 'vscode', tests: true, run: insideVsCode, needs: window },
  { name: 'package', tests: false, run: () => node('--run', 'package') },
  { name: 'e2e', tests: true, run: mocha('e2e'), needs: window },
];

function mocha(layer: string): Layer['run'] {
  return async (counts) => {
    const files = globSync(`test/${layer}/**/*.test.ts`, { cwd: repository }).sort();
    if (files.length === 0) throw new Error(`test/${layer} has no *.test.ts`);
    process.env['TEST_COUNTS'] = counts;
    await node('node_modules/mocha/bin/mocha.js', '--exit', '--reporter', 'test/tools/countingReporter.ts', ...files);
  };
}

async function insideVsCode(counts: string): Promise<void> {
  await runTests({
    vscodeExecutablePath: path.join(repository, 'test/tools/vscodeLauncher.ts'),
    extensionDevelopmentPath: repository,
    extensionTestsPath: path.join(repository, 'dist/test/index.js'),
    extensionTestsEnv: { TEST_COUNTS: counts },
    launchArgs: [path.join(repository, 'dist/sample')],
  });
}

/** Runs a script under our own Node, its output shown as it comes. */
async function node(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'], timeout: 15 * minutes });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve(end));
  });
  if (code !== 0) throw new Error(`node ${args.slice(0, 2).join(' ')} ended with ${code ?? signal}`);
}

/** How many tests a layer has by its source; a test inside a loop counts once, and each step of a story (peers). */
function countTests(layer: string): number {
  return globSync(`test/${layer}/**/*.{test.ts,py}`, { cwd: repository })
    .reduce((sum, file) => sum + (readFileSync(path.join(repository, file), 'utf8').match(/^(\s*it|@step)\(/gm)?.length ?? 0), 0);
}

async function runLayer(layer: Layer, counts: string): Promise<Counts & { note: string }> {
  for (const need of layer.needs ?? []) {
    const { missing } = need();
    if (missing) return { passed: 0, failed: 0, skipped: countTests(layer.name), note: missing };
  }
  let note = '';
  try {
    await layer.run(counts);
  } catch (error) {
    note = (error as Error).message;
  }
  const result = readCounts(counts);
  if (layer.tests && !result) note ||= 'it left no counts';
  // What ended badly without a failed test still failed.
  if (result?.failed) return { ...result, note: '' };
  return { passed: 0, skipped: 0, ...result, failed: note ? 1 : 0, note };
}

function readCounts(file: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return undefined;
  }
}

const wanted = new Set(process.argv.slice(2));
const unknown = [...wanted].filter((name) => !layers.some((layer) => layer.name === name));
if (unknown.length > 0) {
  console.error(`There is no layer ${unknown.join(', ')}: choose from ${layers.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
if (wanted.size > 0) wanted.add('build');
if (wanted.has('e2e')) wanted.add('package');

// What we start (VS Code's launcher, vsce) finds this Node first.
process.env['PATH'] = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`;
for (const { missing } of ['openssl', 'curl'].map(findOrInstallCommand)) if (missing) console.log(missing);
const folder = mkdtempSync(path.join(tmpdir(), 'azure-classic-tests-'));
const rows: string[] = [];
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const layer of layers) {
  if (wanted.size > 0 && !wanted.has(layer.name)) continue;
  console.log(`\n=== ${layer.name}`);
  const start = Date.now();
  const { note, ...counts } = await runLayer(layer, path.join(folder, `${layer.name}.json`));
  if (note) console.log(note);
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  const cells = layer.tests || counts.failed ? [counts.passed, counts.failed, counts.skipped] : ['done', '', ''];
  rows.push([layer.name.padEnd(8), ...cells.map((cell) => String(cell).padStart(8)), `${((Date.now() - start) / 1000).toFixed(1)} s`.padStart(9), `  ${note.split('\n')[0]}`].join(' ').trimEnd());
}
rmSync(folder, { recursive: true, force: true });

console.log(`\n${['layer'.padEnd(8), ...['passed', 'failed', 'skipped', 'time'].map((title) => title.padStart(8))].join(' ')}\n${rows.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
