import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isLoopback } from './clouds.ts';

/** A proxy that opens tunnels with CONNECT. */
export interface Proxy {
  /** `http://host:port`, or https, without user name and password. */
  readonly origin: string;
  /** What goes into `Proxy-Authorization`; a secret. */
  readonly authorization?: string | undefined;
}

/** What settings and environment say about proxies. */
export interface ProxySettings {
  /** `http.proxy`: the address; user name and password may stand in it. */
  readonly proxy?: string | undefined;
  /** `http.noProxy`: hosts that are reached without it. */
  readonly noProxy?: readonly string[] | undefined;
  /** `http.proxyAuthorization`. */
  readonly authorization?: string | null | undefined;
  /** `http.proxySupport`: `off` is for no proxy at all. */
  readonly support?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The proxy for an endpoint: that of the settings, else that of `HTTPS_PROXY`; none for hosts that are excepted, and never one for
 * this machine. 'unusable': one is named, but it is neither an http nor an https address.
 */
export function chooseProxy(endpoint: URL, { proxy, noProxy = [], authorization, support, environment }: ProxySettings): Proxy | 'unusable' | undefined {
  const named = (name: string) => environment[name] || environment[name.toLowerCase()] || '';
  const address = proxy || named('HTTPS_PROXY');
  if (support === 'off' || address === '' || isLoopback(endpoint.hostname)) return undefined;
  if ([...noProxy, ...named('NO_PROXY').split(/[\s,]+/)].some((entry) => isExcepted(endpoint, entry.trim().toLowerCase()))) return undefined;

  // People write host:port, too.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return 'unusable';
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  return { origin: url.origin, authorization: authorization || (login === ':' ? undefined : `Basic ${Buffer.from(login).toString('base64')}`) };
}

/** A per cent sign that somebody left as it is stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `*`, `host`, `.domain`, `*.domain`, each with or without `:port`; a domain means its hosts too, as curl has it. */
function isExcepted({ hostname, port }: URL, entry: string): boolean {
  const [, name = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry)!;
  if (name === '' || (entryPort !== undefined && entryPort !== (port || '443'))) return false;
  const domain = name.replace(/^\*?\./, '');
  return name === '*' || hostname === domain || hostname.endsWith(`.${domain}`);
}

/** The tunnel was not opened. */
export class ProxyFailure extends Error {
  /** HTTP status that the proxy answered; 0 where it did not answer. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, cause?: Error & { code?: unknown }) {
    super(cause ? cause.message || String(cause.code) : `HTTP status ${status}`, { cause });
    this.name = 'ProxyFailure';
    this.status = status;
    // A name of undici's own would have it try for ever.
    this.code = typeof cause?.code === 'string' && !cause.code.startsWith('UND_') ? cause.code : 'PROXY_FAILED';
  }
}

/** Sends CONNECT to a proxy. */
type Connect = (request: { readonly path: string; readonly headers: Record<string, string> }) => Promise<{ readonly statusCode: number; readonly socket: Duplex }>;

/**
 * A connection to `host` (with its port) through a proxy. Not undici's ProxyAgent: that one tells neither the proxy's status nor
 * whether it was the proxy or the host that a failure is of.
 * @throws ProxyFailure
 */
export async function openTunnel(connect: Connect, host: string, { authorization }: Proxy): Promise<Socket> {
  const { statusCode, socket } = await connect({ path: host, headers: { host, ...(authorization && { 'proxy-authorization': authorization }) } })
    .catch((cause: Error) => { throw new ProxyFailure(0, cause); });
  if (statusCode === 200) return socket as Socket;
  socket.on('error', () => undefined).destroy();
  throw new ProxyFailure(statusCode);
}
