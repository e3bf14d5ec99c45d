import { mkdir, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { openAccountBlobs } from './accountBlobs.ts';
import type { AccountBlobs, BlobAccount } from './accountBlobs.ts';
import { blobAddress, ownBlob } from './blobAddress.ts';
import type { BlobAddress } from './blobAddress.ts';
import { BlobTask } from './blobTask.ts';
import type { Deed, SigningAccount } from './blobTask.ts';
import { describeBlob } from './describeBlob.ts';
import type { BlobDescription } from './describeBlob.ts';
import { BlobStoreError } from './errors.ts';
import { deleteBlob, leaseBlob, releaseBlob } from './leases.ts';
import { readBlob } from './readBlob.ts';
import type { ReadOptions } from './readBlob.ts';
import { copyVhd, createVhd, resizeVhd } from './vhdBlobs.ts';
import { writeBlob } from './writeBlob.ts';

export type { BlobAccount, BlobAddress, BlobDescription, ReadOptions, SigningAccount };
export { BlobStoreError };
export type { BlobStoreErrorCode } from './errors.ts';

export interface BlobStoreOptions {
  /** Holds one folder per storage account and nothing else. */
  readonly directory: string;
  readonly host?: string;
  /** 0: a free one. */
  readonly port: number;
  /** The accounts that exist now; asked on every request. */
  readonly accounts: () => Iterable<BlobAccount>;
  readonly log?: (line: string) => void;
}

export interface VhdOptions {
  /** Of 1024³ bytes; a whole number. */
  readonly gigabytes: number;
  /** A VHD, no larger, whose disk the new one begins with. */
  readonly from?: { readonly url: string; readonly account: SigningAccount };
  readonly signal?: AbortSignal | undefined;
}

/**
 * What takes a URL takes the address of a blob in either form of {@link BlobStore.blobAddress}, and rejects with a BlobStoreError. A
 * signal ends it, and then what it was making is removed again.
 */
export interface BlobStore {
  /** `http://127.0.0.1:PORT`; an account's blob endpoint is `<endpoint>/<account>`. */
  readonly endpoint: string;
  readonly port: number;
  /** Removes all blobs of an account from the disk. Call it once `accounts` does not return the account any more. */
  deleteAccount(name: string): Promise<void>;
  /** Undefined where the URL is neither this store's of a blob nor the real service's, `http(s)://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB`. */
  blobAddress(url: string): BlobAddress | undefined;
  /** Reads a blob into a file and returns its size in bytes. Without `account` the URL is read as it is, which works with a SAS and for public containers. */
  readBlob(url: string, account: SigningAccount | undefined, options: ReadOptions): Promise<number>;
  /** Writes a block blob, also over one that is there, into a container that is; each chunk is a block of at most 100 MiB. */
  writeBlob(url: string, account: SigningAccount, content: Iterable<Buffer> | AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void>;
  /** Reads no more than the properties and the last 512 bytes. Undefined when the blob is not there. */
  describeBlob(url: string, account: SigningAccount, signal?: AbortSignal): Promise<BlobDescription | undefined>;
  /** Makes a page blob, and its container, that is a fixed VHD; what was never written takes no room on the disk. */
  createVhd(url: string, account: SigningAccount, options: VhdOptions): Promise<void>;
  /** Copies a fixed VHD, between two accounts too, and makes the container; only what was ever written is read. */
  copyBlob(fromUrl: string, toUrl: string, accounts: { readonly from: SigningAccount; readonly to: SigningAccount }, signal?: AbortSignal): Promise<void>;
  /** Enlarges a fixed VHD that we have leased; done again it changes nothing, nor does it where the blob is gone. */
  resizeVhd(url: string, account: SigningAccount, gigabytes: number, signal?: AbortSignal): Promise<void>;
  /** Deletes a blob with its snapshots, whoever holds a lease on it. False when it was not there. */
  deleteBlob(url: string, account: SigningAccount, signal?: AbortSignal): Promise<boolean>;
  /** Keeps everybody else from deleting or writing the blob, over restarts too, until it is released. Done again it changes nothing. */
  leaseBlob(url: string, account: SigningAccount, signal?: AbortSignal): Promise<void>;
  /** Ends that lease; nothing happens where there is none or the blob is gone. */
  releaseBlob(url: string, account: SigningAccount, signal?: AbortSignal): Promise<void>;
  /** Stops listening, ends every connection and writes what is not on disk yet. */
  close(): Promise<void>;
}

const accountName = /^[a-z0-9]{3,24}$/;
const accountInPath = /^\/([a-z0-9]{3,24})(?:-secondary)?(?=[/?]|$)/;

/**
 * The emulator's Blob storage: Azurite's blob service over HTTP, with the emulator's own accounts.
 *
 * Durability is Azurite's: bytes are flushed to disk as they arrive, while the list of containers and blobs is saved every 5 seconds
 * and on `close()`. What kill -9 takes is what was written in the last 5 seconds; what was saved before stays whole.
 * Folders of accounts that do not exist (the process died before their deletion ended) are removed on start.
 */
export async function startBlobStore(options: BlobStoreOptions): Promise<BlobStore> {
  const { directory, host = '127.0.0.1', accounts, log = () => undefined } = options;
  const find = (name: string) => [...accounts()].find((account) => account.name === name);
  const opened = new Map<string, Promise<AccountBlobs>>();
  const deleting = new Map<string, Promise<void>>();

  const folderOf = (name: string) => path.join(directory, name);
  const open = (name: string): Promise<AccountBlobs> => {
    const known = opened.get(name);
    if (known) return known;
    const blobs = (deleting.get(name) ?? Promise.resolve()).then(() => openAccountBlobs(folderOf(name), () => find(name), log));
    blobs.catch(() => opened.get(name) === blobs && opened.delete(name));
    opened.set(name, blobs);
    return blobs;
  };

  const server = http.createServer(async (request, response) => {
    const name = accountInPath.exec(request.url ?? '')?.[1];
    if (!isLoopback(request.headers.host, host)) return refuse(request, response, 403, 'AuthorizationFailure', 'Only this computer may use the emulator.');
    if (name === undefined || !find(name)) return refuse(request, response, 404, 'ResourceNotFound', 'The specified resource does not exist.');
    try {
      (await open(name)).answer(request, response);
    } catch (error) {
      log(`the blobs of ${name} in ${folderOf(name)} cannot be opened: ${(error as Error).message}`);
      refuse(request, response, 500, 'InternalError', 'The server encountered an internal error. Please retry the request.');
    }
  });

  await mkdir(directory, { recursive: true });
  for (const entry of await readdir(directory)) {
    if (accountName.test(entry) && !find(entry)) await rm(folderOf(entry), { recursive: true, force: true });
  }
  const port = await listen(server, host, options.port);
  const endpoint = `http://${host}:${port}`;
  const task = (done: Deed, url: string, account: SigningAccount | undefined, signal?: AbortSignal) =>
    new BlobTask(ownBlob(endpoint, url), { account, done, signal });

  return {
    endpoint,
    port,
    async deleteAccount(name) {
      if (!accountName.test(name)) return;
      const blobs = opened.get(name);
      opened.delete(name);
      const deletion = (async () => {
        await deleting.get(name);
        await blobs?.then((each) => each.close()).catch((error: Error) => log(`closing the blobs of ${name}: ${error.message}`));
        await rm(folderOf(name), { recursive: true, force: true, maxRetries: 3 });
      })();
      deleting.set(name, deletion.catch(() => undefined));
      await deletion;
    },
    blobAddress: (url) => blobAddress(endpoint, url),
    readBlob: async (url, account, readOptions) => readBlob(task('read', url, account, readOptions.signal), new URL(url).search, readOptions),
    writeBlob: async (url, account, content, signal) => writeBlob(task('written', url, account, signal), content),
    describeBlob: async (url, account, signal) => describeBlob(task('read', url, account, signal)),
    createVhd: async (url, account, { gigabytes, from, signal }) =>
      createVhd(task('written', url, account, signal), gigabytes, from && task('read', from.url, from.account, signal)),
    copyBlob: async (fromUrl, toUrl, { from, to }, signal) => copyVhd(task('read', fromUrl, from, signal), task('written', toUrl, to, signal)),
    resizeVhd: async (url, account, gigabytes, signal) => resizeVhd(task('written', url, account, signal), gigabytes),
    deleteBlob: async (url, account, signal) => deleteBlob(task('deleted', url, account, signal)),
    leaseBlob: async (url, account, signal) => leaseBlob(task('leased', url, account, signal)),
    releaseBlob: async (url, account, signal) => releaseBlob(task('released', url, account, signal)),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      for (const blobs of opened.values()) await blobs.then((each) => each.close(), () => undefined);
      await Promise.all(deleting.values());
    },
  };
}

/** A page in a browser can name 127.0.0.1 by a host name of its own (DNS rebinding); it cannot change the Host header. */
function isLoopback(header: string | undefined, host: string): boolean {
  const name = header?.replace(/:\d+$/, '');
  return name === host || name === '127.0.0.1' || name === 'localhost';
}

function refuse(request: http.IncomingMessage, response: http.ServerResponse, status: number, code: string, message: string): void {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code });
  response.end(request.method === 'HEAD' ? undefined : `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

async function listen(server: http.Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
      ? new BlobStoreError('PortInUse', `Port ${port} on ${host}, where the blob store listened before, is taken by another program. End that program, or start with another port.`, { host, port })
      : error));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
