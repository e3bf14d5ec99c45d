import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { BlobAddress } from './blobAddress.ts';
import { BlobStoreError } from './errors.ts';
import type { BlobStoreErrorCode } from './errors.ts';

/** An account's name and one of its keys in base64. */
export interface SigningAccount {
  readonly name: string;
  readonly key: string;
}

export interface BlobRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** With its question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** To the container that the blob is in. */
  readonly toContainer?: boolean;
  /** A status that is an answer here, not an error. */
  readonly accept?: number;
}

interface BlobAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** For the words of errors. */
export type Deed = 'read' | 'written' | 'leased' | 'released' | 'deleted';

interface Asking {
  /** Signs the requests (shared key); without it they are sent as they are, which reads with a SAS and from public containers. */
  readonly account: SigningAccount | undefined;
  readonly done: Deed;
  readonly signal?: AbortSignal | undefined;
}

/** What is done to one blob: sends the requests for it over HTTP, as anybody would, and turns what goes wrong into BlobStoreErrors. */
export class BlobTask {
  /** Without query. */
  readonly url: string;
  readonly #asking: Asking;

  constructor({ url }: Pick<BlobAddress, 'url'>, asking: Asking) {
    this.url = url;
    this.#asking = asking;
  }

  /** The same for the same blob, and the caller's signal does not end it. */
  regardless(): BlobTask {
    return new BlobTask(this, { ...this.#asking, signal: undefined });
  }

  /** @throws BlobStoreError */
  async ask(request: BlobRequest): Promise<BlobAnswer> {
    try {
      const answer = await this.begin(request);
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** The answer before its body has come. Throws also what {@link failure} has to see. */
  async begin(request: BlobRequest): Promise<http.IncomingMessage> {
    const { account, done } = this.#asking;
    const url = new URL(this.url);
    if (request.toContainer) url.pathname = url.pathname.split('/', 3).join('/');
    url.search = request.query ?? '';
    const answer = await this.#send(url, request);
    const status = answer.statusCode ?? 0;
    if ((status >= 200 && status < 300) || status === request.accept) return answer;
    answer.destroy();
    if (status === 404) throw this.error('BlobNotFound', `There is no blob at ${this.url}.`);
    if (status === 401 || status === 403) throw this.error('NotAuthorised', `The storage account refuses to let ${this.url} be ${done}: ${refusal(url, account)}.`);
    throw this.error(this.#failed, `The blob ${this.url} could not be ${done}: the storage account answered with HTTP status ${[status, answer.headers['x-ms-error-code']].join(' ').trim()}.`, { status });
  }

  error(code: BlobStoreErrorCode, message: string, details: Record<string, string | number> = {}, cause?: unknown): BlobStoreError {
    return new BlobStoreError(code, message, { url: this.url, ...details }, cause);
  }

  /** What was thrown while requests of this task were under way. */
  failure(error: unknown): BlobStoreError {
    if (error instanceof BlobStoreError) return error;
    const { done, signal } = this.#asking;
    if (signal?.aborted) return this.error('Cancelled', `The blob ${this.url} was not ${done}: it was cancelled.`);
    return this.error(this.#failed, `The connection broke while ${this.url} was being ${done}: ${(error as Error).message}`, {}, error);
  }

  get #failed(): BlobStoreErrorCode {
    return this.#asking.done === 'read' ? 'ReadFailed' : 'WriteFailed';
  }

  #send(url: URL, { method, headers = {}, body }: BlobRequest): Promise<http.IncomingMessage> {
    const { account, signal } = this.#asking;
    const all = account ? signed(account, method, url, headers, body?.length) : { ...headers };
    return new Promise((resolve, reject) => {
      http.request(url, { method, headers: all, agent: false, ...(signal && { signal }) }, resolve).on('error', reject).end(body);
    });
  }
}

/** A request for the bytes from `start` up to, not including, `end`. */
export const range = (start: number, end: number) => ({ method: 'GET', headers: { 'x-ms-range': `bytes=${start}-${end - 1}` } }) as const;

/** What `attempt` gives, or `otherwise` when the blob is not there. */
export async function unlessMissing<T, U>(attempt: () => Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof BlobStoreError && error.code === 'BlobNotFound') return otherwise;
    throw error;
  }
}

function refusal(url: URL, account: SigningAccount | undefined): string {
  if (account) return `the key of ${account.name} is not valid any more`;
  if (url.searchParams.has('sig')) return 'the shared access signature has expired, was made with a key that has changed, or does not allow reading';
  return 'it is private, and the URL has no shared access signature';
}

/** Shared key, learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key. */
function signed(account: SigningAccount, method: string, url: URL, given: BlobRequest['headers'], length: number | undefined): Record<string, string> {
  const headers: Record<string, string> = { ...given, 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-12-02' };
  const listed = Object.entries(headers).filter(([name]) => name.startsWith('x-ms-')).map(([name, value]) => `${name}:${value}\n`).sort().join('');
  const query = [...url.searchParams].map(([name, value]) => `\n${name.toLowerCase()}:${value}`).sort().join('');
  // Content-Encoding, -Language, -Length, -MD5, -Type, Date, If-Modified-Since, If-Match, If-None-Match, If-Unmodified-Since, Range
  const standard = ['', '', length ?? '', '', '', '', '', headers['if-match'] ?? '', headers['if-none-match'] ?? '', '', ''];
  const text = `${[method, ...standard].join('\n')}\n${listed}/${account.name}${url.pathname}${query}`;
  const signature = createHmac('sha256', Buffer.from(account.key, 'base64')).update(text, 'utf8').digest('base64');
  return { ...headers, authorization: `SharedKey ${account.name}:${signature}` };
}
