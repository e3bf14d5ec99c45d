import { createHmac } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { BlobStoreError } from './errors.ts';
import type { BlobStoreErrorCode } from './errors.ts';

export interface ReadOptions {
  /** The file that takes the bytes; it is removed again when the reading fails. */
  readonly toFile: string;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** An account's name and one of its keys in base64. */
export interface ReadingAccount {
  readonly name: string;
  readonly key: string;
}

/**
 * Reads a blob into a file and returns its size in bytes. `account` signs the request (shared key); without it the URL is read as it
 * is, which works with a SAS and for blobs in public containers.
 */
export async function readBlob(endpoint: string, address: string, account: ReadingAccount | undefined, options: ReadOptions): Promise<number> {
  const url = blobUrl(endpoint, address);
  const where = `${url.origin}${url.pathname}`;
  const fail = (code: BlobStoreErrorCode, message: string, details = {}, cause?: unknown) =>
    new BlobStoreError(code, message, { url: where, ...details }, cause);
  const tooLarge = () => fail('TooLarge', `The blob ${where} is larger than the ${options.maxBytes} bytes allowed.`, { maxBytes: options.maxBytes });

  let answer: http.IncomingMessage | undefined;
  let size = 0;
  try {
    answer = await request(url, account ? signedHeaders(url, account) : {}, options.signal);
    const status = answer.statusCode ?? 0;
    if (status === 404) throw fail('BlobNotFound', `There is no blob at ${where}.`);
    if (status === 401 || status === 403) throw fail('NotAuthorised', `The storage account refuses to let ${where} be read: ${refusal(url, account)}.`);
    if (status !== 200) throw fail('ReadFailed', `Reading ${where} was answered with HTTP status ${status}.`, { status });
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
    if (answer?.statusCode === 200) await rm(options.toFile, { force: true }).catch(() => undefined);
    if (error instanceof BlobStoreError) throw error;
    if (options.signal?.aborted) throw fail('Cancelled', `Reading ${where} was cancelled.`);
    const { message, path: file } = error as NodeJS.ErrnoException;
    if (file !== undefined) throw fail('FileNotWritten', `The blob ${where} could not be written to ${options.toFile}: ${message}`, { path: options.toFile }, error);
    throw fail('ReadFailed', `The connection broke while ${where} was read: ${message}`, {}, error);
  }
}

function blobUrl(endpoint: string, address: string): URL {
  const own = new URL(endpoint);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && url.protocol === own.protocol && url.port === own.port && [own.hostname, '127.0.0.1', 'localhost'].includes(url.hostname)
    && /^\/[^/]+\/[^/]+\/./.test(url.pathname)) {
    url.hostname = own.hostname;
    return url;
  }
  const shown = url ? `${url.origin}${url.pathname}` : 'The address given';
  throw new BlobStoreError('NotThisStore', `${shown} is not the URL of a blob in this store: ${endpoint}/ACCOUNT/CONTAINER/BLOB is expected.`,
    { url: url ? shown : '', endpoint });
}

function refusal(url: URL, account: ReadingAccount | undefined): string {
  if (account) return `the key of ${account.name} is not valid any more`;
  if (url.searchParams.has('sig')) return 'the shared access signature has expired, was made with a key that has changed, or does not allow reading';
  return 'it is private, and the URL has no shared access signature';
}

/** Shared key, learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key: eleven headers that a plain GET leaves empty. */
function signedHeaders(url: URL, account: ReadingAccount): Record<string, string> {
  const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-12-02' };
  const query = [...url.searchParams].map(([name, value]) => `\n${name.toLowerCase()}:${value}`).sort().join('');
  const text = `GET${'\n'.repeat(12)}${Object.entries(headers).map(([name, value]) => `${name}:${value}\n`).join('')}/${account.name}${url.pathname}${query}`;
  const signature = createHmac('sha256', Buffer.from(account.key, 'base64')).update(text, 'utf8').digest('base64');
  return { ...headers, authorization: `SharedKey ${account.name}:${signature}` };
}

function request(url: URL, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http.get(url, { headers, agent: false, ...(signal && { signal }) }, resolve).on('error', reject);
  });
}
