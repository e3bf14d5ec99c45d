import http from 'node:http';
import https from 'node:https';
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { BlobClient } from '@azure/storage-blob';
import { StagingError } from './errors.ts';

export interface StorageAccount {
  readonly name: string;
  /** One of the account's two keys, base64. */
  readonly key: string;
  /** As Get Storage Account Properties names it: `https://NAME.blob.core.windows.net/`, the emulator's `http://127.0.0.1:PORT/NAME`. */
  readonly blobEndpoint: string;
  /** What it is reached through; never for this machine. Absent: nothing, whatever the environment names. */
  readonly proxy?: { readonly origin: string; readonly authorization?: string | undefined } | undefined;
}

export interface Retrying {
  /** How often one request is sent before its error counts; the library's own default is 4. */
  readonly tries: number;
  /** Before the third try; three times as much before the fourth, then seven times. The library's own default is 4000. */
  readonly delayMs: number;
}

export interface Connection {
  readonly service: BlobServiceClient;
  readonly endpoint: string;
  /** The blob at a URL of this account; a SAS in the URL is dropped. */
  blobAt(url: string): BlobClient;
  close(): void;
}

/** As the library wants a proxy; it knows only logins of the kind Basic. */
function proxyOptions({ origin, authorization = '' }: NonNullable<StorageAccount['proxy']>) {
  const { protocol, hostname, port } = new URL(origin);
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(/^Basic (.*)$/i.exec(authorization)?.[1] ?? '', 'base64').toString()) ?? [];
  return { host: `${protocol}//${hostname}`, port: Number(port) || (protocol === 'https:' ? 443 : 80), ...(username !== undefined && { username, password: password ?? '' }) };
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The library retries 500, 503 and broken connections. It has no time limit of its own on the client's side: whoever calls passes an
 * AbortSignal that ends what hangs.
 */
export function connect(account: StorageAccount, retrying: Retrying = { tries: 5, delayMs: 1000 }): Connection {
  const endpoint = checkedEndpoint(account);
  const credential = new StorageSharedKeyCredential(account.name, checkedKey(account));
  const proxy = loopback.includes(endpoint.hostname) ? undefined : account.proxy;
  // An agent of its own keeps the traffic off any proxy that the environment names, and ends its sockets with the upload.
  const agent = proxy ? undefined : new (endpoint.protocol === 'http:' ? http : https).Agent({ keepAlive: true });
  const options = {
    retryOptions: { maxTries: retrying.tries, retryDelayInMs: retrying.delayMs, maxRetryDelayInMs: 30_000 },
    ...(agent ? { agent } : { proxyOptions: proxyOptions(proxy!) }),
  };
  const base = endpoint.href.replace(/\/$/, '');
  const service = new BlobServiceClient(base, credential, options);
  return {
    service,
    endpoint: base,
    blobAt(url) {
      const parsed = URL.canParse(url) ? new URL(url) : undefined;
      const plain = parsed ? `${parsed.origin}${parsed.pathname}` : 'The address given';
      const [, container, blobName] = plain.startsWith(`${base}/`) ? /^([^/]+)\/(.+)$/.exec(plain.slice(base.length + 1)) ?? [] : [];
      if (container === undefined || blobName === undefined) {
        throw new StagingError('InvalidParameter', `${plain} is not the URL of a blob in storage account ${account.name}, whose blobs are at ${base}.`, { wrong: 'url', url: plain, account: account.name, endpoint: base });
      }
      return service.getContainerClient(container).getBlobClient(decodeURIComponent(blobName));
    },
    close: () => agent?.destroy(),
  };
}

/**
 * A URL with a shared access signature for one blob, which need not exist yet.
 * `permissions` as the service writes them, in its order: r(ead), a(dd), c(reate), w(rite), d(elete).
 */
export async function packageSasUrl(request: { account: StorageAccount; url: string; permissions?: string; minutes?: number }): Promise<string> {
  const { account, url, permissions = 'r', minutes = 60 } = request;
  const connection = connect(account);
  try {
    return await connection.blobAt(url).generateSasUrl({
      permissions: BlobSASPermissions.parse(permissions),
      expiresOn: new Date(Date.now() + minutes * 60_000),
    });
  } finally {
    connection.close();
  }
}

/** Old answers of the service name the clouds' endpoints with http, and a package may hold secrets: https then. */
function checkedEndpoint({ name, blobEndpoint }: StorageAccount): URL {
  const url = URL.canParse(blobEndpoint) ? new URL(blobEndpoint) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new StagingError('InvalidParameter', `Storage account ${name} has no usable blob endpoint: an http or https URL is expected.`, { wrong: 'endpoint', account: name });
  }
  if (url.hostname.includes('.blob.core.')) url.protocol = 'https:';
  return new URL(`${url.origin}${url.pathname.replace(/\/+$/, '')}`); // no query: a SAS in it would reach messages
}

function checkedKey({ name, key }: StorageAccount): string {
  if (!/^[A-Za-z0-9+/]{20,}={0,2}$/.test(key)) {
    throw new StagingError('InvalidParameter', `The key given for storage account ${name} is not an account key: base64 text is expected.`, { wrong: 'key', account: name });
  }
  return key;
}
