import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { BlobTask } from './blobTask.ts';

export interface ReadOptions {
  /** The file that takes the bytes; it is removed again when the reading fails. */
  readonly toFile: string;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a blob into a file and returns its size in bytes. `query` is that of the URL given: a SAS. */
export async function readBlob(blob: BlobTask, query: string, options: ReadOptions): Promise<number> {
  const tooLarge = () => blob.error('TooLarge', `The blob ${blob.url} is larger than the ${options.maxBytes} bytes allowed.`, { maxBytes: options.maxBytes });

  let answer: IncomingMessage | undefined;
  let size = 0;
  try {
    answer = await blob.begin({ method: 'GET', query });
    const length = Number(answer.headers['content-length'] ?? 0);
    if (length > options.maxBytes) throw tooLarge();
    const counted = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > options.maxBytes) throw tooLarge();
        yield chunk;
      }
    };
    await pipeline(answer, counted, createWriteStream(options.toFile), { signal: options.signal });
    return size;
  } catch (error) {
    answer?.destroy();
    if (answer) await rm(options.toFile, { force: true }).catch(() => undefined);
    const { message, path: file } = error as NodeJS.ErrnoException;
    if (file !== undefined) throw blob.error('FileNotWritten', `The blob ${blob.url} could not be written to ${options.toFile}: ${message}`, { path: options.toFile }, error);
    throw blob.failure(error);
  }
}
