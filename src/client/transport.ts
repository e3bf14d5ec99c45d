import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Dispatcher, Pool } from 'undici';
import { type Clock, systemClock } from './clock.ts';
import { isLoopback } from './clouds.ts';
import { type ClientCertificate, openCertificate } from './clientCertificate.ts';
import { connectionError } from './connectionError.ts';
import { Lanes } from './lanes.ts';
import { openTunnel, type Proxy } from './proxy.ts';
import { followRedirect, type Target } from './redirect.ts';
import { type Ending, type Method, nextStep } from './retry.ts';
import { localError, type LocalErrorCode, ServiceManagementError } from '../protocol/errors.ts';

export type { ClientCertificate } from './clientCertificate.ts';

export interface WireRequest {
  readonly method: Method;
  /** From the host on, with the query: `/{subscription}/services/hostedservices?embed-detail=true`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * Set on an answer that the service never gave: an earlier attempt, whose answer was lost, did what was asked. Status 200, no
   * headers and no body; there is no request id to follow, and the state is to be read from the resource itself.
   */
  readonly doneEarlier?: true;
}

/** One request and what became of it, for a log: no bodies, no secrets. */
export interface Exchange {
  readonly operation: string;
  readonly method: Method;
  readonly host: string;
  readonly path: string;
  /** Counts from 1; a followed redirect belongs to the same attempt. */
  readonly attempt: number;
  readonly clientRequestId: string;
  readonly durationMs: number;
  readonly status?: number;
  readonly requestId?: string | undefined;
  /** The server's clock: the `Date` of its answer. */
  readonly date?: string | undefined;
  readonly errorCode?: string;
}

export interface TransportOptions {
  /** `https://host[:port]`. */
  readonly endpoint: string;
  readonly certificate: ClientCertificate;
  /** PEM of the authority to trust instead of the public ones; only for a loopback endpoint, the emulator's. */
  readonly ca?: string | undefined;
  /** As chooseProxy gives it. Never used for a loopback endpoint, the emulator's. */
  readonly proxy?: Proxy | 'unusable' | undefined;
  /** The longest silence of an attempt: until the answer begins, then between its parts. 60 seconds unless told. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is sent at most, where it may be repeated; 4 unless told. */
  readonly attempts?: number | undefined;
  /** Requests in flight at once, the others wait their turn. 8 unless told. */
  readonly connections?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

export interface SendOptions {
  /** Our name of it, for errors and the log. */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
  /** Asked when answers were lost and repeating cannot tell: does the service's present state show that it was done? */
  readonly readBack?: (() => Promise<boolean>) | undefined;
}

const maxAnswerBytes = 64 * 1024 * 1024;

type Call = { readonly request: WireRequest; readonly operation: string; readonly clientRequestId: string; readonly cancelled: AbortSignal };
type Sent = { readonly answer: WireAnswer } | { readonly error: ServiceManagementError; readonly received: boolean };

/** The wire to one endpoint with one client certificate: mutual TLS, connections kept alive, redirects and retries. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #endpoint: URL;
  readonly #proxy: Proxy | 'unusable' | undefined;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #lanes: Lanes;
  readonly #closed = new AbortController();
  #dispatcher: Promise<Dispatcher> | undefined;
  #tunnels: Pool | undefined;

  /**
   * Touches neither network nor certificate: what is wrong there shows with the first request.
   * @throws ServiceManagementError InvalidParameter for an endpoint or authority that cannot be used.
   */
  constructor(options: TransportOptions) {
    this.#options = options;
    this.#endpoint = parseEndpoint(options.endpoint);
    if (options.ca !== undefined && !isLoopback(this.#endpoint.hostname)) {
      throw localError('AuthorityElsewhere', { host: this.#endpoint.host });
    }
    this.#proxy = isLoopback(this.#endpoint.hostname) ? undefined : options.proxy;
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#clock = options.clock ?? systemClock;
    this.#lanes = new Lanes(options.connections ?? 8);
  }

  /**
   * Sends one request, again where retry.ts allows it, and gives the last answer, whatever its status.
   * @throws ServiceManagementError with a LocalErrorCode when there is no answer.
   */
  async send(request: WireRequest, { operation, signal, readBack }: SendOptions): Promise<WireAnswer> {
    const cancelled = signal === undefined ? this.#closed.signal : AbortSignal.any([signal, this.#closed.signal]);
    const call: Call = { request, operation, clientRequestId: randomUUID(), cancelled };
    const endings: Ending[] = [];
    try {
      for (;;) {
        const sent = await this.#attempt(call, endings.length + 1);
        endings.push('answer' in sent ? sent.answer : { code: sent.error.code as LocalErrorCode, received: sent.received });
        const step = nextStep(request.method, endings, this.#clock, this.#options.attempts);
        if (typeof step === 'object') {
          await this.#clock.sleep(step.retryInMs, cancelled);
          continue;
        }
        // Where the state cannot be read either, the first trouble is the one to tell.
        const done = step === 'alreadyDone' || (step === 'readBack' && await readBack?.().catch(() => false));
        if (done) return { status: 200, headers: {}, body: '', doneEarlier: true };
        if ('error' in sent) throw sent.error;
        return sent.answer;
      }
    } catch (cause) {
      if (!cancelled.aborted) throw cause instanceof ServiceManagementError ? cause.with({ operation }) : cause;
      const fate = request.method === 'GET' ? undefined : 'doneIfSent';
      throw localError(this.#closed.signal.aborted ? 'ConnectionClosed' : 'CallCancelled', { operation }, { operation, fate, cause: cancelled.reason });
    }
  }

  /** Ends what is under way with `Cancelled` and closes all connections. */
  async close(): Promise<void> {
    this.#closed.abort();
    const dispatcher = await this.#dispatcher?.catch(() => undefined);
    await Promise.all([dispatcher?.destroy(), this.#tunnels?.destroy()]);
  }

  /** One attempt. Redirects (307, wire-facts.md) are followed with the same method, headers and body. */
  async #attempt(call: Call, attempt: number): Promise<Sent> {
    let target: Target = { origin: this.#endpoint.origin, path: call.request.path };
    for (let redirects = 0; ; redirects++) {
      const sent = await this.#lanes.run(() => this.#exchange(target, call, attempt), call.cancelled);
      if (!('answer' in sent) || sent.answer.status !== 307) return sent;
      target = followRedirect(this.#endpoint, target, sent.answer, redirects);
    }
  }

  async #exchange(target: Target, { request: { method, body, headers }, operation, clientRequestId, cancelled }: Call, attempt: number): Promise<Sent> {
    const dispatcher = await (this.#dispatcher ??= this.#open());
    cancelled.throwIfAborted();
    const started = performance.now();
    const delivery = await deliver(dispatcher, {
      ...target, method, body: body ?? null,
      headers: { 'user-agent': 'azure-classic', 'x-ms-client-request-id': clientRequestId, ...headers },
    }, this.#timeoutMs, cancelled);
    // undici takes a connection back one turn after the answer. A next request before that would open a second one.
    if ('answer' in delivery) await new Promise(setImmediate);
    const sent: Sent = 'answer' in delivery ? delivery
      : connectionError(delivery.cause, { origin: target.origin, written: delivery.written, changes: method !== 'GET', timeoutMs: this.#timeoutMs, proxy: typeof this.#proxy === 'object' ? this.#proxy.origin : undefined });
    this.#options.onExchange?.({
      operation, method, host: new URL(target.origin).host, path: target.path.replace(/([?&]sig=)[^&]*/gi, '$1***'),
      attempt, clientRequestId, durationMs: performance.now() - started,
      ...('answer' in sent ? { status: sent.answer.status, requestId: sent.answer.headers['x-ms-request-id'], date: sent.answer.headers['date'] }
        : { errorCode: cancelled.aborted ? 'Cancelled' : sent.error.code }),
    });
    if ('error' in sent) cancelled.throwIfAborted();
    return sent;
  }

  /** The one place that opens connections. */
  async #open(): Promise<Dispatcher> {
    const { certificate, ca, connections } = this.#options;
    const proxy = this.#proxy;
    if (proxy === 'unusable') throw localError('ProxyUnusable', {});
    const secureContext = openCertificate(certificate, ca);
    const { Agent, buildConnector, Pool } = await import('undici');
    const connector = buildConnector({
      secureContext,
      // Said outright, because the environment (NODE_TLS_REJECT_UNAUTHORIZED) can turn the default around.
      rejectUnauthorized: true,
      // The classic service speaks HTTP/1.1.
      allowH2: false,
    });
    // The management certificate is for the endpoint, at the other end of the tunnel; the proxy never sees it.
    const tunnels = this.#tunnels = proxy && new Pool(proxy.origin, { connect: { rejectUnauthorized: true, allowH2: false } });
    // A pool per origin: the endpoint's, and one for each host it redirects to. Idle connections end after undici's 4 seconds, or
    // sooner where the server says so, so that a POST, which cannot be repeated, seldom meets one that the server has closed.
    return new Agent({
      connections: connections ?? 8,
      allowH2: false,
      maxResponseSize: maxAnswerBytes,
      // Waiting has our own timer, which is exact; undici's go by the second.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, callback) => {
        const connect = (httpSocket?: Socket): void => connector({ ...options, ...(httpSocket && { httpSocket }) }, (...result) => {
          // A TLS 1.3 server refuses a certificate after the handshake. Node tells so but leaves the socket open, and when it ends
          // undici would only say "other side closed".
          result[1]?.on('error', (cause) => result[1].destroy(cause));
          callback(...result);
        });
        if (!proxy || !tunnels) return connect();
        openTunnel((request) => tunnels.connect(request), `${options.host}${options.port ? '' : ':443'}`, proxy).then(connect, (cause: Error) => callback(cause, null));
      },
    });
  }
}

function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Compared with a bare origin, so that no path, query or password is dropped in silence, and none is quoted.
  if (url?.protocol !== 'https:' || url.href !== `${url.origin}/`) {
    throw url === undefined ? localError('EndpointInvalid', { endpoint: text }) : localError('EndpointWithMore', { host: url.host });
  }
  return url;
}

type Delivery = { readonly answer: WireAnswer } | { readonly cause: Error; readonly written: boolean };

/** One request over undici's lowest level, because that alone tells whether writing had begun when a connection fails. */
function deliver(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions, timeoutMs: number, cancelled: AbortSignal): Promise<Delivery> {
  return new Promise((resolve) => {
    let over = false;
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let headers: Record<string, string> = {};
    const chunks: Buffer[] = [];
    const end = (delivery: Delivery): void => {
      over = true;
      clearTimeout(timer);
      cancelled.removeEventListener('abort', cancel);
      resolve(delivery);
    };
    const fail = (cause: Error): void => end({ cause, written: controller !== undefined });
    const giveUp = (cause: Error): void => {
      fail(cause);
      controller?.abort(cause);
    };
    const cancel = (): void => giveUp(cancelled.reason);
    const timer = setTimeout(() => giveUp(Object.assign(new Error('Waited too long'), { code: 'ETIMEDOUT' })), timeoutMs);
    cancelled.addEventListener('abort', cancel);
    dispatcher.dispatch(options, {
      onRequestStart(started) {
        // Given up while the connection was being made: thrown here, nothing is written and the connection stays good.
        if (over) throw new Error('No longer wanted');
        controller = started;
      },
      onResponseStart(_, statusCode, fields) {
        status = statusCode;
        headers = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value ?? '']));
        timer.refresh();
      },
      onResponseData(_, chunk) {
        chunks.push(chunk);
        timer.refresh();
      },
      onResponseEnd() { end({ answer: { status, headers, body: Buffer.concat(chunks).toString('utf8') } }); },
      onResponseError(_, cause) { fail(cause); },
    });
  });
}
