import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { ZipFile } from 'yazl';
import { openPackage, PackageError, packageLimits } from '../../src/serviceFiles/index.ts';
import { definitionText, documentedParts, legacyDescription, legacyParts, rawZip } from './serviceFilesRawZip.ts';

/** The code and details that a package is refused with. */
async function refusal(source: Buffer | { path: string }): Promise<[string, unknown]> {
  try {
    await openPackage(source);
  } catch (error) {
    assert.ok(error instanceof PackageError, String(error));
    return [error.code, error.details];
  }
  assert.fail('it was opened');
}

describe('opening a package', () => {
  let folder: string;
  before(async () => { folder = await mkdtemp(join(tmpdir(), 'package-')); });
  after(() => rm(folder, { recursive: true }));

  it('reads the documented format', async () => {
    const bytes = rawZip([...documentedParts(), { name: 'LocalContent/' }]);
    const { definition, verify, ...opened } = await openPackage(bytes);
    assert.deepEqual(opened, {
      format: 'ctp2012', size: bytes.length, sdkVersion: '1.8.0', packedForEmulator: false,
      contents: documentedParts().map(({ name, content }) => ({ path: name, size: content!.length })),
    });
    assert.deepEqual([definition.name, definition.roles.map(({ name }) => name)], ['Shop', ['Web']]);
    assert.deepEqual(await verify(), [
      { path: 'ServiceDefinition/ServiceDefinition.csdef', status: 'intact' },
      { path: 'LocalContent/1', status: 'intact' },
    ]);
  });

  it('reads the legacy format', async () => {
    const { format, sdkVersion, definition, verify } = await openPackage(rawZip(legacyParts(legacyDescription)));
    assert.deepEqual([format, sdkVersion, definition.name], ['legacy', '2.5.1', 'Shop']);
    assert.deepEqual((await verify()).map(({ status }) => status), ['intact', 'intact']);
  });

  it('tells altered, missing and unhashed parts apart', async () => {
    const manifest = String(documentedParts().find(({ name }) => name === 'package.xml')!.content);
    const statuses = async (changes: Record<string, string | undefined>) =>
      (await (await openPackage(rawZip(documentedParts(changes)))).verify()).map(({ status }) => status);
    assert.deepEqual(await statuses({ 'LocalContent/1': 'onf' }), ['intact', 'altered']);
    assert.deepEqual(await statuses({ 'LocalContent/1': undefined }), ['intact', 'missing']);
    assert.deepEqual(await statuses({ 'package.xml': manifest.replaceAll('Sha256', 'None') }), ['unhashed', 'unhashed']);
    assert.deepEqual(await statuses({ 'package.xml': manifest.replaceAll('Sha256', 'None'), 'LocalContent/1': 'longer' }), ['unhashed', 'altered']);
    const damaged = await openPackage(rawZip(documentedParts().map((part) => (part.name === 'LocalContent/1' ? { ...part, crc: 1 } : part))));
    assert.deepEqual((await damaged.verify()).map(({ status }) => status), ['intact', 'altered']);
    const [altered] = await (await openPackage(rawZip(legacyParts(legacyDescription, { 'Web.cssx': 'rolf' })))).verify().then((parts) => parts.filter(({ status }) => status !== 'intact'));
    assert.deepEqual(altered, { path: 'Web.cssx', status: 'altered' });
  });

  it('reads zips that were written as a stream, and Zip64', async () => {
    const file = new ZipFile();
    for (const { name, content } of documentedParts()) file.addReadStream(Readable.from([Buffer.from(content!)]), name, { forceZip64Format: true });
    file.end({ forceZip64Format: true, comment: 'a comment' });
    const opened = await openPackage(await buffer(file.outputStream));
    assert.deepEqual((await opened.verify()).map(({ status }) => status), ['intact', 'intact']);
  });

  it('finds the manifest by its relationship, whatever it is called', async () => {
    const parts = documentedParts();
    const renamed = parts.map((part) => (part.name === 'package.xml' ? { ...part, name: 'm/manifest.xml' }
      : part.name === '_rels/.rels' ? { ...part, content: String(part.content).replace('/package.xml', 'm/manifest.xml') } : part));
    assert.equal((await openPackage(rawZip(renamed))).definition.name, 'Shop');
  });

  it('finds the definition where the manifest says it is stored', async () => {
    const manifest = '<PackageDefinition><PackageContents><ContentDefinition><Name>ServiceDefinition/Shop.csdef</Name><ContentDescription><DataStorePath>LocalContent/2</DataStorePath></ContentDescription></ContentDefinition></PackageContents>'
      + '<PackageLayouts><LayoutDefinition><Name>Roles/Web</Name></LayoutDefinition></PackageLayouts></PackageDefinition>';
    const parts = documentedParts({ 'package.xml': manifest, 'ServiceDefinition/ServiceDefinition.csdef': undefined, 'LocalContent/2': definitionText });
    assert.equal((await openPackage(rawZip(parts))).definition.name, 'Shop');
  });

  for (const [title, changes, code, part] of [
    ['no manifest', { 'package.xml': undefined }, 'PackageManifestMissing', 'package.xml'],
    ['a malformed manifest', { 'package.xml': '<PackageDefinition>' }, 'PackageManifestInvalid', 'package.xml'],
    ['a manifest with a DOCTYPE', { 'package.xml': '<!DOCTYPE p><PackageDefinition/>' }, 'PackageManifestInvalid', 'package.xml'],
    ['a manifest of something else', { 'package.xml': '<html/>' }, 'PackageManifestInvalid', 'package.xml'],
    ['no definition', { 'ServiceDefinition/ServiceDefinition.csdef': undefined }, 'PackageDefinitionMissing', 'ServiceDefinition/ServiceDefinition.csdef'],
    ['a malformed definition', { 'ServiceDefinition/ServiceDefinition.csdef': '<ServiceDefinition' }, 'PackageDefinitionInvalid', 'ServiceDefinition/ServiceDefinition.csdef'],
    ['a definition that is a configuration', { 'ServiceDefinition/ServiceDefinition.csdef': '<ServiceConfiguration/>' }, 'PackageDefinitionInvalid', 'ServiceDefinition/ServiceDefinition.csdef'],
    ['malformed relationships', { '_rels/.rels': '<Relationships>' }, 'PackageManifestInvalid', '_rels/.rels'],
  ] as const) {
    it(`refuses a package with ${title}`, async () => {
      const [found, details] = await refusal(rawZip(documentedParts(changes)));
      assert.deepEqual([found, (details as { part: string }).part], [code, part]);
    });
  }

  it('refuses legacy packages that lack what they refer to', async () => {
    const without = async (description: Buffer, changes: Record<string, string | undefined>) => (await refusal(rawZip(legacyParts(description, changes))))[0];
    assert.equal(await without(legacyDescription, { 'm.csman': undefined }), 'PackageManifestMissing');
    assert.equal(await without(legacyDescription, { 'SD.csdx': undefined }), 'PackageDefinitionMissing');
    assert.equal(await without(rawZip([]), {}), 'PackageDefinitionMissing');
    assert.equal(await without(legacyDescription, { '_rels/.rels': '<Relationships><Relationship Id="MANIFEST" Type="t" Target="/m.csman"/></Relationships>' }), 'PackageDefinitionMissing');
    assert.equal(await without(legacyDescription, { '_rels/.rels': '<Relationships><Relationship Id="SERVICEDESCRIPTION" Type="t" Target="/SD.csdx"/></Relationships>' }), 'PackageManifestMissing');
  });

  it('recognises an old package whose inner parts are encrypted', async () => {
    const encrypted = createHash('sha512').update('cipher').digest();
    assert.deepEqual(await refusal(rawZip(legacyParts(encrypted))), ['PackageEncrypted', { part: 'SD.csdx' }]);
  });

  it('refuses what is not a package at all', async () => {
    assert.equal((await refusal(Buffer.alloc(0)))[0], 'PackageEmpty');
    assert.equal((await refusal(Buffer.from('<!DOCTYPE html><title>Sign in</title>')))[0], 'PackageNotAZip');
    assert.equal((await refusal(Buffer.from('MZ\x90\0 some program')))[0], 'PackageNotAZip');
    assert.equal((await refusal(Buffer.from('P')))[0], 'PackageNotAZip');
    assert.equal((await refusal(rawZip([])))[0], 'PackageNotAService');
    assert.equal((await refusal(rawZip([{ name: 'readme.txt', content: 'a zip of something else' }])))[0], 'PackageNotAService');
    assert.equal((await refusal(rawZip([{ name: '_rels/.rels', content: '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument" Target="word/document.xml"/></Relationships>' }])))[0], 'PackageNotAService');
  });

  it('reads files by path, and says why it cannot', async () => {
    const path = join(folder, 'good.cspkg');
    await writeFile(path, rawZip(documentedParts()));
    assert.equal((await openPackage({ path })).definition.name, 'Shop');
    assert.deepEqual(await refusal({ path: join(folder, 'none.cspkg') }), ['PackageUnreadable', { reason: 'ENOENT' }]);
    assert.deepEqual(await refusal({ path: folder }), ['PackageUnreadable', { reason: 'EISDIR' }]);
    await writeFile(join(folder, 'empty.cspkg'), '');
    assert.equal((await refusal({ path: join(folder, 'empty.cspkg') }))[0], 'PackageEmpty');
  });

  it('refuses a file over 600 MB without reading it', async () => {
    const path = join(folder, 'large.cspkg');
    await writeFile(path, 'PK\x03\x04');
    await truncate(path, packageLimits.bytes + 1);
    assert.deepEqual(await refusal({ path }), ['PackageTooLarge', { size: 629145601, limit: 629145600 }]);
  });

  it('reads and verifies a large package by path without holding it in memory', async function () {
    this.timeout(60_000);
    const path = join(folder, 'big.cspkg');
    const size = 256 * 1024 ** 2;
    const megabyte = Buffer.alloc(1024 ** 2);
    const hash = createHash('sha256');
    let checksum = 0;
    for (let i = 0; i < size / megabyte.length; i++) {
      hash.update(megabyte);
      checksum = crc32(megabyte, checksum);
    }
    const manifest = '<PackageDefinition><PackageContents><ContentDefinition><Name>LocalContent/big</Name><ContentDescription><IntegrityCheckHashAlgortihm>Sha256</IntegrityCheckHashAlgortihm>'
      + `<IntegrityCheckHash>${hash.digest('base64')}</IntegrityCheckHash><DataStorePath>LocalContent/big</DataStorePath></ContentDescription></ContentDefinition></PackageContents></PackageDefinition>`;
    // The large part goes last, as a hole in the file: its local header, the hole, then the directory moved behind it.
    const small = documentedParts({ 'package.xml': manifest });
    const bytes = rawZip([...small, { name: 'LocalContent/big', size, compressedSize: size, crc: checksum }]);
    const directory = bytes.readUInt32LE(bytes.length - 6);
    bytes.writeUInt32LE(directory + size, bytes.length - 6);
    const handle = await open(path, 'w');
    await handle.write(bytes, 0, directory, 0);
    await handle.write(bytes, directory, bytes.length - directory, directory + size);
    await handle.close();

    const before = process.resourceUsage().maxRSS;
    const opened = await openPackage({ path });
    assert.deepEqual(await opened.verify(), [{ path: 'LocalContent/big', status: 'intact' }]);
    const grownKiB = process.resourceUsage().maxRSS - before;
    assert.ok(grownKiB < size / 1024 / 2, `memory grew by ${grownKiB} KiB`);

    await assert.rejects(opened.verify({ signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' });
  });

  it('stops when it is told to', async () => {
    const path = join(folder, 'good.cspkg');
    await writeFile(path, rawZip(documentedParts()));
    await assert.rejects(openPackage({ path }, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    const opened = await openPackage({ path });
    const controller = new AbortController();
    const verifying = opened.verify({ signal: controller.signal });
    controller.abort();
    await assert.rejects(verifying, { name: 'AbortError' });
  });

  it('leaves no file open, whether it succeeds or not', async function () {
    const handles = await readdir('/proc/self/fd').catch(() => undefined);
    if (!handles) return this.skip();
    const good = join(folder, 'good.cspkg');
    const bad = join(folder, 'bad.cspkg');
    await writeFile(good, rawZip(documentedParts()));
    const bytes = await readFile(good);
    await writeFile(bad, bytes.subarray(0, bytes.length - 30));
    for (let i = 0; i < 20; i++) {
      await (await openPackage({ path: good })).verify();
      await refusal({ path: bad });
      await assert.rejects(openPackage({ path: good }, { signal: AbortSignal.abort() }));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok((await readdir('/proc/self/fd')).length <= handles.length + 2);
  });
});
