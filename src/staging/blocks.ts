import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { BlockBlobClient } from '@azure/storage-blob';
import { StagingError } from './errors.ts';

export interface BlockOptions {
  readonly length: number;
  readonly blockSize: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Bytes handed to the network; negative when a block is sent once more. */
  readonly onMoved: (bytes: number) => void;
}

const sliceSize = 64 * 1024;
const readSize = 1024 * 1024;

/**
 * Sends a file as uncommitted blocks, `concurrency` at a time, and returns their ids in order. Each sender has one buffer of a block's
 * size: that is all of the file that is ever in memory. When one fails the others are stopped and waited for.
 */
export async function sendBlocks(file: FileHandle, blob: BlockBlobClient, options: BlockOptions): Promise<string[]> {
  const { length, blockSize, concurrency, signal, onMoved } = options;
  const count = Math.ceil(length / blockSize);
  const ids = Array.from({ length: count }, (_, index) => Buffer.from(String(index).padStart(6, '0')).toString('base64'));
  const failure = new AbortController();
  const stopped = AbortSignal.any([signal, failure.signal]);
  let failed: { error: unknown } | undefined;
  let next = 0;

  const send = async () => {
    const buffer = Buffer.allocUnsafeSlow(Math.min(blockSize, length));
    while (next < count && !failed) {
      const index = next++;
      const bytes = buffer.subarray(0, Math.min(blockSize, length - index * blockSize));
      const transactionalContentMD5 = await readBlock(file, bytes, index * blockSize);
      await blob.stageBlock(ids[index]!, slices(bytes, onMoved), bytes.length, { abortSignal: stopped, transactionalContentMD5 });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, () => send().catch((error: unknown) => {
    failed ??= { error };
    failure.abort();
  })));
  if (failed) throw failed.error;
  return ids;
}

/** A body that the library can ask for again, in slices, because it counts a whole buffer as sent as soon as it starts. */
function slices(bytes: Buffer, onMoved: (bytes: number) => void): () => Readable {
  let moved = 0;
  return () => {
    onMoved(-moved);
    moved = 0;
    return Readable.from((function* () {
      for (let offset = 0; offset < bytes.length; offset += sliceSize) {
        const slice = bytes.subarray(offset, offset + sliceSize);
        moved += slice.length;
        onMoved(slice.length);
        yield slice;
      }
    })());
  };
}

/** Fills `bytes` from the file and returns their MD5. Piece by piece, so that hashing never holds up the blocks under way. */
async function readBlock(file: FileHandle, bytes: Buffer, position: number): Promise<Buffer> {
  const hash = createHash('md5');
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await file.read(bytes, filled, Math.min(readSize, bytes.length - filled), position + filled)
      .catch((error: NodeJS.ErrnoException) => {
        throw new StagingError('FileUnreadable', `Reading the package failed: ${error.message}.`, { reason: error.code ?? '' });
      });
    if (bytesRead === 0) throw new StagingError('FileChanged', 'The package became shorter while it was sent. Upload it again when nothing writes to it.', {});
    hash.update(bytes.subarray(filled, filled + bytesRead));
    filled += bytesRead;
  }
  return hash.digest();
}
