import assert from 'node:assert/strict';
import { openPackage, PackageError, packageLimits } from '../../src/serviceFiles/index.ts';
import { documentedParts, legacyDescription, legacyParts, rawZip, type RawEntry } from './serviceFilesRawZip.ts';

async function refusal(bytes: Buffer): Promise<PackageError> {
  try {
    await openPackage(bytes);
  } catch (error) {
    assert.ok(error instanceof PackageError, String((error as Error).stack));
    return error;
  }
  assert.fail('it was opened');
}

/** A good package with one more entry. */
const withEntry = (...entries: readonly RawEntry[]) => rawZip([...documentedParts(), ...entries]);

/** The documented parts with one of them told differently. */
const withPart = (name: string, change: Partial<RawEntry>) => rawZip(documentedParts().map((part) => (part.name === name ? { ...part, ...change } : part)));

describe('a hostile package', () => {
  for (const name of ['../evil', 'a/../../evil', '/etc/passwd', 'C:/evil', 'c:evil', '..\\evil', 'a\\b', '\\\\server\\share', '..', './a', 'a/./b', 'a/..', '', 'a\0b', 'a\nb']) {
    it(`is refused for an entry named ${JSON.stringify(name)}`, async () => {
      const { code, details, message } = await refusal(withEntry({ name }));
      assert.deepEqual([code, details], ['PackageUnsafePath', { part: name }]);
      assert.ok(message.includes(JSON.stringify(name)));
    });
  }

  it('may not be confused with names that only look alike', async () => {
    const opened = await openPackage(withEntry({ name: 'a..b/..c/d..' }, { name: 'ab:c' }, { name: 'größe/💾' }));
    assert.deepEqual(opened.contents.slice(-3).map(({ path }) => path), ['a..b/..c/d..', 'ab:c', 'größe/💾']);
  });

  it('is refused for the same entry twice, also in other letters or as a folder', async () => {
    for (const names of [['x', 'x'], ['LocalContent/A', 'localcontent/a'], ['PACKAGE.XML'], ['d/', 'D/']]) {
      assert.equal((await refusal(withEntry(...names.map((name) => ({ name }))))).code, 'PackageDuplicatePath', names.join());
    }
  });

  it('is refused for a symbolic link', async () => {
    assert.equal((await refusal(withEntry({ name: 'link', content: '/etc/passwd', externalAttributes: 0o120777 * 0x10000 }))).code, 'PackageSymbolicLink');
  });

  it('is refused for an encrypted entry, weakly or strongly', async () => {
    assert.deepEqual((await refusal(withEntry({ name: 'secret', content: '0123456789ab', size: 0, flags: 1 }))).details, { part: 'secret' });
    assert.equal((await refusal(withEntry({ name: 'secret', content: 'x', flags: 0x41 }))).code, 'PackageEncrypted');
  });

  it('is refused as a bomb when a part expands beyond what it declares', async () => {
    const zeros = Buffer.alloc(50 * 1024 ** 2);
    assert.equal((await refusal(withPart('_rels/.rels', { content: zeros, size: 300 }))).code, 'PackageBomb');
    assert.equal((await refusal(withPart('ServiceDefinition/ServiceDefinition.csdef', { content: zeros, size: 300 }))).code, 'PackageBomb');
  });

  it('is refused as a bomb when a part that must be read is too large, however well it packs', async () => {
    const { code, details } = await refusal(withPart('package.xml', { content: Buffer.alloc(40 * 1024 ** 2, ' ') }));
    assert.equal(code, 'PackageBomb');
    assert.match(String(details['reason']), /^package\.xml is larger than 33554432 bytes$/);
  });

  it('is refused as a bomb for its ratio', async () => {
    assert.match((await refusal(withEntry({ name: 'zeros', content: Buffer.alloc(70 * 1024 ** 2), deflate: true }))).message, /would expand \d{3,} times/);
  });

  it('is refused as a bomb for its total', async () => {
    const entry = { content: Buffer.alloc(1024), deflate: true, size: 0xffff_fff0 };
    assert.match((await refusal(withEntry({ ...entry, name: 'a' }, { ...entry, name: 'b' }))).message, /would expand to 85899\d+ bytes/);
  });

  it('is refused as a bomb when entries share their data', async () => {
    const content = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * i * 7919) >>> 5));
    const shared = Array.from({ length: 50 }, (_, i) => ({ name: `b${i}`, content, sharesDataOf: documentedParts().length }));
    assert.match((await refusal(withEntry({ name: 'a', content }, ...shared))).message, /overlap/);
  });

  it('is refused as a bomb for the number of its entries, before they are read', async () => {
    assert.equal((await refusal(rawZip(documentedParts(), packageLimits.entries + 1))).code, 'PackageBomb');
    const many = Array.from({ length: packageLimits.entries }, (_, i) => ({ name: `LocalContent/f${i}` }));
    assert.equal((await refusal(withEntry(...many))).code, 'PackageBomb');
  }).timeout(20_000);

  it('is refused as a bomb for the size of its directory', async () => {
    const long = Array.from({ length: 600 }, (_, i) => ({ name: `${i}/${'n'.repeat(60_000)}` }));
    assert.match((await refusal(withEntry(...long))).message, /directory is too large/);
  });

  it('is refused as a bomb when it nests one where the definition should be', async () => {
    const nested = rawZip([
      { name: '_rels/.rels', content: '<Relationships><Relationship Id="SERVICEDESCRIPTION" Type="t" Target="/d"/></Relationships>' },
      { name: 'd', content: Buffer.alloc(60 * 1024 ** 2), size: 100, deflate: true },
    ]);
    assert.equal((await refusal(rawZip(legacyParts(nested)))).code, 'PackageBomb');
  });

  it('is refused as damaged for a wrong checksum, a method we cannot read, or data that does not inflate', async () => {
    const part = 'ServiceDefinition/ServiceDefinition.csdef';
    for (const change of [{ crc: 1 }, { method: 12 }, { method: 8, deflate: false }]) {
      const { code, details } = await refusal(withPart(part, change));
      assert.deepEqual([code, details['part']], ['PackageDamaged', part], JSON.stringify(change));
    }
  });

  it('is refused as incomplete when its directory points outside', async () => {
    assert.equal((await refusal(withPart('_rels/.rels', { deflate: false, content: '<Relationships/>', compressedSize: 1e6, size: 1e6 }))).code, 'PackageBomb');
    const bytes = rawZip(documentedParts());
    bytes.writeUInt32LE(bytes.length + 100, bytes.length - 6);
    assert.equal((await refusal(bytes)).code, 'PackageTruncated');
  });

  for (const [title, bytes] of [['documented', rawZip(documentedParts())], ['legacy', rawZip(legacyParts(legacyDescription))]] as const) {
    it(`of the ${title} format is refused wherever it was cut off`, async () => {
      for (let length = 1; length < bytes.length; length++) {
        const { code } = await refusal(bytes.subarray(0, length));
        assert.ok(code === 'PackageTruncated' || code === 'PackageDamaged' || length === 1 && code === 'PackageNotAZip', `${code} at ${length}`);
      }
    }).timeout(20_000);

    it(`of the ${title} format opens or is refused, but never fails otherwise, whichever byte changed`, async () => {
      let refused = 0;
      for (let i = 0; i < bytes.length; i++) {
        for (const mask of [0x01, 0x80, 0xff]) {
          const changed = Buffer.from(bytes);
          changed[i]! ^= mask;
          await openPackage(changed).then((opened) => opened.verify()).catch((error: unknown) => {
            assert.ok(error instanceof PackageError, `byte ${i} ^ ${mask}: ${(error as Error).stack}`);
            refused++;
          });
        }
      }
      assert.ok(refused > bytes.length);
    }).timeout(60_000);
  }
});
