import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { deletePackage, packageSasUrl, uploadPackage } from '../../src/staging/index.ts';
import type { UploadProgress } from '../../src/staging/index.ts';
import type { Fate } from './faultyProxy.ts';
import { failure, isBlock, KiB, newKey, nthBlock, StagingRig } from './stagingRig.ts';

describe('Uploading a package', function () {
  this.timeout(60_000);
  const rig = new StagingRig();

  describe('arrives', () => {
    for (const [what, size] of [['an empty file', 0], ['one byte', 1], ['exactly one block', 64 * KiB], ['a byte more than a block', 64 * KiB + 1], ['more blocks than are sent at once', 1000 * KiB + 7]] as const) {
      it(`byte for byte: ${what}`, async () => {
        const bytes = randomBytes(size);
        await writeFile(rig.file, bytes);
        const staged = await rig.upload();
        assert.equal(staged.length, size);
        assert.deepEqual((await rig.download(staged.url)).bytes, bytes);
      });
    }

    it('in a private container that is made when it is missing, and used again when it is there', async () => {
      const container = 'made-here';
      const first = await rig.upload({ container });
      const second = await rig.upload({ container });
      assert.notEqual(first.url, second.url);
      assert.equal((await fetch(first.url)).status, 403);
      assert.equal((await rig.download(first.url)).status, 200);
      assert.equal((await rig.download(second.url)).status, 200);
      assert.equal((await uploadPackage({ account: rig.account(), path: rig.file })).container, 'azureclassic-packages');
    });

    it('under a name that tells package and time, and is never given twice', async () => {
      const [first, second] = await Promise.all([rig.upload(), rig.upload()]);
      for (const { blobName, url } of [first, second]) {
        assert.match(blobName, /^Contoso-Nandu-2-\d{8}T\d{6}Z-[0-9a-f]{8}\.cspkg$/);
        assert.ok(url.endsWith(`/${blobName}`));
      }
      assert.notEqual(first.blobName, second.blobName);
      assert.equal((await rig.upload({ blobName: 'own name.cspkg' })).blobName, 'own name.cspkg');
    });

    it('with an MD5 on each block, never more blocks in flight than asked for', async () => {
      const bytes = randomBytes(20 * 64 * KiB);
      await writeFile(rig.file, bytes);
      let inFlight = 0;
      let most = 0;
      rig.fate = async (request): Promise<Fate> => {
        if (!isBlock(request)) return 'pass';
        most = Math.max(most, ++inFlight);
        await sleep(20);
        inFlight--;
        return 'pass';
      };
      await rig.upload({ concurrency: 3 });
      const sums = rig.proxy.seen.filter(isBlock).map(({ headers }) => headers['content-md5']).sort();
      const expected = Array.from({ length: 20 }, (_, n) => createHash('md5').update(bytes.subarray(n * 64 * KiB, (n + 1) * 64 * KiB)).digest('base64')).sort();
      assert.deepEqual(sums, expected);
      assert.equal(most, 3);
    });

    it('with progress that never goes back and ends at the whole', async () => {
      const reports: UploadProgress[] = [];
      rig.fate = async (request): Promise<Fate> => { if (isBlock(request)) await sleep(120); return 'pass'; };
      const { length } = await rig.upload({ onProgress: (progress) => reports.push(progress) });
      assert.ok(reports.length > 2);
      assert.ok(reports.every(({ sentBytes, totalBytes }, n) => totalBytes === length && sentBytes >= (reports[n - 1]?.sentBytes ?? 0) && sentBytes <= length));
      assert.equal(reports.at(-1)!.sentBytes, length);
      assert.ok(reports.at(-1)!.bytesPerSecond > 0);
    });

    it('although blocks are lost or refused on the way, which are sent once more', async () => {
      for (const fault of ['drop', 'loseAnswer', { status: 503, code: 'ServerBusy' }, { status: 500, code: 'InternalError' }] as const) {
        rig.fate = nthBlock(5, fault);
        const reports: number[] = [];
        const { url } = await rig.upload({ onProgress: ({ sentBytes }) => reports.push(sentBytes) });
        assert.equal((await rig.download(url)).status, 200);
        assert.deepEqual(reports, reports.toSorted((a, b) => a - b));
      }
    });

    it('directly, not by a proxy that the environment names, when the account is on this computer', async () => {
      const { HTTP_PROXY, HTTPS_PROXY } = process.env;
      process.env['HTTP_PROXY'] = process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9';
      try {
        assert.ok((await rig.upload()).url);
      } finally {
        for (const [name, value] of Object.entries({ HTTP_PROXY, HTTPS_PROXY })) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
      }
    });

    it('and leaves no connection open', async () => {
      await rig.upload();
      assert.ok(rig.proxy.seen.length > 4);
      for (let looks = 50; looks > 0 && await rig.proxy.openConnections() > 0; looks--) await sleep(20);
      assert.equal(await rig.proxy.openConnections(), 0);
    });

    it('without ever being in memory as a whole', async () => {
      const MiB = KiB * KiB;
      await truncate(rig.file, 320 * MiB);
      const held = () => process.memoryUsage().arrayBuffers;
      const before = held();
      let most = 0;
      // Answered by the proxy itself, so that what the blob store holds in this process is not counted.
      rig.fate = (request) => { most = Math.max(most, held()); return isBlock(request) ? { status: 201, code: '' } : 'pass'; };
      const error = await failure(rig.upload({ blockSize: 4 * MiB, concurrency: 4 }));
      assert.equal(error.code, 'ServiceRefused'); // the commit names blocks that never arrived
      assert.equal(rig.blocksSeen(), 80);
      assert.ok(most - before < 160 * MiB, `${Math.round((most - before) / MiB)} MiB`);
    });
  });

  describe('and deleting it again', () => {
    it('says whether it was there', async () => {
      const { url } = await rig.upload();
      assert.equal(await deletePackage({ account: rig.account(), url }), true);
      assert.equal((await rig.download(url)).status, 404);
      assert.equal(await deletePackage({ account: rig.account(), url }), false);
    });

    it('works with a name that needs escaping, and drops a SAS from the URL', async () => {
      const { url } = await rig.upload({ blobName: 'folder/ñ 100%.cspkg' });
      assert.equal((await rig.download(url)).status, 200);
      assert.equal(await deletePackage({ account: rig.account(), url: await packageSasUrl({ account: rig.account(), url }) }), true);
      assert.ok(rig.proxy.seen.every((request) => !request.headers.authorization || !request.url.searchParams.has('sig')));
    });

    it('takes no URL of another account', async () => {
      for (const url of ['', 'https://demo.blob.core.windows.net/c/b', `${rig.proxy.endpoint}/demo2/c/b`, `${rig.proxy.endpoint}/demo/only-container`]) {
        assert.equal((await failure(deletePackage({ account: rig.account(), url }))).code, 'InvalidParameter', url);
      }
    });

    it('speaks https with the clouds, whatever an old answer of the service named', async () => {
      const cloud = { ...rig.account(), blobEndpoint: 'http://demo.blob.core.windows.net/' };
      const url = 'https://demo.blob.core.windows.net/container/hello.cspkg';
      assert.ok((await packageSasUrl({ account: cloud, url })).startsWith(`${url}?`));
    });

    it('says that the key is refused', async () => {
      const { url } = await rig.upload();
      assert.equal((await failure(deletePackage({ account: rig.account(newKey()), url }))).code, 'KeyRefused');
      assert.equal((await rig.download(url)).status, 200);
    });
  });
});
