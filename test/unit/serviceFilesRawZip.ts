import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip made by hand; whatever is given overrides what an honest writer would put there. */
export interface RawEntry {
  readonly name: string;
  readonly content?: Buffer | string;
  readonly deflate?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly compressedSize?: number;
  readonly size?: number;
  readonly externalAttributes?: number;
  /** Points the directory at an earlier entry's data instead of writing its own. */
  readonly sharesDataOf?: number;
}

/** A zip written byte by byte, honest or not (APPNOTE 4.3). */
export function rawZip(entries: readonly RawEntry[], entryCount = entries.length): Buffer {
  const locals: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  const central = entries.map((entry, index) => {
    const content = Buffer.from(entry.content ?? '');
    const data = entry.deflate ? deflateRawSync(content) : content;
    const name = Buffer.from(entry.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    common.writeUInt16LE(entry.method ?? (entry.deflate ? 8 : 0), 4);
    common.writeUInt32LE(entry.crc ?? crc32(content), 10);
    common.writeUInt32LE(entry.compressedSize ?? data.length, 14);
    common.writeUInt32LE(entry.size ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    offsets[index] = entry.sharesDataOf === undefined ? offset : offsets[entry.sharesDataOf]!;
    if (entry.sharesDataOf === undefined) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]);
      locals.push(local);
      offset += local.length;
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(entry.externalAttributes ?? 0, 6);
    rest.writeUInt32LE(offsets[index], 10);
    return Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, rest, name]);
  });
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export const definitionText = '<ServiceDefinition name="Shop"><WebRole name="Web"/></ServiceDefinition>';

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest();

/** The parts of a small package in the documented format, with honest hashes; `changes` replaces, adds or (undefined) removes parts. */
export function documentedParts(changes: Readonly<Record<string, string | undefined>> = {}): RawEntry[] {
  const contents: Record<string, string | undefined> = { 'ServiceDefinition/ServiceDefinition.csdef': definitionText, 'LocalContent/1': 'one' };
  const manifest = Object.entries(contents).map(([name, content]) => `<ContentDefinition><Name>${name}</Name><ContentDescription><LengthInBytes>${content!.length}</LengthInBytes>`
    + `<IntegrityCheckHashAlgortihm>Sha256</IntegrityCheckHashAlgortihm><IntegrityCheckHash>${sha256(content!).toString('base64')}</IntegrityCheckHash><DataStorePath>${name}</DataStorePath></ContentDescription></ContentDefinition>`);
  const parts = {
    '_rels/.rels': '<Relationships><Relationship Id="R1" Type="http://schemas.microsoft.com/windowsazure/PackageDefinition/Version/2012/03/15" Target="/package.xml" TargetMode="External"/></Relationships>',
    'package.xml': `<PackageDefinition><PackageMetaData><KeyValuePair><Key>http://schemas.microsoft.com/windowsazure/ProductVersion/</Key><Value>1.8.0</Value></KeyValuePair></PackageMetaData>`
      + `<PackageContents>${manifest.join('')}</PackageContents><PackageLayouts><LayoutDefinition><Name>Roles/Web</Name></LayoutDefinition></PackageLayouts></PackageDefinition>`,
    ...contents,
    ...changes,
  };
  return Object.entries(parts).flatMap(([name, content]) => (content === undefined ? [] : [{ name, content, deflate: true }]));
}

/** A small package in the legacy format around this nested description. */
export function legacyParts(description: Buffer, changes: Readonly<Record<string, string | undefined>> = {}): RawEntry[] {
  const items = Object.entries({ 'SD.csdx': description, 'Web.cssx': 'role' })
    .map(([name, content]) => `<Item name="${name}" hash="${sha256(content).toString('hex').toUpperCase()}" uri="/${name}"/>`);
  const parts: Record<string, Buffer | string | undefined> = {
    '_rels/.rels': '<Relationships><Relationship Id="SERVICEDESCRIPTION" Type="t" Target="/SD.csdx"/><Relationship Id="MANIFEST" Type="t" Target="/m.csman"/>'
      + '<Relationship Id="R" Type="http://schemas.microsoft.com/ServiceHosting/2009/10/UAR/ProductVersion" Target="http://schemas.microsoft.com:80/x#2.5.1" TargetMode="External"/></Relationships>',
    'm.csman': `<PackageManifest version="2"><Contents hashtype="1">${items.join('')}</Contents></PackageManifest>`,
    'SD.csdx': description,
    'Web.cssx': 'role',
    ...changes,
  };
  return Object.entries(parts).flatMap(([name, content]) => (content === undefined ? [] : [{ name, content }]));
}

export const legacyDescription = rawZip([
  { name: '_rels/.rels', content: '<Relationships><Relationship Id="SERVICEDESCRIPTION" Type="t" Target="/ServiceDefinition.build.csdef"/></Relationships>' },
  { name: 'ServiceDefinition.build.csdef', content: definitionText },
]);
