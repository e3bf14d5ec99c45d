import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBlobStore } from '../../src/emulator/blobs/index.ts';
import type { BlobAccount, BlobStore, SigningAccount } from '../../src/emulator/blobs/index.ts';
import { packageSasUrl, uploadPackage } from '../../src/staging/index.ts';
import { KiB, newKey } from './stagingRig.ts';

export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;
export const newAccount = (name: string): BlobAccount => ({ name, primaryKey: newKey(), secondaryKey: newKey() });

export const refusal = (attempt: Promise<unknown>): Promise<Error & { code: string; details: Record<string, unknown> }> =>
  attempt.then(() => assert.fail('it was not refused'), (error) => error);
export const code = async (attempt: Promise<unknown>) => (await refusal(attempt)).code;

interface PersonsRequest { readonly query?: string; readonly headers?: Record<string, string>; readonly body?: Buffer }

/** Blob storage with the accounts `first` and `second`, new for each test, and a person who uses it with tools of their own. */
export class BlobRig {
  readonly known = [newAccount('first'), newAccount('second')];
  readonly first: SigningAccount = { name: 'first', key: this.known[0]!.primaryKey };
  readonly second: SigningAccount = { name: 'second', key: this.known[1]!.primaryKey };
  /** Is asked on every request. */
  accounts: () => BlobAccount[] = () => this.known;
  scratch!: string;
  directory!: string;
  store!: BlobStore;

  /** Registers what mocha does before and after each test of the suite around. */
  constructor() {
    beforeEach(async () => {
      this.scratch = await mkdtemp(path.join(tmpdir(), 'azureclassic-disks-'));
      this.directory = path.join(this.scratch, 'blobs');
      this.accounts = () => this.known;
      await this.#start(0);
    });
    afterEach(async () => {
      await this.store.close();
      await rm(this.scratch, { recursive: true, force: true });
    });
  }

  async #start(port: number): Promise<void> {
    this.store = await startBlobStore({ directory: this.directory, port, accounts: () => this.accounts() });
  }

  async restart(): Promise<void> {
    const { port } = this.store;
    await this.store.close();
    await this.#start(port);
  }

  at(container: string, blob: string, account = 'first'): string {
    return `${this.store.endpoint}/${account}/${container}/${blob}`;
  }

  /** Puts a block blob into `packages`. */
  async upload(bytes: Buffer, blobName: string): Promise<string> {
    const file = path.join(this.scratch, 'upload');
    await writeFile(file, bytes);
    return (await uploadPackage({ account: { ...this.first, blobEndpoint: `${this.store.endpoint}/first` }, path: file, container: 'packages', blobName })).url;
  }

  /** One request of the person's, signed for this one blob. */
  async person(method: string, url: string, { query = '', headers = {}, body }: PersonsRequest = {}) {
    const account = url.includes('/second/') ? this.second : this.first;
    const sas = await packageSasUrl({ account: { ...account, blobEndpoint: `${this.store.endpoint}/${account.name}` }, url, permissions: 'racwd' });
    const answer = await fetch(`${sas}${query}`, { method, headers: { 'x-ms-version': '2021-12-02', ...headers }, ...(body && { body: new Uint8Array(body) }) });
    return { status: answer.status, code: answer.headers.get('x-ms-error-code'), bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  async read(url: string, offset: number, length: number): Promise<Buffer> {
    return (await this.person('GET', url, { headers: { 'x-ms-range': `bytes=${offset}-${offset + length - 1}` } })).bytes;
  }

  write(url: string, offset: number, body: Buffer) {
    return this.person('PUT', url, { query: '&comp=page', headers: { 'x-ms-page-write': 'update', 'x-ms-range': `bytes=${offset}-${offset + body.length - 1}` }, body });
  }

  lease(url: string, action: string, headers: Record<string, string> = {}) {
    return this.person('PUT', url, { query: '&comp=lease', headers: { 'x-ms-lease-action': action, ...headers } });
  }

  /** Bytes of all files. */
  async diskUsage(): Promise<number> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true });
    const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => stat(path.join(entry.parentPath, entry.name))));
    return sizes.reduce((sum, { size }) => sum + size, 0);
  }
}
