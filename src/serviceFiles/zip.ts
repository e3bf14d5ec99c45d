import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { PackageError } from './errors.ts';

/** What a package may cost us. The service took packages of up to 600 MB. */
export const packageLimits = {
  bytes: 600 * 1024 ** 2,
  entries: 50_000,
  /** Names, extra fields and comments of all entries. */
  directoryBytes: 32 * 1024 ** 2,
  expandedBytes: 4 * 1024 ** 3,
  /** Expanded to packed, looked at above 64 MiB expanded: a real package is mostly binaries, a bomb is in the thousands. */
  ratio: 200,
} as const;

export type PackageSource = { readonly path: string } | Buffer;

/** An opened zip whose directory has been read and found harmless. */
export interface Zip {
  readonly size: number;
  /** Files by path, in the order of the directory, with their declared sizes; folders are left out. */
  readonly sizes: ReadonlyMap<string, number>;
  /** One whole part that must exist and be at most `limit` bytes. */
  read(path: string, limit: number): Promise<Buffer>;
  /** Lower-case hexadecimal SHA-256 of a part that must exist; it is streamed. */
  sha256(path: string): Promise<string>;
}

/** Opens a zip by random access (a path is never read whole), gives it to `use`, and closes it. */
export async function withZip<T>(source: PackageSource, signal: AbortSignal | undefined, use: (zip: Zip) => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const size = await checkBeginning(source);
  const options = { autoClose: false, decodeStrings: false };
  const file = await (Buffer.isBuffer(source) ? fromBufferPromise(source, options) : openPromise(source.path, options)).catch((error: Error) => {
    throw new PackageError('PackageTruncated', 'The package is incomplete, or something was appended to it. Build or download it again.', { reason: error.message }, error);
  });
  try {
    const entries = await readDirectory(file, size, signal);
    const inflate = (path: string) => readEntry(file, entries.get(path)!, path, signal);
    return await use({
      size,
      sizes: new Map([...entries].map(([path, entry]) => [path, entry.uncompressedSize])),
      async read(path, limit) {
        if (entries.get(path)!.uncompressedSize > limit) throw bomb(`${path} is larger than ${limit} bytes`);
        const chunks: Buffer[] = [];
        for await (const chunk of inflate(path)) chunks.push(chunk);
        return Buffer.concat(chunks);
      },
      async sha256(path) {
        const hash = createHash('sha256');
        for await (const chunk of inflate(path)) hash.update(chunk);
        return hash.digest('hex');
      },
    });
  } finally {
    file.close();
  }
}

/** The size in bytes of something that begins like a zip. */
async function checkBeginning(source: PackageSource): Promise<number> {
  let size: number;
  let beginning: Buffer;
  if (Buffer.isBuffer(source)) {
    [size, beginning] = [source.length, source.subarray(0, 2)];
  } else {
    let handle;
    try {
      handle = await open(source.path);
      size = (await handle.stat()).size;
      beginning = (await handle.read(Buffer.alloc(2), 0, 2, 0)).buffer;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new PackageError('PackageUnreadable', `The package cannot be read: ${message}`, { reason: code ?? message }, error);
    } finally {
      await handle?.close();
    }
  }
  if (size === 0) throw new PackageError('PackageEmpty', 'The package is empty (0 bytes).');
  if (size > packageLimits.bytes) {
    throw new PackageError('PackageTooLarge', `The package has ${size} bytes; the service takes at most ${packageLimits.bytes} (600 MB).`, { size, limit: packageLimits.bytes });
  }
  if (beginning.toString('latin1') !== 'PK') {
    throw new PackageError('PackageNotAZip', 'The file is not a service package: it is not a zip. Choose the .cspkg that packing the project made.');
  }
  return size;
}

async function readDirectory(file: ZipFile, size: number, signal: AbortSignal | undefined): Promise<Map<string, Entry>> {
  if (file.entryCount > packageLimits.entries) throw bomb(`it holds ${file.entryCount} entries`);
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let directory = 0;
  let packed = 0;
  let expanded = 0;
  try {
    for await (const entry of file.eachEntry()) {
      signal?.throwIfAborted();
      directory += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      packed += entry.compressedSize;
      expanded += entry.uncompressedSize;
      if (directory > packageLimits.directoryBytes) throw bomb('its directory is too large');
      const path = checkEntry(entry);
      // Part names differ in more than case (OPC), and a Windows disk could not hold both.
      if (seen.has(path.toLowerCase())) throw new PackageError('PackageDuplicatePath', `The package holds '${path}' twice.`, { part: path });
      seen.add(path.toLowerCase());
      if (!path.endsWith('/')) entries.set(path, entry);
    }
  } catch (error) {
    throw asPackageError(error, signal);
  }
  if (packed > size) throw bomb('its entries overlap');
  if (expanded > packageLimits.expandedBytes) throw bomb(`it would expand to ${expanded} bytes`);
  if (expanded > 64 * 1024 ** 2 && expanded > size * packageLimits.ratio) throw bomb(`it would expand ${Math.round(expanded / size)} times`);
  return entries;
}

/** The entry's path, once it is known to be harmless. */
function checkEntry(entry: Entry): string {
  const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  const details = { part: path };
  if (/^$|^\/|^[a-z]:|[\\\p{Cc}]|(^|\/)\.\.?(\/|$)/iu.test(path)) {
    throw new PackageError('PackageUnsafePath', `The package holds an entry that would land outside its folder: ${JSON.stringify(path)}.`, details);
  }
  if (entry.isEncrypted()) throw new PackageError('PackageEncrypted', `'${path}' in the package is encrypted and cannot be read.`, details);
  if ((entry.externalFileAttributes >>> 16 & 0o170000) === 0o120000) {
    throw new PackageError('PackageSymbolicLink', `'${path}' in the package is a symbolic link.`, details);
  }
  return path;
}

/** Bytes as they inflate, never more than the entry declares (yauzl stops there); at the end the checksum must be right. */
async function* readEntry(file: ZipFile, entry: Entry, path: string, signal: AbortSignal | undefined): AsyncGenerator<Buffer, void> {
  let checksum = 0;
  try {
    for await (const chunk of await file.openReadStreamPromise(entry)) {
      signal?.throwIfAborted();
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    if (checksum !== entry.crc32) throw new Error('its checksum is wrong');
  } catch (error) {
    throw asPackageError(error, signal, path);
  }
}

const bomb = (reason: string) => new PackageError('PackageBomb', `The package was refused because ${reason}.`, { reason });

/** What yauzl and zlib say, in our terms. */
function asPackageError(error: unknown, signal: AbortSignal | undefined, part?: string): unknown {
  if (error instanceof PackageError || signal?.aborted) return error;
  const reason = (error as Error).message;
  const details = part === undefined ? { reason } : { part, reason };
  if (/strong encryption/.test(reason)) return new PackageError('PackageEncrypted', 'The package is encrypted and cannot be read.', details, error);
  if (/too many bytes/.test(reason)) return bomb(`${part} expands to more than it declares`);
  if (/EOF|overflows file bounds/.test(reason)) {
    return new PackageError('PackageTruncated', `The package is incomplete (${reason}). Build or download it again.`, details, error);
  }
  return new PackageError('PackageDamaged', `The package is damaged${part === undefined ? '' : ` at '${part}'`}: ${reason}. Build or download it again.`, details, error);
}
