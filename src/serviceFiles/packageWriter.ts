import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { writeXml, type XmlNode } from '../xml/writer.ts';

// Used at build and test time only; nothing that ships may reach this file (yazl is not in the bundles).

export interface RoleFiles {
  readonly name: string;
  /** Paths inside the role with `/`, `approot/index.html`. */
  readonly files: readonly { readonly path: string; readonly content: Buffer }[];
}

interface Part {
  readonly path: string;
  readonly content: Buffer;
}

const time = '2012-03-15T00:00:00Z';

/**
 * Writes a package in the documented format (V20120315; service-files.md F.2): manifest by relationship, each stored content once, SHA-256.
 * The same input gives the same bytes. Parts are stored, not deflated, so that this holds across versions of zlib too.
 */
export function buildPackage(definition: Buffer, roles: readonly RoleFiles[], metadata: Readonly<Record<string, string>>): Promise<Buffer> {
  const stored = new Map<string, Part>();
  const layouts = roles.map(({ name, files }) => element('LayoutDefinition', [
    element('Name', `Roles/${name}`),
    element('LayoutDescription', files.map(({ path, content }) => {
      const part: Part = { path: `LocalContent/${createHash('sha256').update(content).digest('hex').slice(0, 32)}`, content };
      stored.set(part.path, part);
      return fileDefinition(path, part.path);
    })),
  ]));
  const parts: readonly Part[] = [
    { path: 'ServiceDefinition/ServiceDefinition.csdef', content: definition },
    ...roles.map(({ name }): Part => ({
      path: `NamedStreams/RequiredFeatures/${name}/1.0`,
      content: document({ name: 'RequiredFeatures', attributes: { version: '1.0' }, content: '' }),
    })),
    ...stored.values(),
  ];
  const manifest = document({
    name: 'PackageDefinition',
    attributes: { xmlns: 'http://schemas.microsoft.com/windowsazure', 'xmlns:i': 'http://www.w3.org/2001/XMLSchema-instance' },
    content: [
      element('PackageMetaData', Object.entries(metadata).map(([key, value]) => element('KeyValuePair', [element('Key', key), element('Value', value)]))),
      element('PackageContents', parts.map(contentDefinition)),
      element('PackageLayouts', layouts),
    ],
  });
  return zip([
    { path: '[Content_Types].xml', content: contentTypes([...stored.keys()]) },
    { path: '_rels/.rels', content: relationships() },
    { path: 'package.xml', content: manifest },
    ...parts,
  ]);
}

const element = (name: string, content: XmlNode['content']): XmlNode => ({ name, content });
const document = (root: XmlNode) => Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n${writeXml(root)}`);

function contentDefinition({ path, content }: Part): XmlNode {
  return element('ContentDefinition', [
    element('Name', path),
    element('ContentDescription', [
      element('LengthInBytes', String(content.length)),
      element('IntegrityCheckHashAlgortihm', 'Sha256'),
      element('IntegrityCheckHash', createHash('sha256').update(content).digest('base64')),
      element('DataStorePath', path),
    ]),
  ]);
}

function fileDefinition(path: string, reference: string): XmlNode {
  return element('FileDefinition', [
    element('FilePath', `\\${path.replaceAll('/', '\\')}`),
    element('FileDescription', [
      element('DataContentReference', reference),
      element('CreatedTimeUtc', time),
      element('ModifiedTimeUtc', time),
      element('ReadOnly', 'false'),
    ]),
  ]);
}

function contentTypes(unnamed: readonly string[]): Buffer {
  const octets = 'application/octet-stream';
  const types = { csdef: octets, xml: octets, 0: octets, rels: 'application/vnd.openxmlformats-package.relationships+xml' };
  return document({
    name: 'Types',
    attributes: { xmlns: 'http://schemas.openxmlformats.org/package/2006/content-types' },
    content: [
      ...Object.entries(types).map(([Extension, ContentType]): XmlNode => ({ name: 'Default', attributes: { Extension, ContentType }, content: '' })),
      // Parts under LocalContent have no extension that a default could match.
      ...unnamed.map((path): XmlNode => ({ name: 'Override', attributes: { PartName: `/${path}`, ContentType: octets }, content: '' })),
    ],
  });
}

function relationships(): Buffer {
  const attributes = { Type: 'http://schemas.microsoft.com/windowsazure/PackageDefinition/Version/2012/03/15', Target: '/package.xml', TargetMode: 'External', Id: 'R1' };
  return document({
    name: 'Relationships',
    attributes: { xmlns: 'http://schemas.openxmlformats.org/package/2006/relationships' },
    content: [{ name: 'Relationship', attributes, content: '' }],
  });
}

function zip(parts: readonly Part[]): Promise<Buffer> {
  const file = new ZipFile();
  // Zip times are local: made of local parts they come out the same in every time zone.
  const mtime = new Date(2012, 2, 15);
  for (const { path, content } of parts) {
    file.addBuffer(content, path, { mtime, mode: 0o100644, compress: false, forceDosTimestamp: true });
  }
  file.end();
  return buffer(file.outputStream);
}
