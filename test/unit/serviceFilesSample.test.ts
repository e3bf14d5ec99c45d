import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfiguration, decodeServiceFile, openPackage, parseServiceConfiguration, parseServiceDefinition } from '../../src/serviceFiles/index.ts';
import { buildPackage } from '../../src/serviceFiles/packageWriter.ts';
import { writeSample } from '../../src/serviceFiles/sample.ts';

describe('the sample project', () => {
  let folder: string;
  before(async () => { folder = await mkdtemp(join(tmpdir(), 'sample-')); });
  after(() => rm(folder, { recursive: true }));

  it('is a shop with a store front and an order processor, whose package is intact', async () => {
    const sample = await writeSample(join(folder, 'a'));
    const opened = await openPackage({ path: sample.package });
    assert.deepEqual([opened.format, opened.packedForEmulator, opened.sdkVersion], ['ctp2012', true, undefined]);
    assert.deepEqual(opened.definition, parseServiceDefinition(decodeServiceFile(await readFile(sample.definition))));
    assert.deepEqual(opened.definition.roles.map(({ name, kind, inputEndpoints, internalEndpoints }) => [name, kind, inputEndpoints.map(({ port }) => port), internalEndpoints.length]), [
      ['StoreFront', 'WebRole', [80], 0],
      ['OrderProcessor', 'WorkerRole', [], 1],
    ]);
    const parts = await opened.verify();
    assert.deepEqual(parts.filter(({ status }) => status !== 'intact'), []);
    const unlisted = opened.contents.map(({ path }) => path).filter((path) => !parts.some((part) => part.path === path));
    assert.deepEqual(unlisted, ['[Content_Types].xml', '_rels/.rels', 'package.xml']);
  });

  it('has configurations that fit it: two instances each for the cloud, one each for the local one', async () => {
    const sample = await writeSample(join(folder, 'b'));
    const { definition } = await openPackage({ path: sample.package });
    const read = async (path: string) => parseServiceConfiguration(decodeServiceFile(await readFile(path)));
    const cloud = await read(sample.cloudConfiguration);
    const local = await read(sample.localConfiguration);
    assert.deepEqual(checkConfiguration(cloud, definition), []);
    assert.deepEqual(checkConfiguration(local, definition).map(({ code }) => code), ['SingleInstance', 'SingleInstance']);
    assert.deepEqual([cloud, local].map(({ roles }) => roles.map(({ instanceCount }) => instanceCount)), [[2, 2], [1, 1]]);
  });

  it('is packed to the same bytes every time and in every time zone', async () => {
    const zone = process.env['TZ'];
    try {
      const packages = [];
      for (const [index, TZ] of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'].entries()) {
        process.env['TZ'] = TZ;
        packages.push(await readFile((await writeSample(join(folder, `z${index}`))).package));
      }
      assert.deepEqual(packages[1], packages[0]);
      assert.deepEqual(packages[2], packages[0]);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('packing', () => {
  it('stores a content that several roles have once, and lists it for each', async () => {
    const file = { path: 'approot/a & b.txt', content: Buffer.from('same') };
    const opened = await openPackage(await buildPackage(
      Buffer.from('<ServiceDefinition name="S"><WorkerRole name="A"/><WorkerRole name="B"/></ServiceDefinition>'),
      [{ name: 'A', files: [file] }, { name: 'B', files: [file] }], {}));
    assert.equal(opened.contents.filter(({ path }) => path.startsWith('LocalContent/')).length, 1);
    assert.equal(opened.packedForEmulator, false);
    assert.ok((await opened.verify()).every(({ status }) => status === 'intact'));
  });

  it('is out of reach of what ships: no zip writer behind the entry', async () => {
    const seen = new Set<string>();
    const visit = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, from] of (await readFile(file, 'utf8')).matchAll(/from '(.+?)';/g)) {
        if (from!.startsWith('.')) await visit(resolve(dirname(file), from!));
        else seen.add(from!);
      }
    };
    await visit(fileURLToPath(new URL('../../src/serviceFiles/index.ts', import.meta.url)));
    assert.ok(seen.has('yauzl'));
    assert.ok(!seen.has('yazl') && !seen.has('vscode') && !seen.has('fast-xml-parser'));
  });
});
