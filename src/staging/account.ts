import http from 'node:http';
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { BlobClient } from '@azure/storage-blob';
import { StagingError } from './errors.ts';

export interface StorageAccount {
  readonly name: string;
  /** One of the account's two keys, base64. */
  readonly key: string;
  /** As Get Storage Account Properties names it: `https://NAME.blob.core.windows.net/`, the emulator's `http://127.0.0.1:PORT/NAME`. */
  readonly blobEndpoint: string;
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

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The library retries 500, 503 and broken connections. It has no time limit of its own on the client's side: whoever calls passes an
 * AbortSignal that ends what hangs.
 */
export function connect(account: StorageAccount, retrying: Retrying = { tries: 5, delayMs: 1000 }): Connection {
  const endpoint = checkedEndpoint(account);
  const credential = new StorageSharedKeyCredential(account.name, checkedKey(account));
  // An agent of its own keeps the emulator's traffic off any proxy that the environment names, and ends its sockets with the upload.
  const agent = loopback.includes(endpoint.hostname) ? new http.Agent({ keepAlive: true }) : undefined;
  const options = {
    retryOptions: { maxTries: retrying.tries, retryDelayInMs: retrying.delayMs, maxRetryDelayInMs: 30_000 },
    ...(agent && { agent }),
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
