import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median, report, rounds } from './measure.ts';

/** What activation loads: the extension's own bundle and nothing else, seen by what Node has loaded once it is required. */
export function benchActivation(): void {
  const bundle = fileURLToPath(new URL('../../dist/extension.js', import.meta.url));
  if (!existsSync(bundle)) return report('activation', 'skipped', 'npm run build first');
  const script = `
    const Module = require('node:module');
    const anything = new Proxy(function () {}, { get: (t, key) => key === Symbol.toPrimitive ? () => '' : anything, apply: () => anything, construct: () => anything });
    const load = Module._load;
    Module._load = (request, ...rest) => request === 'vscode' ? anything : load(request, ...rest);
    const start = performance.now();
    require(${JSON.stringify(bundle)});
    const ms = performance.now() - start;
    const files = Object.keys(require.cache).filter((file) => file.includes('dist'));
    console.log(JSON.stringify({ ms, files }));`;
  const times: number[] = [];
  let files: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    if (!stdout) throw new Error(stderr);
    const result = JSON.parse(stdout) as { ms: number; files: string[] };
    times.push(result.ms);
    files = result.files;
  }
  const kib = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
  report(`JavaScript that activation loads (${files.length} file), KiB`, kib.toFixed(0), 'goal under 300');
  report('milliseconds to load it, median', median(times).toFixed(1));
}
