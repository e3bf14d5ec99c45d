import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import telemetry from 'azurite/dist/src/common/Telemetry.js';
import { startBlobStore } from '../../src/emulator/blobs/index.ts';
import type { BlobAccount, BlobStore } from '../../src/emulator/blobs/index.ts';
import { packageSasUrl, uploadPackage } from '../../src/staging/index.ts';
import { startBlobProcess } from './blobProcess.ts';
import { newAccount } from './blobRig.ts';
import { newKey } from './stagingRig.ts';

describe('Blob storage of the emulator', function () {
  this.timeout(60_000);

  let scratch: string;
  let directory: string;
  let file: string;
  let bytes: Buffer;
  let accounts: BlobAccount[];
  let store: BlobStore;
  const logged: string[] = [];

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'azureclassic-blobs-'));
    directory = path.join(scratch, 'blobs');
    file = path.join(scratch, 'hello.cspkg');
    bytes = randomBytes(3_000_017);
    await writeFile(file, bytes);
    accounts = [newAccount('first')];
    logged.length = 0;
    store = await start();
  });

  afterEach(async () => {
    await store.close();
    await rm(scratch, { recursive: true, force: true });
  });

  const start = (port = 0) => startBlobStore({ directory, port, accounts: () => accounts, log: (line) => logged.push(line) });
  const credentials = (account: BlobAccount, key = account.primaryKey) => ({ name: account.name, key, blobEndpoint: `${store.endpoint}/${account.name}` });
  const upload = async (account: BlobAccount, key?: string) => (await uploadPackage({ account: credentials(account, key), path: file })).url;
  const toFile = () => path.join(scratch, 'out');
  const read = async (url: string, as?: { name: string; key: string }, maxBytes = 10_000_000) => {
    assert.equal(await store.readBlob(url, as, { toFile: toFile(), maxBytes }), bytes.length);
    return readFile(toFile());
  };
  const refusal = async (attempt: Promise<unknown>) => {
    const error = await attempt.then(() => assert.fail('it was not refused'), (each: Error & { code: string; details: Record<string, unknown> }) => each);
    assert.ok(!existsSync(toFile()), 'nothing half-read is left');
    return error;
  };
  const diskBytes = async (folder: string): Promise<number> => {
    const entries = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
    const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name)).then((data) => data.length)));
    return sizes.reduce((sum, size) => sum + size, 0);
  };

  it('serves a storage account from the moment it exists, with either key', async () => {
    const second = newAccount('second');
    assert.equal((await refusal(upload(second))).code, 'AccountNotFound');
    accounts.push(second);
    for (const key of [second.primaryKey, second.secondaryKey]) {
      const url = await upload(second, key);
      assert.deepEqual(await read(url, { name: 'second', key }), bytes);
    }
  });

  it('answers 403 to a key that is not the account\'s, and to no key at all', async () => {
    const url = await upload(accounts[0]!);
    assert.equal((await refusal(upload(accounts[0]!, newKey()))).code, 'KeyRefused');
    assert.equal((await fetch(url)).status, 403);
    assert.equal((await refusal(read(url))).code, 'NotAuthorised');
    assert.equal((await refusal(read(url, { name: 'first', key: newKey() }))).code, 'NotAuthorised');
  });

  it('stops taking a regenerated key, and what was signed with it, at once', async () => {
    const before = accounts[0]!;
    const url = await upload(before);
    const sas = await packageSasUrl({ account: credentials(before), url });
    assert.deepEqual(await read(sas), bytes);
    await rm(toFile());

    const after = { ...before, primaryKey: newKey() };
    accounts[0] = after;
    assert.equal((await refusal(upload(before))).code, 'KeyRefused');
    assert.equal((await refusal(read(sas))).code, 'NotAuthorised');
    assert.deepEqual(await read(url, { name: 'first', key: after.primaryKey }), bytes);
    assert.deepEqual(await read(url, { name: 'first', key: before.secondaryKey }), bytes);
  });

  it('is written piece by piece, over what was there, and an empty blob too', async () => {
    const account = { name: 'first', key: accounts[0]!.primaryKey };
    const url = await upload(accounts[0]!);
    await store.writeBlob(url, account, [Buffer.from('first '), Buffer.from('second')]);
    assert.equal(await store.readBlob(url, account, { toFile: toFile(), maxBytes: 100 }), 12);
    assert.equal(await readFile(toFile(), 'utf8'), 'first second');
    await store.writeBlob(url, account, []);
    assert.equal((await store.describeBlob(url, account))?.bytes, 0);
    await store.writeBlob(`${url}/another one`, account, [bytes]);
    assert.deepEqual(await read(`${url}/another one`, account), bytes);
    await rm(toFile());
    const missing = url.replace(/\/first\/[^/]+\//, '/first/no-such-container/');
    assert.equal((await refusal(store.writeBlob(missing, account, [bytes]))).code, 'BlobNotFound');
    assert.equal((await refusal(store.writeBlob(url, { name: 'first', key: newKey() }, [bytes]))).code, 'NotAuthorised');
    assert.equal((await refusal(store.writeBlob('https://example.com/c/b', account, [bytes]))).code, 'NotThisStore');
    const stopped = AbortSignal.abort();
    assert.equal((await refusal(store.writeBlob(url, account, [bytes], stopped))).code, 'Cancelled');
  });

  it('removes a deleted account\'s blobs from the disk and leaves those of the others', async () => {
    const second = newAccount('second');
    accounts.push(second);
    const gone = await upload(accounts[0]!);
    const kept = await upload(second);
    assert.ok(await diskBytes(path.join(directory, 'first')) >= bytes.length);

    const [first] = accounts.splice(0, 1);
    assert.equal((await refusal(read(gone, { name: 'first', key: first!.primaryKey }))).code, 'BlobNotFound');
    await store.deleteAccount('first');
    assert.equal(await diskBytes(path.join(directory, 'first')), 0);
    assert.deepEqual(await read(kept, { name: 'second', key: second.primaryKey }), bytes);
    await rm(toFile());

    accounts.unshift(first!);
    assert.equal((await refusal(read(gone, { name: 'first', key: first!.primaryKey }))).code, 'BlobNotFound');
    await store.close();
    store = await start();
    assert.equal((await refusal(read(gone.replace(/:\d+/, `:${store.port}`), { name: 'first', key: first!.primaryKey }))).code, 'BlobNotFound');
  });

  it('starts empty when an account is made again while its deletion is under way', async () => {
    const account = accounts[0]!;
    const gone = await upload(account);
    const deletion = store.deleteAccount('first');
    const url = await upload(account);
    await deletion;
    assert.equal((await refusal(read(gone, { name: 'first', key: account.primaryKey }))).code, 'BlobNotFound');
    assert.deepEqual(await read(url, { name: 'first', key: account.primaryKey }), bytes);
  });

  it('finishes on start the deletion of an account that the last process did not', async () => {
    await upload(accounts[0]!);
    await store.close();
    accounts = [newAccount('second')];
    store = await start();
    assert.deepEqual(await readdir(directory), []);
  });

  it('keeps blobs over a restart on the same port', async () => {
    const account = accounts[0]!;
    const url = await upload(account);
    const { port } = store;
    await store.close();
    store = await start(port);
    assert.equal(store.port, port);
    assert.deepEqual(await read(url, { name: 'first', key: account.primaryKey }), bytes);
  });

  it('keeps after kill -9 what was saved, and opens again', async () => {
    const folder = path.join(scratch, 'killed');
    const account = accounts[0]!;
    const first = await startBlobProcess({ directory: folder, accounts });
    const uploadTo = async (endpoint: string) => (await uploadPackage({ account: { ...credentials(account), blobEndpoint: `${endpoint}/first` }, path: file })).blobName;
    const saved = await uploadTo(first.endpoint);
    const isSaved = async () => (await readFile(path.join(folder, 'first', 'blobs.json'), 'utf8')).includes(`"name":"${saved}","properties":{"creationTime"`);
    for (let looks = 300; looks > 0 && !await isSaved(); looks--) await sleep(100);
    assert.ok(await isSaved());
    const late = await uploadTo(first.endpoint);
    await first.stop('SIGKILL');

    const again = await startBlobProcess({ directory: folder, accounts, port: first.port });
    try {
      const get = async (name: string) => fetch(await packageSasUrl({
        account: { ...credentials(account), blobEndpoint: `${again.endpoint}/first` }, url: `${again.endpoint}/first/azureclassic-packages/${name}`,
      }));
      assert.deepEqual(Buffer.from(await (await get(saved)).arrayBuffer()), bytes);
      const lateAnswer = await get(late);
      if (lateAnswer.status !== 404) assert.deepEqual(Buffer.from(await lateAnswer.arrayBuffer()), bytes);
    } finally {
      await again.stop();
    }
  });

  it('says that its port is taken by another program', async () => {
    const error = await refusal(start(store.port));
    assert.equal(error.code, 'PortInUse');
    assert.equal(error.details['port'], store.port);
    assert.match(error.message, new RegExp(`Port ${store.port} .* is taken by another program`));
  });

  it('keeps an account\'s damaged list of blobs as it is, says so, and serves the others', async () => {
    const second = newAccount('second');
    accounts.push(second);
    const url = await upload(accounts[0]!);
    const { port } = store;
    await store.close();
    const list = path.join(directory, 'first', 'blobs.json');
    const damaged = (await readFile(list, 'utf8')).slice(0, -10);
    await writeFile(list, damaged);

    store = await start(port);
    const error = await refusal(read(url, { name: 'first', key: accounts[0]!.primaryKey }));
    assert.deepEqual([error.code, error.details['status']], ['ReadFailed', 500]);
    assert.match(logged.join('\n'), /the blobs of first in .*first cannot be opened: /);
    assert.deepEqual(await read(await upload(second), { name: 'second', key: second.primaryKey }), bytes);
    await store.close();
    store = await start(port);
    assert.equal(await readFile(list, 'utf8'), damaged);
  });

  it('refuses a request that another host name led here', async () => {
    const status = await new Promise((resolve) => http.get(`${store.endpoint}/first?comp=list`, { headers: { host: 'evil.example:80' } }, (answer) => resolve(answer.resume().statusCode)));
    assert.equal(status, 403);
  });

  it('sends telemetry to nobody', async () => {
    const targets: unknown[] = [];
    const connect = net.Socket.prototype.connect;
    net.Socket.prototype.connect = function (this: net.Socket, ...parameters: unknown[]) {
      const first = parameters[0] as { host?: string } | [{ host?: string }];
      targets.push(Array.isArray(first) ? first[0].host : first.host);
      return connect.apply(this, parameters as never);
    } as typeof connect;
    try {
      const url = await upload(accounts[0]!);
      await read(url, { name: 'first', key: accounts[0]!.primaryKey });
      await store.close();
      store = await start();
    } finally {
      net.Socket.prototype.connect = connect;
    }
    // One connection of the upload and one of the read: the watch sees what is opened.
    assert.ok(targets.length >= 2);
    assert.deepEqual([...new Set(targets)], ['127.0.0.1']);
    assert.equal(telemetry.AzuriteTelemetryClient.enableTelemetry, false);
    assert.ok(!('eventClient' in telemetry.AzuriteTelemetryClient) && !('requestClient' in telemetry.AzuriteTelemetryClient));
  });

  describe('reading a package by its URL', () => {
    it('takes a SAS of any account as it is', async () => {
      const second = newAccount('second');
      accounts.push(second);
      const url = await upload(second);
      assert.deepEqual(await read(await packageSasUrl({ account: credentials(second), url })), bytes);
    });

    it('refuses a SAS that has expired or does not allow reading, without repeating it', async () => {
      const url = await upload(accounts[0]!);
      for (const [permissions, minutes] of [['r', -5], ['w', 5]] as const) {
        const sas = await packageSasUrl({ account: credentials(accounts[0]!), url, permissions, minutes });
        const error = await refusal(read(sas));
        assert.equal(error.code, 'NotAuthorised');
        assert.ok(!JSON.stringify([error.message, error.details]).includes('sig='));
      }
    });

    it('says which blob is not there', async () => {
      const url = `${await upload(accounts[0]!)}.other`;
      const error = await refusal(read(url, { name: 'first', key: accounts[0]!.primaryKey }));
      assert.deepEqual([error.code, error.details['url']], ['BlobNotFound', url]);
    });

    it('stops at the size allowed', async () => {
      const url = await upload(accounts[0]!);
      const as = { name: 'first', key: accounts[0]!.primaryKey };
      const error = await refusal(read(url, as, bytes.length - 1));
      assert.deepEqual([error.code, error.details['maxBytes']], ['TooLarge', bytes.length - 1]);
      assert.deepEqual(await read(url, as, bytes.length), bytes);
    });

    it('takes no other address than that of a blob in this store', async () => {
      for (const address of ['', 'package.cspkg', 'https://first.table.core.windows.net/packages/hello.cspkg', 'file:///etc/passwd',
        `http://127.0.0.1:${store.port + 1}/first/packages/hello.cspkg`, `${store.endpoint}/first/packages`, `${store.endpoint}/first/packages/`]) {
        assert.equal((await refusal(read(address))).code, 'NotThisStore', address);
      }
      const local = (await upload(accounts[0]!)).replace('127.0.0.1', 'localhost');
      assert.deepEqual(await read(local, { name: 'first', key: accounts[0]!.primaryKey }), bytes);
    });

    it('can be cancelled', async () => {
      const url = await upload(accounts[0]!);
      const signal = AbortSignal.abort();
      const error = await refusal(store.readBlob(url, { name: 'first', key: accounts[0]!.primaryKey }, { toFile: toFile(), maxBytes: 1e9, signal }));
      assert.equal(error.code, 'Cancelled');
    });

    it('says that the file it was to write cannot be written', async () => {
      const url = await upload(accounts[0]!);
      const folder = path.join(scratch, 'folder');
      await mkdir(folder);
      const error = await refusal(store.readBlob(url, { name: 'first', key: accounts[0]!.primaryKey }, { toFile: folder, maxBytes: 1e9 }));
      assert.deepEqual([error.code, error.details['path']], ['FileNotWritten', folder]);
      assert.ok(existsSync(folder));
    });
  });

  it('does the same as the bundle dist/blobs.js, with nothing missing from it', async function () {
    const module = new URL('../../dist/blobs.js', import.meta.url);
    if (!existsSync(module)) this.skip();
    const account = accounts[0]!;
    const bundled = await startBlobProcess({ directory: path.join(scratch, 'bundled'), accounts, module });
    try {
      const endpoint = `${bundled.endpoint}/first`;
      const { url } = await uploadPackage({ account: { ...credentials(account), blobEndpoint: endpoint }, path: file });
      const answer = await fetch(await packageSasUrl({ account: { ...credentials(account), blobEndpoint: endpoint }, url }));
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
      assert.equal((await fetch(url)).status, 403);
      assert.equal((await fetch(`${endpoint}nobody/container/blob`)).status, 404);
    } finally {
      await bundled.stop();
    }
  });
});
