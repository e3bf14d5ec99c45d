import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect, promisify } from 'node:util';
import { startBlobStore } from '../../src/emulator/blobs/index.ts';
import type { BlobStore } from '../../src/emulator/blobs/index.ts';
import { deletePackage, packageSasUrl, StagingError, uploadPackage } from '../../src/staging/index.ts';
import type { StagedPackage, UploadProgress, UploadRequest } from '../../src/staging/index.ts';
import { startBlobProcess } from './blobProcess.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import type { Fate, FaultyProxy, SeenRequest } from './faultyProxy.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const isBlock = ({ url }: SeenRequest) => url.searchParams.get('comp') === 'block';
const isCommit = ({ url }: SeenRequest) => url.searchParams.get('comp') === 'blocklist';
const makesContainer = ({ method, url }: SeenRequest) => method === 'PUT' && url.searchParams.get('restype') === 'container';
const readsLength = ({ method }: SeenRequest) => method === 'HEAD';

describe('Uploading a package to Blob storage', function () {
  this.timeout(60_000);

  const key = randomBytes(64).toString('base64');
  let scratch: string;
  let file: string;
  let bytes: Buffer;
  let store: BlobStore;
  let proxy: FaultyProxy;
  let fate: (request: SeenRequest) => Fate | Promise<Fate>;

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'azureclassic-staging-'));
    file = path.join(scratch, 'Tienda de Ñandú.cspkg');
    await contents(20 * 64 * KiB + 17);
    store = await startBlobStore({
      directory: path.join(scratch, 'blobs'), port: 0, accounts: () => [{ name: 'first', primaryKey: key, secondaryKey: randomBytes(64).toString('base64') }],
    });
    fate = () => 'pass';
    proxy = await startFaultyProxy(store.endpoint, (request) => fate(request));
  });

  afterEach(async () => {
    await proxy.close();
    await store.close();
    await rm(scratch, { recursive: true, force: true });
  });

  const contents = (length: number) => writeFile(file, bytes = randomBytes(length));
  const account = (endpoint = proxy.endpoint) => ({ name: 'first', key, blobEndpoint: `${endpoint}/first` });
  const upload = (more: Partial<UploadRequest> = {}) => uploadPackage({
    account: account(), path: file, blockSize: 64 * KiB, concurrency: 2, retrying: { tries: 3, delayMs: 10 }, ...more,
  });
  const download = async ({ url }: Pick<StagedPackage, 'url'>) => fetch(await packageSasUrl({ account: account(), url }));
  const stored = async (staged: StagedPackage) => Buffer.from(await (await download(staged)).arrayBuffer());
  /** Does something to the request of this kind that comes `nth`, and lets the others pass. */
  const when = (kind: (request: SeenRequest) => boolean, nth: number, what: () => Fate | Promise<Fate>) => {
    let come = 0;
    fate = (request) => (kind(request) && ++come === nth ? what() : 'pass');
  };
  /** How the attempt fails. However it does, it says no secret. */
  async function failure(attempt: Promise<unknown>): Promise<StagingError> {
    const error = await attempt.then(() => assert.fail('it did not fail'), (each: unknown) => each);
    assert.ok(error instanceof StagingError, inspect(error));
    const said = `${JSON.stringify(error)}${error.message}${inspect(error, { depth: 20, showHidden: true })}`;
    for (const secret of [key, 'sig=', 'SharedKey', 'uthorization:']) assert.ok(!said.includes(secret), `${secret} is in ${said}`);
    return error;
  }
  const isAbsent = async ({ details: { container, blobName } }: StagingError) => {
    assert.equal((await download({ url: `${proxy.endpoint}/first/${container}/${blobName}` })).status, 404);
  };

  for (const [what, length, blockSize] of [
    ['an empty package', 0, MiB],
    ['a package of one byte', 1, MiB],
    ['a package of exactly one block', MiB, MiB],
    ['a package of one block and a byte', MiB + 1, MiB],
    ['a package of many small blocks', 300_001, 1000],
    ['a package in blocks of the usual size', 20 * MiB + 5, undefined],
  ] as const) {
    it(`stores every byte of ${what}`, async () => {
      await contents(length);
      const staged = await uploadPackage({ account: account(), path: file, ...(blockSize && { blockSize }) });
      assert.equal(staged.length, length);
      assert.ok((await stored(staged)).equals(bytes));
    });
  }

  it('makes the container when it is not there, for nobody else to read', async () => {
    const { url, container, blobName } = await upload();
    const made = proxy.seen.filter(makesContainer);
    assert.deepEqual(made.map(({ url: { pathname }, headers }) => [pathname, headers['x-ms-blob-public-access']]), [[`/first/${container}`, undefined]]);
    assert.equal(url, `${proxy.endpoint}/first/${container}/${blobName}`);
    assert.equal((await fetch(url)).status, 403);
    const again = await upload();
    assert.equal(again.container, container);
    assert.ok((await stored(again)).equals(bytes));
  });

  it('gives the blob a name that says which package it is, and never the same twice', async () => {
    const names = [(await upload()).blobName, (await upload()).blobName];
    for (const name of names) assert.match(name, /^Tienda-de-Nandu-\d{8}T\d{6}Z-[0-9a-f]{8}\.cspkg$/);
    assert.notEqual(names[0], names[1]);
  });

  it('replaces the blob of a name that is asked for, and deletes it when it is not needed any more', async () => {
    const blobName = 'folder/my package.cspkg';
    await upload({ blobName });
    await contents(70_000);
    const staged = await upload({ blobName });
    assert.ok((await stored(staged)).equals(bytes));
    assert.equal(await deletePackage({ account: account(), url: staged.url }), true);
    assert.equal((await download(staged)).status, 404);
    assert.equal(await deletePackage({ account: account(), url: staged.url }), false);
  });

  it('counts up to the size of the package and never back, though blocks are sent again', async () => {
    const reports: UploadProgress[] = [];
    let blocks = 0;
    fate = async (request) => {
      if (!isBlock(request)) return 'pass';
      await new Promise((resolve) => setTimeout(resolve, 40)); // reports come ten times a second at most
      return ++blocks % 5 === 0 ? { status: 503, code: 'ServerBusy' } : 'pass';
    };
    const staged = await upload({ onProgress: (report) => reports.push(report) });
    assert.ok(blocks > 21, 'some were sent again');
    const sent = reports.map(({ sentBytes }) => sentBytes);
    assert.deepEqual(sent, sent.toSorted((a, b) => a - b));
    assert.ok(sent.length > 2 && sent[0]! < bytes.length);
    assert.equal(sent.at(-1), bytes.length);
    assert.ok(reports.every(({ totalBytes, bytesPerSecond }) => totalBytes === bytes.length && bytesPerSecond > 0));
    assert.ok((await stored(staged)).equals(bytes));
  });

  it('goes on after a connection that broke and an answer that was lost', async () => {
    const faults: Fate[] = ['drop', 'loseAnswer', { status: 500, code: 'InternalError' }];
    fate = (request) => (isBlock(request) && faults.pop() || 'pass');
    assert.ok((await stored(await upload())).equals(bytes));
    assert.equal(proxy.seen.filter(isBlock).length, 21 + 3);
  });

  describe('cancelled', () => {
    it('in the middle leaves no blob, sends nothing more and says what is left', async () => {
      for (const left of ['container', 'nothing']) {
        const cancel = new AbortController();
        const before = proxy.seen.length;
        when(isBlock, 5, () => { cancel.abort(); return 'hang'; });
        const error = await failure(upload({ signal: cancel.signal }));
        assert.deepEqual([error.code, error.details['left'], error.details['path']], ['Cancelled', left, file]);
        const requests = proxy.seen.slice(before);
        assert.ok(requests.filter(isBlock).length <= 6 && !requests.some(isCommit));
        await isAbsent(error);
      }
    });

    it('before it began asks the service for nothing', async () => {
      const error = await failure(upload({ signal: AbortSignal.abort() }));
      assert.deepEqual([error.code, error.details['left'], proxy.seen.length], ['Cancelled', 'nothing', 0]);
    });

    it('in its last moment deletes the blob again', async () => {
      const cancel = new AbortController();
      when(isCommit, 1, () => { cancel.abort(); return 'pass'; });
      const error = await failure(upload({ signal: cancel.signal }));
      assert.deepEqual([error.code, error.details['left']], ['Cancelled', 'container']);
      await isAbsent(error);
    });
  });

  it('says that the package is missing, or is a folder, before it makes anything', async () => {
    for (const [at, reason] of [[path.join(scratch, 'none.cspkg'), 'ENOENT'], [scratch, 'NotAFile']] as const) {
      const error = await failure(upload({ path: at }));
      assert.deepEqual([error.code, error.details['path'], error.details['left']], ['FileUnreadable', at, 'nothing']);
      if (process.platform !== 'win32') assert.equal(error.details['reason'], reason);
    }
    assert.equal(proxy.seen.length, 0);
  });

  for (const [what, change] of [
    ['grows', () => appendFile(file, 'more')],
    ['is cut short', () => truncate(file, 100_000)],
    ['is written over', async () => { await writeFile(file, randomBytes(bytes.length)); await utimes(file, 1, 1); }],
  ] as const) {
    it(`refuses a package that ${what} while it is sent`, async () => {
      when(isBlock, 3, async () => { await change(); return 'pass'; });
      const error = await failure(upload());
      assert.deepEqual([error.code, error.details['left']], ['FileChanged', 'container']);
      await isAbsent(error);
    });
  }

  it('says that the key is wrong', async () => {
    const wrong = randomBytes(64).toString('base64');
    const error = await failure(upload({ account: { ...account(), key: wrong } }));
    assert.deepEqual([error.code, error.details['status'], error.details['left']], ['KeyRefused', 403, 'nothing']);
    assert.ok(!inspect(error, { depth: 20 }).includes(wrong));
  });

  it('does not repeat what is no key, or a signature in the endpoint', async () => {
    const error = await failure(upload({ account: { ...account(), key: `${key}&sig=abc` } }));
    assert.equal(error.code, 'InvalidParameter');
    await store.close();
    const closed = await failure(upload({ account: { ...account(store.endpoint), blobEndpoint: `${store.endpoint}/first?sig=abc` } }));
    assert.equal(closed.code, 'EndpointUnreachable');
  });

  it('says that there is no such account', async () => {
    const error = await failure(upload({ account: { name: 'second', key, blobEndpoint: `${proxy.endpoint}/second` } }));
    assert.deepEqual([error.code, error.details['account'], error.details['left']], ['AccountNotFound', 'second', 'nothing']);
  });

  it('never stores a block that was damaged on the way', async () => {
    when(isBlock, 2, () => 'corrupt');
    const error = await failure(upload());
    assert.deepEqual([error.code, error.details['serviceCode'], error.details['left']], ['ServiceRefused', 'Md5Mismatch', 'container']);
    assert.ok(!proxy.seen.some(isCommit));
    await isAbsent(error);
  });

  it('gives up when nothing moves any more', async () => {
    when(isBlock, 3, () => 'hang');
    const error = await failure(upload({ stallMs: 500 }));
    assert.deepEqual([error.code, error.details['reason'], error.details['left']], ['EndpointUnreachable', 'Stalled', 'container']);
    await isAbsent(error);
  });

  it('says that a package may be left when nobody knows how the last request ended', async () => {
    when(isCommit, 1, () => 'loseAnswer');
    const error = await failure(upload({ retrying: { tries: 1, delayMs: 10 } }));
    assert.deepEqual([error.code, error.details['left']], ['EndpointUnreachable', 'perhapsBlob']);
    const { container, blobName } = error.details;
    assert.equal((await download({ url: `${proxy.endpoint}/first/${container}/${blobName}` })).status, 200);
  });

  it('removes a blob that is not as long as the package', async () => {
    when(readsLength, 1, () => ({ contentLength: 5 }));
    const error = await failure(upload());
    assert.deepEqual([error.code, error.details['stored'], error.details['left']], ['LengthMismatch', 5, 'container']);
    await isAbsent(error);
  });

  describe('with a server of its own', () => {
    const startServer = () => startBlobProcess({ directory: path.join(scratch, 'other'), accounts: [{ name: 'first', primaryKey: key, secondaryKey: key }] });
    /** A package of zeros, which the disk need not hold. */
    const sparse = async (length: number) => { await writeFile(file, ''); await truncate(file, length); };

    it('says what is left when the server is killed in the middle', async () => {
      const server = await startServer();
      await sparse(200 * MiB);
      let killed: Promise<void> | undefined;
      const error = await failure(upload({ account: account(server.endpoint), onProgress: () => { killed ??= server.stop('SIGKILL'); } }));
      assert.ok(killed, 'it had begun');
      await killed;
      assert.deepEqual([error.code, error.details['left'], error.details['endpoint']], ['EndpointUnreachable', 'container', `${server.endpoint}/first`]);
    });

    it('never has a large package in memory', async () => {
      const server = await startServer();
      try {
        const length = 300 * MiB;
        await sparse(length);
        const small = path.join(scratch, 'small.cspkg');
        await writeFile(small, randomBytes(MiB));
        // The small one first: what the libraries weigh does not count.
        const program = `
          const { uploadPackage } = await import(${JSON.stringify(new URL('../../src/staging/index.ts', import.meta.url).href)});
          const [small, large] = ${JSON.stringify([small, file])};
          const upload = (path) => uploadPackage({ account: ${JSON.stringify(account(server.endpoint))}, path });
          await upload(small);
          const before = process.resourceUsage().maxRSS;
          const { length } = await upload(large);
          console.log(JSON.stringify({ length, growth: (process.resourceUsage().maxRSS - before) * 1024 }));`;
        const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
        const large = JSON.parse(stdout) as { length: number; growth: number };
        assert.equal(large.length, length);
        assert.ok(large.growth < length / 2, `${Math.round(large.growth / MiB)} MiB more`);
      } finally {
        await server.stop();
      }
    });
  });

  it('takes no address of another account for a package of this one', async () => {
    for (const url of ['', `${proxy.endpoint}/second/packages/a.cspkg?sig=abc`, `${proxy.endpoint}/first/packages`, 'https://first.blob.core.windows.net/packages/a.cspkg']) {
      assert.equal((await failure(deletePackage({ account: account(), url }))).code, 'InvalidParameter', url);
    }
    assert.equal(proxy.seen.length, 0);
  });
});
