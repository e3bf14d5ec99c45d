import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { rowOf } from '../protocol/operations.ts';
import { matchOperation } from '../protocol/wire.ts';
import { EmulatorError } from './emulatorError.ts';
import { refusals } from './errors.ts';
import { Faults, parseFaults, type FaultKind } from './faults.ts';
import type { World } from './handler.ts';
import { answerOf, findOperation, perform, type Answer, type Request } from './router.ts';
import type { State, Subscription } from './state.ts';
import type { Store } from './store.ts';

const maxBodyBytes = 16 * 1024 * 1024;
/** Longer than clients keep a connection, so that they, and not we, are the ones to close it. */
const keepAliveMs = 120_000;
/** Below this path is what the real service had not; no subscription is called so. */
const administration = '/_emulator';

export interface ServerOptions {
  readonly tls: { readonly cert: string; readonly key: string };
  readonly world: World;
  readonly store: Store;
  readonly faults: Faults;
  /** Thumbprint of the data folder's own certificate, which may ask who is there even when no subscription knows it any more. */
  readonly owner: string;
  /** What `GET /_emulator` says: who is there. */
  readonly about: object;
  readonly log: (line: string) => void;
}

/** The Service Management API over HTTPS. The only place where an error becomes an answer. */
export function makeServer(options: ServerOptions): https.Server {
  const server = https.createServer({ ...options.tls, minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: false }, (request, response) => {
    serve(options, request, response).catch((error: Error) => {
      options.log(`${request.method} ${request.url?.split('?')[0]}: ${error.stack}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

export async function listen(server: https.Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cause.code !== 'EADDRINUSE' ? cause : new EmulatorError('PortInUse',
      `Port ${port} is taken by another program. End that program, or choose another port (0 for a free one).`, { port }, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function serve(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world, log } = options;
  const requestId = randomBytes(16).toString('hex');
  const started = world.clock.now();
  let faults: ReadonlyMap<FaultKind, number | undefined> = new Map();
  let answer: Answer;
  let what = `${request.method} ${request.url?.split('?')[0]}`;
  try {
    if (!isLoopback(request.headers.host)) throw refusals.host();
    const url = request.url ?? '/';
    if (url.split('?')[0]!.startsWith(administration)) return await administer(options, request, response);
    const { subscription, thumbprint } = authenticate(options.store.state, request, url);
    const version = request.headers['x-ms-version'];
    if (typeof version !== 'string' || !/^20\d\d-\d\d-\d\d$/.test(version)) throw refusals.version();
    const read: Request = { method: request.method ?? '', url, body: await readBody(request) };
    const name = findOperation(read);
    what = name;
    const caller = { thumbprint, address: request.socket.remoteAddress?.replace('::ffff:', '') ?? '' };
    faults = options.faults.take(name);
    if (faults.has('slow')) await world.clock.sleep(faults.get('slow')!);
    answer = faultyAnswer(faults, url, world.endpoint) ?? await perform(name, read, { ...world, state: options.store.state, subscription, requestId, caller, version }, options.store, faults.has('fail'));
  } catch (error) {
    if (request.destroyed && !request.complete) return log(`${what}: the client went away while it was sending`);
    answer = answerOf(error);
    if (answer.status === 500) log(`${what}: ${(error as Error).stack}`);
  }
  log(`${what} ${answer.status} ${requestId} ${world.clock.now() - started} ms${faults.size > 0 ? ` faults: ${[...faults.keys()].join(' ')}` : ''}`);
  send(request, response, answer, requestId, faults, world.endpoint);
}

/** Of the certificate that the caller showed. */
const thumbprintOf = (request: IncomingMessage): string => (request.socket as TLSSocket).getPeerX509Certificate()?.fingerprint.replaceAll(':', '') ?? '';

/**
 * What belongs to no subscription is anyone's to ask for who has a certificate of any.
 * @throws Refusal 403: no certificate, one that the subscription does not know, or no such subscription; which of them is not told.
 */
function authenticate(state: State, request: IncomingMessage, url: string): { subscription: Subscription; thumbprint: string } {
  const thumbprint = thumbprintOf(request);
  const [, id = ''] = url.split(/[/?]/);
  const known = state.subscriptions.filter(({ managementCertificates }) => managementCertificates.some((certificate) => certificate.thumbprint === thumbprint));
  const name = matchOperation(request.method ?? '', url);
  const isOutside = name !== undefined && rowOf(name).outsideSubscriptions;
  const subscription = isOutside ? known[0] : known.find((each) => each.id === id.toLowerCase());
  if (subscription) return { subscription, thumbprint };
  throw known.length > 0 && !/^[0-9a-f-]{36}$/i.test(id) ? refusals.unknownPath(url.split('?')[0]!) : refusals.notAuthenticated();
}

/** A page in a browser can name 127.0.0.1 by a host name of its own (DNS rebinding); it cannot change the Host header. */
function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? '');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) throw refusals.tooLarge(maxBodyBytes);
  return Buffer.concat(chunks).toString('utf8');
}

/** What is answered instead of doing it. */
function faultyAnswer(faults: ReadonlyMap<FaultKind, number | undefined>, url: string, endpoint: string): Answer | undefined {
  if (faults.has('reset-before')) return { status: 0, body: '' };
  if (faults.has('307')) {
    const to = new URL(url, endpoint);
    to.port = String(faults.get('307') ?? to.port);
    return { status: 307, location: to.href, body: '' };
  }
  if (faults.has('408')) return answerOf(refusals.timedOut());
  if (faults.has('429')) return answerOf(refusals.throttled(429));
  if (faults.has('500')) return answerOf(refusals.internal());
  if (faults.has('503')) return answerOf(refusals.throttled(503));
  return undefined;
}

function send(
  request: IncomingMessage, response: ServerResponse, { status, location, body, contentType = 'application/xml; charset=utf-8' }: Answer, requestId: string, faults: ReadonlyMap<FaultKind, number | undefined>, endpoint: string,
): void {
  if (faults.has('reset-before') || faults.has('reset-after')) return void request.socket.destroy();
  const bytes = Buffer.from(faults.has('malformed') ? `${body || '<Operation>'}<` : body || (faults.has('truncate') ? '  ' : ''));
  response.writeHead(status, {
    'cache-control': 'no-cache',
    'content-length': bytes.length,
    ...(bytes.length > 0 && { 'content-type': contentType }),
    ...(location !== undefined && { location: new URL(location, endpoint).href }),
    server: '1.0.6198.243 (rd_rdfe_stable.150618-1025) Microsoft-HTTPAPI/2.0',
    'x-ms-servedbyregion': 'ussouth3',
    'x-ms-request-id': requestId,
  });
  if (!faults.has('truncate')) return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

/** For tests and for finding out who is there: `GET /_emulator`, and `GET`, `POST` (replaces them) and `DELETE /_emulator/faults`. */
async function administer({ owner, store, faults, about }: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, type: string, text: string) => void response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(text);
  const thumbprint = thumbprintOf(request);
  const isKnown = thumbprint === owner || store.state.subscriptions.some(({ managementCertificates }) => managementCertificates.some((certificate) => certificate.thumbprint === thumbprint));
  if (!isKnown) throw refusals.notAuthenticated();
  const body = await readBody(request);
  if (request.url === administration && request.method === 'GET') return reply(200, 'application/json', JSON.stringify(about));
  if (request.url !== `${administration}/faults`) throw refusals.unknownPath(request.url ?? '');
  try {
    if (request.method === 'POST') faults.set(parseFaults(body));
    else if (request.method === 'DELETE') faults.set([]);
    else if (request.method !== 'GET') throw refusals.verb();
  } catch (error) {
    if (error instanceof EmulatorError) return reply(400, 'text/plain', error.message);
    throw error;
  }
  reply(200, 'text/plain', faults.toString());
}
