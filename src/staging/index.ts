import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { connect } from './account.ts';
import type { Retrying, StorageAccount } from './account.ts';
import { sendBlocks } from './blocks.ts';
import { asStagingError, StagingError, withLeft } from './errors.ts';
import type { LeftInStorage } from './errors.ts';
import { progressMeter } from './progress.ts';
import type { UploadProgress } from './progress.ts';

export type { Retrying, StorageAccount, UploadProgress, LeftInStorage };
export { packageSasUrl } from './account.ts';
export { listContainers, listVhds } from './vhds.ts';
export type { VhdBlob } from './vhds.ts';
export { StagingError };
export type { StagingErrorCode } from './errors.ts';

export interface UploadRequest {
  readonly account: StorageAccount;
  /** The package on disk. */
  readonly path: string;
  /** Made if it is not there, private. */
  readonly container?: string;
  /** A blob that already has this name is replaced; by default the name is new: `<package>-<yyyyMMddTHHmmssZ>-<random>.cspkg`. */
  readonly blobName?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Blocks in flight, 4 by default; each has a buffer. */
  readonly concurrency?: number;
  /** Bytes of one block, at most 100 MiB, 16 MiB by default; the service takes 50,000 of them. */
  readonly blockSize?: number;
  readonly retrying?: Retrying;
  /** Gives up when nothing moves for so long. */
  readonly stallMs?: number;
}

export interface StagedPackage {
  /** Without SAS. */
  readonly url: string;
  readonly container: string;
  readonly blobName: string;
  /** Bytes. */
  readonly length: number;
}

const MiB = 1024 * 1024;

/**
 * Puts a package into Blob storage as a block blob: parallel blocks, each with its MD5 for the service to check, then one commit, then
 * the length as the service has it. Throws {@link StagingError}, whose `details.left` says what it left in storage.
 *
 * Cancelling stops the blocks under way at once and leaves no blob. Blocks sent before are never committed; the service discards them
 * within a week. The commit itself, one small request, is waited for; if the caller cancels in that moment the blob is deleted again.
 */
export async function uploadPackage(request: UploadRequest): Promise<StagedPackage> {
  const { account, container = 'azureclassic-packages', blockSize = 16 * MiB, concurrency = 4, stallMs = 120_000 } = request;
  const blobName = request.blobName ?? newBlobName(request.path);
  check(container, blockSize, concurrency);
  const facts = { account: account.name, path: request.path, container, blobName };
  const connection = connect(account, request.retrying);
  const places = connection.service.getContainerClient(container);
  const blob = places.getBlockBlobClient(blobName);
  const stall = stallWatch(stallMs);
  const signal = AbortSignal.any([stall.signal, ...(request.signal ? [request.signal] : [])]);
  const stopIfCancelled = () => request.signal?.throwIfAborted();

  let left: LeftInStorage = 'nothing';
  let file: FileHandle | undefined;
  try {
    stopIfCancelled();
    file = await openPackage(request.path);
    const before = await file.stat({ bigint: true });
    const length = Number(before.size);
    if ((await places.createIfNotExists({ abortSignal: signal })).succeeded) left = 'container';
    const leftBefore = left;

    const meter = progressMeter(length, request.onProgress);
    const ids = await sendBlocks(file, blob, { length, blockSize, concurrency, signal, onMoved: (bytes) => { stall.moved(); meter.moved(bytes); } });
    const after = await file.stat({ bigint: true });
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
      throw new StagingError('FileChanged', 'The package was written to while it was sent. Upload it again when nothing writes to it.', {});
    }
    stopIfCancelled();

    left = 'perhapsBlob';
    await blob.commitBlockList(ids, { abortSignal: stall.signal }).catch((error: { statusCode?: number }) => {
      if (error.statusCode !== undefined) left = leftBefore;
      throw error;
    });
    left = 'blob';
    try {
      stopIfCancelled();
      const stored = (await blob.getProperties({ abortSignal: signal })).contentLength;
      if (stored !== length) {
        throw new StagingError('LengthMismatch', `The package has ${length} bytes, but ${stored} arrived. Upload it again.`, { length, stored: stored ?? -1 });
      }
    } catch (error) {
      if (await blob.deleteIfExists({ abortSignal: AbortSignal.timeout(10_000) }).then(() => true, () => false)) left = leftBefore;
      throw error;
    }
    meter.done();
    return { url: blob.url, container, blobName, length };
  } catch (error) {
    const where = { ...facts, endpoint: connection.endpoint };
    throw withLeft(isCancelled(error, request.signal) ? new StagingError('Cancelled', `The upload of ${request.path} was cancelled.`, where) : asStagingError(error, where), left);
  } finally {
    stall.stop();
    await file?.close().catch(() => undefined);
    connection.close();
  }
}

/** Deletes a package by its URL, as {@link uploadPackage} returned it. False when it was not there any more. */
export async function deletePackage(request: { account: StorageAccount; url: string; signal?: AbortSignal }): Promise<boolean> {
  const connection = connect(request.account);
  try {
    const blob = connection.blobAt(request.url);
    return (await blob.deleteIfExists({ abortSignal: AbortSignal.any([AbortSignal.timeout(60_000), ...(request.signal ? [request.signal] : [])]) })).succeeded;
  } catch (error) {
    const where = { account: request.account.name, endpoint: connection.endpoint };
    if (isCancelled(error, request.signal)) throw new StagingError('Cancelled', 'Deleting the package was cancelled; it may be deleted already.', where);
    throw asStagingError(error, where);
  } finally {
    connection.close();
  }
}

/** Whatever else went wrong after the caller cancelled went wrong because of it, unless it is an error of our own. */
const isCancelled = (error: unknown, signal: AbortSignal | undefined): boolean => signal?.aborted === true && !(error instanceof StagingError);

function check(container: string, blockSize: number, concurrency: number): void {
  if (!/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(container)) {
    throw new StagingError('InvalidParameter', `"${container}" cannot name a container: 3 to 63 lower-case letters, digits and single hyphens.`, { wrong: 'container', container });
  }
  if (!(blockSize >= 1 && blockSize <= 100 * MiB) || !(concurrency >= 1)) {
    throw new StagingError('InvalidParameter', 'A block has 1 byte to 100 MiB, and at least one is sent at a time.', { wrong: 'blocks', blockSize, concurrency });
  }
}

async function openPackage(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file, 'r');
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw Object.assign(new Error('it is not a file'), { code: 'NotAFile' });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new StagingError('FileUnreadable', `The package ${file} cannot be read: ${message}.`, { reason: code });
  }
}

function newBlobName(file: string): string {
  const base = path.basename(file, path.extname(file)).normalize('NFKD').replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80).replace(/^-+|-+$/g, '') || 'package';
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${base}-${time}-${randomBytes(4).toString('hex')}.cspkg`;
}

function stallWatch(ms: number): { signal: AbortSignal; moved: () => void; stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { signal: controller.signal, moved: () => timer.refresh(), stop: () => clearTimeout(timer) };
}
