// Builds dist/: one CommonJS bundle per entry point, that of the extension in parts. `--watch` rebuilds on change (F5), `--tests` bundles test/vscode too.
import './test/tools/checkNode.mjs';
import * as esbuild from 'esbuild';
import { readdirSync } from 'node:fs';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');

const entryPoints = {
  extension: 'src/extension.ts',
  client: 'src/client/index.ts',
  staging: 'src/staging/index.ts',
  certificates: 'src/certificates/index.ts',
  serviceFiles: 'src/serviceFiles/index.ts',
  emulator: 'src/emulator/index.ts',
  blobs: 'src/emulator/blobs/index.ts',
};
const externals = { extension: ['vscode'] };
/** KiB that activation may load. */
const budget = 300;

// What Azurite loads for its SQL back end, telemetry, command line, outgoing cookies and charsets other than UTF-8: none of
// them is reached by the emulator.
const stubs = { blobs: ['applicationinsights', 'args', 'iconv-lite', 'mysql2', 'sequelize', 'tedious', 'tough-cookie'] };

/** `await import()` of another bundle's entry point becomes a lazy require of that bundle, which is in `folder` of ours. */
const siblings = (name, folder = '.') => ({
  name: 'siblings',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path: request, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const target = path.relative(root, path.resolve(resolveDir, request));
      const sibling = Object.keys(entryPoints).find((key) => key !== name && path.normalize(entryPoints[key]) === target);
      return sibling && { path: `${folder}/${sibling}.js`, external: true };
    });
  },
});

/** A module that throws, naming itself, as soon as anything of it is used. */
const stubbed = (names) => ({
  name: 'stubs',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${names.join('|')})(/|$)`) }, ({ path: request }) => ({ path: request, namespace: 'stub' }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path: request }) => ({
      contents: `module.exports = new Proxy({}, { get(target, key) {
        if (key === '__esModule' || key === 'default') return key === 'default' && module.exports;
        throw new Error(${JSON.stringify(request)} + ' was left out of this bundle (esbuild.mjs), but ' + String(key) + ' of it is used');
      } });`,
    }));
  },
});

const options = (name) => ({
  absWorkingDir: root,
  entryPoints: { [name]: entryPoints[name] },
  outdir: dist,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  supported: { 'dynamic-import': false },
  minify: true,
  sourcemap: 'linked',
  legalComments: 'none',
  external: externals[name] ?? [],
  logLevel: 'warning',
  plugins: [siblings(name), ...(stubs[name] ? [stubbed(stubs[name])] : [])],
});

/**
 * The extension is split: what commands do is loaded when the first of them runs. esbuild splits only ES modules, so they are made
 * first, and then each becomes CommonJS, as VS Code wants it.
 */
const splitOptions = {
  ...options('extension'),
  format: 'esm',
  splitting: true,
  supported: {},
  outdir: path.join(dist, 'esm'),
  metafile: true,
  plugins: [siblings('extension'), {
    name: 'commonjs',
    setup(build) {
      build.onEnd(async ({ metafile, errors }) => {
        if (errors.length > 0) return;
        for (const file of await readdir(dist)) if (/^(chunk|table)-/.test(file)) await rm(path.join(dist, file));
        const { bundle, platform, target, minify, sourcemap, legalComments } = options('extension');
        const entryPoints = Object.keys(metafile.outputs).filter((file) => file.endsWith('.js'));
        await esbuild.build({ absWorkingDir: root, entryPoints, outdir: dist, bundle: !bundle, platform, target, minify, sourcemap, legalComments, format: 'cjs', supported: { 'dynamic-import': false } });
        await rm(path.join(dist, 'esm'), { recursive: true });
        activation = loadedWith('dist/esm/extension.js', metafile.outputs);
      });
    },
  }],
};

/** Names of the files that are loaded with this one, itself among them. */
let activation = ['extension.js'];
function loadedWith(file, outputs, found = new Set()) {
  if (!found.has(file)) {
    found.add(file);
    for (const { path: imported, kind } of outputs[file].imports) if (kind === 'import-statement' && outputs[imported]) loadedWith(imported, outputs, found);
  }
  return [...found].map((each) => path.basename(each));
}

/** The tests that run inside VS Code, each file by itself as mocha wants it. */
const testOptions = {
  ...options('extension'),
  entryPoints: readdirSync(path.join(root, 'test/vscode')).filter((file) => file.endsWith('.ts')).map((file) => `test/vscode/${file}`),
  outdir: path.join(dist, 'test'),
  external: ['vscode', 'mocha'],
  minify: false,
  plugins: [siblings('extension', '..')],
};

async function writeSample() {
  const { writeSample } = await import('./src/serviceFiles/sample.ts');
  await writeSample(path.join(dist, 'sample'));
}

async function writeReadme() {
  const { packedReadme } = await import('./test/tools/packedReadme.ts');
  const texts = await Promise.all(['README.md', 'README.es.md'].map((file) => readFile(path.join(root, file), 'utf8')));
  await writeFile(path.join(dist, 'README.md'), packedReadme(texts));
}

async function reportSizes() {
  const kib = async (name) => (await stat(path.join(dist, name))).size / 1024;
  const report = (name, size, more = '') => console.log(`dist/${name.padEnd(18)}${String(Math.ceil(size)).padStart(5)} KiB${more}`);
  const loaded = (await Promise.all(activation.map(kib))).reduce((sum, size) => sum + size, 0);
  report('extension.js', loaded, ` in ${activation.length} files, of ${budget} at most${loaded > budget ? ': TOO LARGE' : ''}`);
  for (const name of Object.keys(entryPoints).filter((each) => each !== 'extension')) report(`${name}.js`, await kib(`${name}.js`));
  if (loaded > budget) process.exitCode = 1;
}

for (const made of ['sample', 'test']) await rm(path.join(dist, made), { recursive: true, force: true });
const builds = [...Object.keys(entryPoints).map((name) => (name === 'extension' ? splitOptions : options(name))), ...(process.argv.includes('--tests') ? [testOptions] : [])];
if (process.argv.includes('--watch')) {
  console.log('building');
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await writeSample();
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('watching');
} else {
  const results = await Promise.allSettled(builds.map((build) => esbuild.build(build)));
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  await writeSample();
  await writeReadme();
  await reportSizes();
}
