import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { BlobTask } from '../../src/emulator/blobs/blobTask.ts';
import { startBlobStore } from '../../src/emulator/blobs/index.ts';
import { readBlob } from '../../src/emulator/blobs/readBlob.ts';
import { BlobRig, code, refusal } from './blobRig.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import { newKey } from './stagingRig.ts';

describe('The Blob storage of the emulator, for disks in use', function () {
  this.timeout(60_000);

  const rig = new BlobRig();
  const { known, first } = rig;

  describe('keeps a leased blob', () => {
    const disk = () => rig.at('vhds', 'disk.vhd');
    const other = { 'x-ms-lease-duration': '-1', 'x-ms-proposed-lease-id': randomUUID() };
    beforeEach(() => rig.store.createVhd(disk(), first, { gigabytes: 1 }));

    it('from being deleted or written by a person, until it is released', async () => {
      await rig.store.leaseBlob(disk(), first);
      await rig.store.leaseBlob(disk(), first);
      for (const moment of ['before a restart', 'after it']) {
        const deleted = await rig.person('DELETE', disk());
        assert.deepEqual([deleted.status, deleted.code], [412, 'LeaseIdMissing'], moment);
        const written = await rig.write(disk(), 0, randomBytes(512));
        assert.deepEqual([written.status, written.code], [412, 'LeaseIdMissing'], moment);
        assert.equal((await rig.lease(disk(), 'acquire', other)).code, 'LeaseAlreadyPresent', moment);
        await rig.restart();
        await rig.store.leaseBlob(disk(), first);
      }
      await rig.store.releaseBlob(disk(), first);
      assert.equal((await rig.person('DELETE', disk())).status, 202);
    });

    it('and takes its lease again after a person broke it', async () => {
      await rig.store.leaseBlob(disk(), first);
      assert.equal((await rig.lease(disk(), 'break')).status, 202);
      await rig.store.leaseBlob(disk(), first);
      assert.equal((await rig.person('DELETE', disk())).code, 'LeaseIdMissing');
    });

    it('but none that somebody else has leased', async () => {
      assert.equal((await rig.lease(disk(), 'acquire', other)).status, 201);
      const error = await refusal(rig.store.leaseBlob(disk(), first));
      assert.deepEqual([error.code, error.details], ['Leased', { url: disk() }]);
      await rig.store.releaseBlob(disk(), first);
      assert.equal((await rig.person('DELETE', disk())).code, 'LeaseIdMissing', 'their lease is still there');
    });

    it('only if there is one; there is always nothing to release then', async () => {
      await rig.store.releaseBlob(disk(), first);
      for (const url of [rig.at('vhds', 'missing.vhd'), rig.at('missing', 'disk.vhd')]) {
        const error = await refusal(rig.store.leaseBlob(url, first));
        assert.deepEqual([error.code, error.details], ['BlobNotFound', { url }]);
        await rig.store.releaseBlob(url, first);
      }
    });
  });

  describe('deletes a blob', () => {
    it('and says whether it was there', async () => {
      const url = await rig.upload(randomBytes(100), 'block');
      await rig.store.createVhd(rig.at('vhds', 'disk.vhd'), first, { gigabytes: 1 });
      for (const each of [url, rig.at('vhds', 'disk.vhd')]) {
        assert.equal(await rig.store.deleteBlob(each, first), true);
        assert.equal((await rig.person('GET', each)).status, 404);
        assert.equal(await rig.store.deleteBlob(each, first), false);
      }
      assert.equal(await rig.store.deleteBlob(rig.at('missing', 'disk.vhd'), first), false);
      await rig.restart();
      assert.equal(await rig.store.describeBlob(url, first), undefined);
    });

    it('that is leased, whoever has leased it, and with its snapshots', async () => {
      const url = rig.at('vhds', 'disk.vhd');
      for (const take of [() => rig.store.leaseBlob(url, first), () => rig.lease(url, 'acquire', { 'x-ms-lease-duration': '60' }), () => rig.person('PUT', url, { query: '&comp=snapshot' })]) {
        await rig.store.createVhd(url, first, { gigabytes: 1 });
        await take();
        assert.notEqual((await rig.person('DELETE', url)).status, 202, 'a person cannot');
        assert.equal(await rig.store.deleteBlob(url, first), true);
        assert.equal(await rig.store.describeBlob(url, first), undefined);
      }
    });
  });

  describe('says what went wrong', () => {
    /** All that is done to a blob, at one address each. */
    const deeds = (url: string, account = first, signal?: AbortSignal) => [
      () => rig.store.describeBlob(url, account, signal),
      () => rig.store.createVhd(url, account, { gigabytes: 1, signal }),
      () => rig.store.copyBlob(rig.at('vhds', 'image.vhd'), url, { from: first, to: account }, signal),
      () => rig.store.copyBlob(url, rig.at('vhds', 'copy.vhd'), { from: account, to: first }, signal),
      () => rig.store.createVhd(rig.at('vhds', 'copy.vhd'), first, { gigabytes: 1, from: { url, account }, signal }),
      () => rig.store.leaseBlob(url, account, signal),
      () => rig.store.releaseBlob(url, account, signal),
      () => rig.store.deleteBlob(url, account, signal),
    ];
    beforeEach(() => rig.store.createVhd(rig.at('vhds', 'image.vhd'), first, { gigabytes: 1 }));

    it('where the key is not the account\'s, the address not one of this store, or the caller has cancelled', async () => {
      const secret = '?sv=2021-12-02&sig=c2VjcmV0';
      for (const [expected, attempts] of [
        ['NotAuthorised', deeds(`${rig.at('new', 'disk.vhd')}${secret}`, { name: 'first', key: newKey() })],
        ['NotAuthorised', deeds(`https://second.blob.core.windows.net/new/disk.vhd${secret}`)],
        ['NotThisStore', deeds(`https://example.com/new/disk.vhd${secret}`)],
        ['Cancelled', deeds(rig.at('vhds', 'other.vhd'), first, AbortSignal.abort())],
      ] as const) {
        for (const [index, attempt] of attempts.entries()) {
          const error = await refusal(attempt());
          assert.deepEqual([error.name, error.code], ['BlobStoreError', expected], `deed ${index}`);
          assert.ok(String(error.details['url']).endsWith('.vhd'));
          assert.ok(!JSON.stringify([error.message, error.details, error.stack]).includes('sig'), error.stack);
        }
      }
      assert.equal(await rig.store.describeBlob(rig.at('vhds', 'copy.vhd'), first), undefined);
    });

    it('where the connection breaks or the service fails', async () => {
      const gone = await startBlobStore({ directory: path.join(rig.scratch, 'gone'), port: 0, accounts: () => known });
      await gone.close();
      const url = `${gone.endpoint}/first/vhds/disk.vhd`;
      const broken = await refusal(gone.describeBlob(url, first));
      assert.deepEqual([broken.code, broken.details], ['ReadFailed', { url }]);
      assert.match(broken.message, /^The connection broke while http.*disk\.vhd was being read: /);
      for (const attempt of [gone.createVhd(url, first, { gigabytes: 1 }), gone.leaseBlob(url, first), gone.releaseBlob(url, first), gone.deleteBlob(url, first)]) {
        assert.equal(await code(attempt), 'WriteFailed');
      }
      const bytes = randomBytes(100_000);
      const proxy = await startFaultyProxy(rig.store.endpoint, () => ({ contentLength: bytes.length + 1 }));
      const toFile = path.join(rig.scratch, 'out');
      try {
        const there = new BlobTask({ url: (await rig.upload(bytes, 'hello.cspkg')).replace(rig.store.endpoint, proxy.endpoint) }, { account: first, done: 'read' });
        const half = await refusal(readBlob(there, '', { toFile, maxBytes: 1e6 }));
        assert.deepEqual([half.code, half.details], ['ReadFailed', { url: there.url }]);
        assert.ok(!existsSync(toFile), 'nothing half-read is left');
      } finally {
        await proxy.close();
      }

      const badName = rig.at('No_Container', 'disk.vhd');
      const read = await refusal(rig.store.describeBlob(badName, first));
      assert.deepEqual([read.code, read.details], ['ReadFailed', { url: badName, status: 400 }]);
      const written = await refusal(rig.store.createVhd(badName, first, { gigabytes: 1 }));
      assert.deepEqual([written.code, written.details], ['WriteFailed', { url: badName, status: 400 }]);
    });
  });
});
