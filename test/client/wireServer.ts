import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { issueServerCertificate, makeAuthority, makeManagementCertificate } from '../../src/certificates/make.ts';
import type { PemCertificate } from '../../src/certificates/pem.ts';
import type { Clock } from '../../src/client/clock.ts';

export interface Identities {
  readonly authority: PemCertificate;
  readonly server: PemCertificate;
  readonly management: PemCertificate;
}

let made: Promise<Identities> | undefined;

/** An authority, a server certificate of it for this machine, and a management certificate; made once for all tests. */
export function identities(): Promise<Identities> {
  return made ??= (async () => {
    const now = new Date();
    const authority = await makeAuthority({ commonName: 'Test authority', days: 2, now });
    return {
      authority,
      server: await issueServerCertificate(authority, { commonName: 'Test server', days: 2, now, dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] }),
      management: await makeManagementCertificate({ commonName: 'Test management', days: 2, now }),
    };
  })();
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** SHA-256 fingerprint of the certificate that the client showed. */
  readonly certificate: string | undefined;
}

export interface WireServer {
  readonly origin: string;
  readonly port: number;
  readonly seen: Seen[];
  /** TCP connections taken so far. */
  readonly connections: number;
  readonly openConnections: number;
  /** The most requests that were ever unanswered at once. */
  readonly mostInFlight: number;
  close(): Promise<void>;
}

export type Answer = (seen: Seen, response: ServerResponse, number: number) => unknown;

/** A real HTTPS server on 127.0.0.1 that asks for a client certificate; `answer` gets each request and its number, from 1 on. */
export async function startWireServer(answer: Answer, options: ServerOptions & { port?: number } = {}): Promise<WireServer> {
  const { server: own } = await identities();
  const seen: Seen[] = [];
  let connections = 0;
  let openConnections = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const server: Server = createServer({ ...own, requestCert: true, rejectUnauthorized: false, ...options }, async (request, response) => {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    response.on('close', () => inFlight--);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const one: Seen = {
      method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(parts).toString(),
      certificate: (request.socket as TLSSocket).getPeerX509Certificate()?.fingerprint256,
    };
    await answer(one, response, seen.push(one));
  });
  server.on('connection', (socket) => {
    connections++;
    openConnections++;
    socket.on('close', () => openConnections--);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`, port, seen,
    get connections() { return connections; },
    get openConnections() { return openConnections; },
    get mostInFlight() { return mostInFlight; },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256;

/** A clock that notes how long it was asked to sleep, and does not. */
export function wakefulClock(onSleep?: (ms: number) => unknown): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.UTC(2026, 0, 1),
    random: () => 0.5,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
      await onSleep?.(ms);
    },
  };
}
