import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBlobStore } from '../../src/emulator/blobs/index.ts';
import type { BlobStore } from '../../src/emulator/blobs/index.ts';
import { packageSasUrl, uploadPackage } from '../../src/staging/index.ts';
import type { StagedPackage, StagingError, StorageAccount, UploadRequest } from '../../src/staging/index.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import type { Fate, FaultyProxy, SeenRequest } from './faultyProxy.ts';

export const KiB = 1024;
export const newKey = () => randomBytes(64).toString('base64');
export const isBlock = ({ url }: SeenRequest) => url.searchParams.get('comp') === 'block';
export const isCommit = ({ url }: SeenRequest) => url.searchParams.get('comp') === 'blocklist';

/** Lets everything pass but the nth block that comes by. */
export function nthBlock(n: number, then: Fate): (request: SeenRequest) => Fate {
  let blocks = 0;
  return (request) => (isBlock(request) && ++blocks === n ? then : 'pass');
}

/** Blob storage with the account `demo`, a proxy before it that breaks what `fate` says, and a package of 16 small blocks. */
export class StagingRig {
  readonly stored = { name: 'demo', primaryKey: newKey(), secondaryKey: newKey() };
  fate: (request: SeenRequest) => Fate | Promise<Fate> = () => 'pass';
  scratch!: string;
  file!: string;
  store!: BlobStore;
  proxy!: FaultyProxy;
  #containers = 0;

  /** Registers what mocha does before and after the tests of the suite around. */
  constructor() {
    before(async () => {
      this.scratch = await mkdtemp(path.join(tmpdir(), 'azureclassic-staging-'));
      this.file = path.join(this.scratch, 'Contoso Ñandú (2).cspkg');
      this.store = await startBlobStore({ directory: path.join(this.scratch, 'blobs'), port: 0, accounts: () => [this.stored] });
    });
    after(async () => {
      await this.store.close();
      await rm(this.scratch, { recursive: true, force: true });
    });
    beforeEach(async () => {
      this.fate = () => 'pass';
      this.proxy = await startFaultyProxy(this.store.endpoint, (request) => this.fate(request));
      await writeFile(this.file, randomBytes(1000 * KiB + 7));
    });
    afterEach(() => this.proxy.close());
  }

  account(key = this.stored.primaryKey): StorageAccount {
    return { name: 'demo', key, blobEndpoint: `${this.proxy.endpoint}/demo` };
  }

  upload(changes: Partial<UploadRequest> = {}): Promise<StagedPackage> {
    return uploadPackage({
      account: this.account(), path: this.file, container: `test-${++this.#containers}`,
      blockSize: 64 * KiB, concurrency: 4, retrying: { tries: 3, delayMs: 20 }, ...changes,
    });
  }

  async download(url: string): Promise<{ status: number; bytes: Buffer }> {
    const answer = await fetch(await packageSasUrl({ account: this.account(), url }));
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  /** What is to be found in storage of an upload that failed: 200 or 404. */
  async statusOf({ details }: StagingError): Promise<number> {
    this.fate = () => 'pass';
    return (await this.download(`${this.account().blobEndpoint}/${details['container']}/${details['blobName']}`)).status;
  }

  blocksSeen(): number {
    return this.proxy.seen.filter(isBlock).length;
  }
}

export const failure = (attempt: Promise<unknown>): Promise<StagingError> =>
  attempt.then(() => assert.fail('it did not fail'), (error: StagingError) => error);
