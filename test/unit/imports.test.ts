import assert from 'node:assert/strict';
import path from 'node:path';
import { isCallExpression, isExportDeclaration, isImportDeclaration, isImportTypeNode, isLiteralTypeNode, isStringLiteral, SyntaxKind, type Node } from 'typescript/unstable/ast';
import { nodesOf, readSources, type Source } from './sources.ts';

/** `types` vanish when the code is built; `later` is `await import()`, which becomes a bundle of its own. */
interface Import { readonly from: string; readonly to: string; readonly way: 'now' | 'later' | 'types' }

/** Who may import whom (design.md, Rooms): the folders below src, and `extension.ts`. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'extension.ts': ['ui'],
  ui: ['client', 'staging', 'serviceFiles', 'certificates', 'emulator'],
  client: ['protocol'],
  emulator: ['protocol', 'certificates', 'serviceFiles'],
  staging: [],
  protocol: ['xml'],
  certificates: ['xml'],
  serviceFiles: ['xml'],
  xml: [],
};

/** The one place where each third-party package is imported. */
const homes: Readonly<Record<string, readonly string[]>> = {
  vscode: ['src/ui/', 'src/extension.ts'],
  saxes: ['src/xml/reader.ts'],
  'fast-xml-parser': ['src/xml/writer.ts'],
  undici: ['src/client/transport.ts'],
  'node-forge': ['src/certificates/'],
  yauzl: ['src/serviceFiles/'],
  yazl: ['src/serviceFiles/'],
  '@azure/storage-blob': ['src/staging/'],
  azurite: ['src/emulator/blobs/'],
};

/** Reads the Windows store through PowerShell; the README says that nothing else is ever started (reliability.md E.5). */
const childProcess = 'src/certificates/windowsStore.ts';

const exceptions = [
  // dist/client.js is a library that reads certificates too (design.md, contract 1).
  'src/client/index.ts -> src/certificates/index.ts',
  // The words of these errors, tables without imports, so that the templates are written once and translated from there.
  'src/ui/errorWords.ts -> src/certificates/errors.ts',
  'src/ui/errorWords.ts -> src/protocol/localErrors.ts',
];

const roomOf = (file: string): string => file.split('/')[1]!;

/** What is wrong with one import, or undefined. */
function fault({ from, to, way }: Import): string | undefined {
  const arrow = `${from} -> ${to}`;
  if (exceptions.includes(arrow)) return undefined;
  const here = roomOf(from);
  if (to === 'node:child_process' && from !== childProcess) return `${arrow}: the one child process of this extension is that of ${childProcess}`;
  if (to.startsWith('node:')) return here === 'protocol' ? `${arrow}: the protocol is data and needs nothing of Node` : undefined;
  if (!to.startsWith('src/')) {
    const name = to.split('/').slice(0, to.startsWith('@') ? 2 : 1).join('/');
    return homes[name]?.some((home) => from.startsWith(home)) ? undefined : `${arrow}: ${name} belongs to ${homes[name]?.join(' and ') ?? 'no room'}`;
  }
  const there = roomOf(to);
  const bundle = (file: string): boolean => file.startsWith('src/emulator/blobs/');
  if (here === there && bundle(from) === bundle(to)) return undefined;
  if (here !== there && !rooms[here]?.includes(there)) return `${arrow}: ${here} may import ${rooms[here]?.join(', ') || 'no other room'}`;
  // What is loaded when first needed has to be a bundle of its own, and only its entry point is one (esbuild.mjs).
  if ((here === 'ui' || bundle(to)) && !(way === 'types' || (way === 'later' && path.basename(to) === 'index.ts'))) return `${arrow}: ${there} is loaded later, by await import() of its index.ts`;
  return undefined;
}

/** What an import declaration, an `export from`, an `import()` or a type `import('x').y` names. */
function imported(node: Node): { specifier: Node; way: Import['way'] } | undefined {
  if (isImportDeclaration(node)) return { specifier: node.moduleSpecifier, way: node.importClause?.phaseModifier === SyntaxKind.TypeKeyword ? 'types' : 'now' };
  if (isExportDeclaration(node) && node.moduleSpecifier) return { specifier: node.moduleSpecifier, way: node.isTypeOnly ? 'types' : 'now' };
  if (isImportTypeNode(node) && isLiteralTypeNode(node.argument)) return { specifier: node.argument.literal, way: 'types' };
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) return { specifier: node.arguments[0]!, way: 'later' };
  return undefined;
}

function importsOf({ path: from, tree }: Source): Import[] {
  return [...nodesOf(tree)].flatMap((node): Import[] => {
    const found = imported(node);
    if (!found) return [];
    if (!isStringLiteral(found.specifier)) throw new Error(`${from}: what is imported has to be a literal`);
    const { text } = found.specifier;
    return [{ from, to: text.startsWith('.') ? path.posix.join(path.posix.dirname(from), text) : text, way: found.way }];
  });
}

describe('who may import whom', () => {
  let sources: Source[];
  let imports: Import[];
  before(() => {
    sources = readSources('src');
    imports = sources.flatMap(importsOf);
  });

  it('holds in every file', () => {
    assert.deepEqual(imports.map(fault).filter(Boolean), []);
  });

  it('is read from all files and all kinds of import', () => {
    assert.ok(sources.length > 100);
    for (const expected of [
      { from: 'src/extension.ts', to: 'src/ui/log.ts', way: 'now' },
      { from: 'src/ui/log.ts', to: 'src/client/index.ts', way: 'types' },
      { from: 'src/ui/connections/connections.ts', to: 'src/client/index.ts', way: 'later' },
      { from: 'src/client/transport.ts', to: 'undici', way: 'later' },
      { from: 'src/client/index.ts', to: 'src/certificates/index.ts', way: 'now' },
    ]) assert.ok(imports.some((found) => JSON.stringify(found) === JSON.stringify(expected)), JSON.stringify(expected));
  });

  it('allows no exception that nobody needs', () => {
    const arrows = imports.map(({ from, to }) => `${from} -> ${to}`);
    assert.deepEqual(exceptions.filter((arrow) => !arrows.includes(arrow)), []);
    assert.deepEqual(Object.keys(homes).filter((name) => !imports.some(({ to }) => to === name || to.startsWith(`${name}/`))), []);
  });

  const now = (from: string, to: string): Import => ({ from, to, way: 'now' });
  const slips: readonly (readonly [title: string, slip: Import])[] = [
    ['the client imports the emulator', now('src/client/client.ts', 'src/emulator/state.ts')],
    ['the emulator imports the client, even for types', { from: 'src/emulator/state.ts', to: 'src/client/index.ts', way: 'types' }],
    ['the protocol imports the client', now('src/protocol/wire.ts', 'src/client/clock.ts')],
    ['anything else starts a program', now('src/staging/index.ts', 'node:child_process')],
    ['the protocol does input and output', now('src/protocol/wire.ts', 'node:fs')],
    ['anything but extension.ts imports the editor\'s part', now('src/client/client.ts', 'src/ui/errors.ts')],
    ['anything but the editor\'s part imports vscode', { from: 'src/staging/index.ts', to: 'vscode', way: 'types' }],
    ['the editor\'s part loads the client at once', now('src/ui/tree/node.ts', 'src/client/index.ts')],
    ['the editor\'s part loads a file that is no bundle', { from: 'src/ui/tree/node.ts', to: 'src/client/clouds.ts', way: 'later' }],
    ['the emulator loads the blob store at once', now('src/emulator/emulator.ts', 'src/emulator/blobs/index.ts')],
    ['a package is imported in a second place', now('src/emulator/server.ts', 'undici')],
    ['a file of a package is imported in a second place', now('src/emulator/server.ts', 'azurite/dist/src/blob/BlobServer.js')],
    ['a package without a home is imported', now('src/client/client.ts', '@azure/core-http')],
  ];
  for (const [title, slip] of slips) it(`is broken when ${title}`, () => assert.match(fault(slip) ?? '', /^src\/.+ -> .+: /));
});

describe('the size of files', () => {
  it('stays under 400 lines', () => {
    const long = [...readSources('src'), ...readSources('test')].filter(({ text }) => text.split('\n').length > 400);
    assert.deepEqual(long.map(({ path: file }) => file), []);
  });
});
