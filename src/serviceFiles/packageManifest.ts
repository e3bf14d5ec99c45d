import { localName, readXml, XmlError } from '../xml/reader.ts';
import { PackageError } from './errors.ts';
import { decodeServiceFile } from './text.ts';

/** What a manifest says of one stored part. */
export interface StoredPart {
  /** The name inside the package's model; in the legacy format the same as the path. */
  readonly name: string;
  /** Path in the zip. */
  readonly path: string;
  /** Bytes; only the documented format says. */
  readonly size: number | undefined;
  /** Lower-case hexadecimal; absent where the manifest carries none we know. */
  readonly sha256: string | undefined;
}

export interface Relationship {
  readonly id: string;
  readonly type: string;
  /** Path in the zip for parts inside, a URL for those outside. */
  readonly target: string;
}

/** `[part]/_rels/.rels`. Writers of the documented format mark even the manifest inside as External, so the mode is not looked at. */
export function parseRelationships(part: string, bytes: Buffer): readonly Relationship[] {
  return readRecords(part, bytes, 'Relationships', 'Relationship').map(({ fields }) => ({
    id: fields.get('Id') ?? '', type: fields.get('Type') ?? '', target: inside(fields.get('Target') ?? ''),
  }));
}

/** The documented manifest, V20120315 (jj151528; service-files.md F.2). */
export function parsePackageDefinition(part: string, bytes: Buffer): { metadata: ReadonlyMap<string, string>; parts: readonly StoredPart[] } {
  const records = readRecords(part, bytes, 'PackageDefinition', 'KeyValuePair', 'ContentDefinition');
  const of = (record: string) => records.filter(({ name }) => name === record).map(({ fields }) => fields);
  return {
    metadata: new Map(of('KeyValuePair').map((fields) => [fields.get('Key') ?? '', fields.get('Value') ?? ''])),
    parts: of('ContentDefinition').map((fields) => ({
      name: fields.get('Name') ?? '',
      path: inside(fields.get('DataStorePath') ?? ''),
      size: fields.has('LengthInBytes') ? Number(fields.get('LengthInBytes')) : undefined,
      // The misspelling is the format's own.
      sha256: fields.get('IntegrityCheckHashAlgortihm') === 'Sha256' ? Buffer.from(fields.get('IntegrityCheckHash') ?? '', 'base64').toString('hex') : undefined,
    })),
  };
}

/** A legacy `.csman`: `hashtype="1"` is SHA-256 in upper-case hexadecimal. */
export function parseLegacyManifest(part: string, bytes: Buffer): readonly StoredPart[] {
  let hashed = false;
  const parts: StoredPart[] = [];
  for (const { name, fields } of readRecords(part, bytes, 'PackageManifest', 'Contents', 'Item')) {
    if (name === 'Contents') hashed = fields.get('hashtype') === '1';
    else parts.push({ name: fields.get('name') ?? '', path: inside(fields.get('uri') ?? ''), size: undefined, sha256: hashed ? fields.get('hash')?.toLowerCase() : undefined });
  }
  return parts;
}

const inside = (target: string) => target.replace(/^\//, '');

/**
 * All elements of these names, in the order they open, each as its attributes and the texts of what is inside it.
 * Streamed: a manifest has an entry per file, and a package may have tens of thousands.
 */
function readRecords(part: string, bytes: Buffer, root: string, ...names: readonly string[]): readonly { name: string; fields: Map<string, string> }[] {
  const records: { name: string; fields: Map<string, string> }[] = [];
  let current: Map<string, string> | undefined;
  let found: string | undefined;
  let text = '';
  try {
    readXml(decodeServiceFile(bytes), {
      open(qualified, attributes) {
        const name = localName(qualified);
        found ??= name;
        text = '';
        if (names.includes(name)) records.push({ name, fields: current = new Map(Object.entries(attributes)) });
      },
      text(value) { text += value; },
      close(qualified) {
        const name = localName(qualified);
        if (names.includes(name)) current = undefined;
        current?.set(name, text.trim());
        text = '';
      },
    });
  } catch (error) {
    const { message, line } = error as XmlError;
    throw invalidManifest(part, line === undefined ? message : `line ${line}: ${message}`);
  }
  if (found !== root) throw invalidManifest(part, `its root element is <${found}>, not <${root}>`);
  return records;
}

function invalidManifest(part: string, reason: string): PackageError {
  return new PackageError('PackageManifestInvalid', `'${part}' in the package cannot be understood: ${reason}.`, { part, reason });
}
