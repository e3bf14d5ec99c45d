import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { BlobTask } from '../../src/emulator/blobs/blobTask.ts';
import type { SigningAccount } from '../../src/emulator/blobs/blobTask.ts';
import { copyVhd } from '../../src/emulator/blobs/vhdBlobs.ts';
import { packageSasUrl } from '../../src/staging/index.ts';
import { BlobRig, code, GiB, MiB, refusal } from './blobRig.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import type { Fate, SeenRequest } from './faultyProxy.ts';
import { KiB } from './stagingRig.ts';

describe('Disks in the Blob storage of the emulator', function () {
  this.timeout(60_000);

  const rig = new BlobRig();
  const { known, first, second } = rig;
  const write = async (url: string, offset: number, body: Buffer) => assert.equal((await rig.write(url, offset, body)).status, 201);

  describe('finds a blob', () => {
    it('by this store\'s own address and by the real service\'s', () => {
      const facts = { account: 'first', container: 'vhds', blob: 'web/os disk.vhd', url: rig.at('vhds', 'web/os%20disk.vhd') };
      for (const address of [facts.url, `${facts.url}?sv=2021-12-02&sig=AAAA`, facts.url.replace('127.0.0.1', 'localhost'), rig.at('vhds', 'web/os disk.vhd'), rig.at('vhds', 'web%2Fos%20d%69sk.vhd'),
        'https://first.blob.core.windows.net/vhds/web/os%20disk.vhd', 'http://first.blob.core.windows.net/vhds/web/os%20disk.vhd', 'https://FIRST.blob.core.windows.net:443/vhds/web/os disk.vhd?sig=AAAA']) {
        assert.deepEqual(rig.store.blobAddress(address), facts, address);
      }
    });

    it('nowhere else', () => {
      for (const address of ['', 'disk.vhd', '/first/vhds/disk.vhd', 'file:///first/vhds/disk.vhd', rig.store.endpoint, rig.at('vhds', ''), `${rig.store.endpoint}/first/disk.vhd`, rig.at('vhds', '%ZZ'),
        rig.at('vhds', '..%2F..%2Fsecond%2Fvhds%2Fdisk.vhd'), rig.at('vhds', 'disk.vhd').replace('http:', 'https:'), rig.at('vhds', 'disk.vhd').replace(/:\d+/, `:${rig.store.port + 1}`), rig.at('vhds', 'disk.vhd', 'No'),
        'https://first.blob.core.windows.net/disk.vhd', 'https://first.blob.core.windows.net:444/vhds/disk.vhd', 'https://first.table.core.windows.net/vhds/disk.vhd',
        'https://blob.core.windows.net/vhds/disk.vhd', 'https://first.blob.core.windows.net.example.com/vhds/disk.vhd', 'ftp://first.blob.core.windows.net/vhds/disk.vhd']) {
        assert.equal(rig.store.blobAddress(address), undefined, address);
      }
    });

    it('and reads it by the real service\'s address, with a key or a shared access signature', async () => {
      const bytes = randomBytes(10_000);
      const url = await rig.upload(bytes, 'hello world.cspkg');
      const sas = await packageSasUrl({ account: { ...first, blobEndpoint: `${rig.store.endpoint}/first` }, url });
      const real = (address: string) => address.replace(`${rig.store.endpoint}/first`, 'https://first.blob.core.windows.net');
      const toFile = path.join(rig.scratch, 'out');
      for (const [address, account] of [[real(url), first], [real(sas), undefined]] as const) {
        assert.equal(await rig.store.readBlob(address, account, { toFile, maxBytes: 1e6 }), bytes.length);
        assert.deepEqual(await readFile(toFile), bytes);
        await rm(toFile);
      }
      assert.equal(await code(rig.store.readBlob(real(url), undefined, { toFile, maxBytes: 1e6 })), 'NotAuthorised');
    });
  });

  describe('describes a blob', () => {
    it('by its size and kind', async () => {
      for (const size of [0, 1, 511, 512, 70_000]) {
        assert.deepEqual(await rig.store.describeBlob(await rig.upload(randomBytes(size), `block-${size}`), first), { bytes: size, type: 'BlockBlob' });
      }
      const pages = rig.at('packages', 'pages');
      await rig.person('PUT', pages, { headers: { 'x-ms-blob-type': 'PageBlob', 'x-ms-blob-content-length': `${3 * GiB}` } });
      assert.deepEqual(await rig.store.describeBlob(pages, first), { bytes: 3 * GiB, type: 'PageBlob' });
    });

    it('and as a VHD only where its footer is whole and belongs to its size', async () => {
      const url = rig.at('vhds', 'disk.vhd');
      await rig.store.createVhd(url, first, { gigabytes: 1 });
      const footer = await rig.read(url, GiB, 512);
      const disk = randomBytes(MiB);
      footer.writeBigUInt64BE(BigInt(MiB), 48);
      footer.writeUInt32BE(footer.readUInt32BE(64) + (0x40 - 0x10), 64); // 0x40000000 was one byte 0x40, 0x100000 is one byte 0x10
      assert.deepEqual(await rig.store.describeBlob(await rig.upload(Buffer.concat([disk, footer]), 'small.vhd'), first), { bytes: MiB + 512, type: 'BlockBlob', vhd: { bytes: MiB } });
      assert.deepEqual(await rig.store.describeBlob(await rig.upload(Buffer.concat([disk, disk, footer]), 'other.vhd'), first), { bytes: 2 * MiB + 512, type: 'BlockBlob' });
      footer[70]! ^= 1;
      assert.deepEqual(await rig.store.describeBlob(await rig.upload(Buffer.concat([disk, footer]), 'damaged.vhd'), first), { bytes: MiB + 512, type: 'BlockBlob' });
    });

    it('only if there is one', async () => {
      await rig.upload(randomBytes(100), 'other');
      assert.equal(await rig.store.describeBlob(rig.at('packages', 'missing'), first), undefined);
      assert.equal(await rig.store.describeBlob(rig.at('missing', 'missing'), first), undefined);
    });
  });

  describe('makes a VHD', () => {
    it('whose footer is right in every byte, and whose zeros take no room', async () => {
      const ids = new Set<string>();
      for (const [gigabytes, geometry] of [[1, '08201'], [30, 'f3cf1'], [1023, 'ffff1']] as const) {
        const url = rig.at('vhds', `${gigabytes}.vhd`);
        const size = gigabytes * GiB;
        const before = Math.floor(Date.now() / 1000);
        await rig.store.createVhd(url, first, { gigabytes });
        assert.deepEqual(await rig.store.describeBlob(url, first), { bytes: size + 512, type: 'PageBlob', vhd: { bytes: size } });

        const footer = await rig.read(url, size, 512);
        const field = (from: number, to: number) => footer.toString('hex', from, to);
        const number = (from: number, to: number) => Number(`0x${field(from, to)}`);
        assert.equal(footer.length, 512);
        assert.equal(footer.toString('latin1', 0, 8), 'conectix');
        assert.equal(field(8, 24), '0000000200010000ffffffffffffffff');
        const made = number(24, 28) + Date.UTC(2000, 0, 1) / 1000;
        assert.ok(made >= before && made <= Date.now() / 1000);
        assert.equal(footer.toString('latin1', 28, 40), 'wa\0\0\0\x07\0\0Wi2k');
        assert.deepEqual([number(40, 48), number(48, 56)], [size, size]);
        assert.equal(field(56, 60), `${geometry}0${gigabytes === 1023 ? 'ff' : '3f'}`);
        assert.equal(number(60, 64), 2);
        const sum = [...footer].reduce((total, byte) => total + byte) - footer.subarray(64, 68).reduce((total, byte) => total + byte, 0);
        assert.equal(number(64, 68), 0xffffffff - sum);
        ids.add(field(68, 84));
        assert.deepEqual(footer.subarray(84), Buffer.alloc(428));
        for (const offset of [0, size / 2, size - 4 * KiB]) assert.deepEqual(await rig.read(url, offset, 4 * KiB), Buffer.alloc(4 * KiB));
      }
      assert.equal(ids.size, 3);
      assert.ok(!ids.has('0'.repeat(32)));
      await rig.restart(); // all is on the disk then
      assert.ok(await rig.diskUsage() < 100 * KiB, `${await rig.diskUsage()} bytes`);
      assert.deepEqual(await rig.store.describeBlob(rig.at('vhds', '1023.vhd'), first), { bytes: 1023 * GiB + 512, type: 'PageBlob', vhd: { bytes: 1023 * GiB } });
    });

    it('but not over a blob that is there', async () => {
      const bytes = randomBytes(1000);
      const url = await rig.upload(bytes, 'taken');
      const error = await refusal(rig.store.createVhd(url, first, { gigabytes: 1 }));
      assert.deepEqual([error.code, error.details], ['BlobExists', { url }]);
      assert.deepEqual((await rig.person('GET', url)).bytes, bytes);
      await rig.store.createVhd(rig.at('vhds', 'disk.vhd'), first, { gigabytes: 1 });
      const before = await rig.read(rig.at('vhds', 'disk.vhd'), GiB, 512);
      assert.equal(await code(rig.store.createVhd(rig.at('vhds', 'disk.vhd'), first, { gigabytes: 2 })), 'BlobExists');
      assert.deepEqual(await rig.read(rig.at('vhds', 'disk.vhd'), GiB, 512), before);
    });

    it('that begins with the disk of another account\'s image', async () => {
      const image = rig.at('images', 'small.vhd', 'second');
      const url = rig.at('vhds', 'web.vhd');
      await rig.store.createVhd(image, second, { gigabytes: 2 });
      const [boot, last] = [randomBytes(MiB), randomBytes(512)];
      await write(image, 0, boot);
      await write(image, 2 * GiB - 512, last);

      await rig.store.createVhd(url, first, { gigabytes: 30, from: { url: image, account: second } });
      assert.deepEqual(await rig.store.describeBlob(url, first), { bytes: 30 * GiB + 512, type: 'PageBlob', vhd: { bytes: 30 * GiB } });
      assert.deepEqual(await rig.read(url, 0, MiB), boot);
      assert.deepEqual(await rig.read(url, 2 * GiB - 512, 1024), Buffer.concat([last, Buffer.alloc(512)]), 'the image\'s footer is no part of the disk');
    });

    it('of nothing that is not a VHD, and of none that is larger', async () => {
      const url = rig.at('vhds', 'web.vhd');
      const image = rig.at('images', 'image.vhd', 'second');
      const make = (from: string, account = second) => refusal(rig.store.createVhd(url, first, { gigabytes: 1, from: { url: from, account } }));
      const missing = await make(image);
      assert.deepEqual([missing.code, missing.details], ['BlobNotFound', { url: image }]);
      await rig.store.createVhd(image, second, { gigabytes: 2 });
      const large = await make(image);
      assert.deepEqual([large.code, large.details], ['TooLarge', { url, maxBytes: GiB }]);
      await write(image, 2 * GiB, Buffer.alloc(512));
      assert.equal((await make(image)).code, 'NotAVhd');
      assert.equal((await make(await rig.upload(randomBytes(1000), 'block'), first)).code, 'NotAVhd');
      assert.equal(await rig.store.describeBlob(url, first), undefined);
    });
  });

  describe('enlarges a VHD that it has leased', () => {
    const url = () => rig.at('vhds', 'disk.vhd');
    const [boot, last] = [randomBytes(MiB), randomBytes(512)];
    beforeEach(async () => {
      await rig.store.createVhd(url(), first, { gigabytes: 1 });
      await write(url(), 0, boot);
      await write(url(), GiB - 512, last);
      await rig.store.leaseBlob(url(), first);
    });
    const larger = { bytes: 3 * GiB + 512, type: 'PageBlob', vhd: { bytes: 3 * GiB } } as const;
    const isAsItWas = async () => {
      assert.deepEqual(await rig.store.describeBlob(url(), first), larger);
      assert.deepEqual(await rig.read(url(), 0, MiB), boot);
      assert.deepEqual(await rig.read(url(), GiB - 512, 2048), Buffer.concat([last, Buffer.alloc(1536)]), 'what was its footer is an empty part of the disk');
    };

    it('whose disk stays as it is, once, and never makes it smaller', async () => {
      await rig.store.resizeVhd(url(), first, 3);
      await isAsItWas();
      const footer = await rig.read(url(), 3 * GiB, 512);
      for (const gigabytes of [3, 2]) await rig.store.resizeVhd(url(), first, gigabytes);
      await isAsItWas();
      assert.deepEqual(await rig.read(url(), 3 * GiB, 512), footer);
      assert.equal((await rig.person('DELETE', url())).code, 'LeaseIdMissing');
      await rig.store.resizeVhd(rig.at('vhds', 'gone.vhd'), first, 3);
    });

    it('also one that was left without its end', async () => {
      await rig.store.resizeVhd(url(), first, 3);
      await rig.store.releaseBlob(url(), first);
      await write(url(), 3 * GiB, Buffer.alloc(512));
      await rig.store.leaseBlob(url(), first);
      await rig.store.resizeVhd(url(), first, 3);
      await isAsItWas();
    });
  });

  describe('copies a VHD', () => {
    const [image, copy] = [() => rig.at('vhds', 'image.vhd'), () => rig.at('captured', 'copy.vhd', 'second')];
    const [small, large] = [randomBytes(512), randomBytes(6 * MiB)];
    const between = { from: first, to: second };

    beforeEach(async () => {
      await rig.store.createVhd(image(), first, { gigabytes: 1023 });
      for (const offset of [0, 512, 1024]) await write(image(), offset, small); // three pages that are one run
      // More than one request carries, and it starts where no multiple of that is.
      await write(image(), 30 * GiB - 512, large.subarray(0, 3 * MiB));
      await write(image(), 30 * GiB - 512 + 3 * MiB, large.subarray(3 * MiB));
    });

    it('between two accounts, byte for byte, in no more room than it takes', async () => {
      const before = await rig.diskUsage();
      await rig.store.copyBlob(image(), copy(), between);
      assert.deepEqual(await rig.store.describeBlob(copy(), second), { bytes: 1023 * GiB + 512, type: 'PageBlob', vhd: { bytes: 1023 * GiB } });
      for (const [offset, length] of [[0, 4 * KiB], [30 * GiB - MiB, 8 * MiB], [1023 * GiB - KiB, KiB + 512]] as const) {
        assert.deepEqual(await rig.read(copy(), offset, length), await rig.read(image(), offset, length), `${offset}`);
      }
      assert.deepEqual(await rig.read(copy(), 30 * GiB - 512, large.length), large);
      assert.ok(await rig.diskUsage() - before < large.length + 100 * KiB);
    });

    it('within one account, and what is written to one is not in the other', async () => {
      const beside = rig.at('vhds', 'beside.vhd');
      await rig.store.leaseBlob(image(), first); // it can be copied while it is in use
      await rig.store.copyBlob(image(), beside, { from: first, to: first });
      const written = randomBytes(512);
      await write(beside, 512, written);
      assert.deepEqual(await rig.read(image(), 512, 512), small);
      assert.deepEqual(await rig.read(beside, 0, 1536), Buffer.concat([small, written, small]));
    });

    it('not over a blob that is there, not even itself, and not what is no VHD', async () => {
      assert.equal(await code(rig.store.copyBlob(image(), image(), { from: first, to: first })), 'BlobExists');
      assert.deepEqual(await rig.read(image(), 0, 512), small);
      assert.equal(await code(rig.store.copyBlob(await rig.upload(randomBytes(1000), 'block'), copy(), between)), 'NotAVhd');
      assert.equal(await code(rig.store.copyBlob(rig.at('vhds', 'missing.vhd'), copy(), between)), 'BlobNotFound');
      assert.equal(await rig.store.describeBlob(copy(), second), undefined);
    });

    it('or leaves nothing when it is cancelled, at whatever moment', async () => {
      let looks = 0;
      rig.accounts = () => (looks++, known);
      await rig.store.copyBlob(image(), copy(), between);
      const all = looks;
      await rig.store.deleteBlob(copy(), second);

      for (let last = 0; last < all; last++) {
        const stop = new AbortController();
        looks = 0;
        rig.accounts = () => {
          if (looks++ === last) stop.abort();
          return known;
        };
        assert.equal(await code(rig.store.copyBlob(image(), copy(), between, stop.signal)), 'Cancelled', `at ${last} of ${all}`);
        assert.equal(await rig.store.describeBlob(copy(), second), undefined, `at ${last} of ${all}`);
      }
    });

    it('or leaves nothing when it fails half way', async () => {
      const isPages = ({ method, url }: SeenRequest) => method === 'PUT' && url.searchParams.get('comp') === 'page';
      const isData = ({ method, url, headers }: SeenRequest) => method === 'GET' && !url.search && headers['x-ms-range'] === 'bytes=0-1535';
      const faults: [expected: string, status: number | undefined, fate: (request: SeenRequest) => Fate | Promise<Fate>][] = [
        ['ReadFailed', 412, async (request): Promise<Fate> => { // it is written to meanwhile
          if (isData(request)) await write(image(), 0, randomBytes(512));
          return 'pass';
        }],
        ['ReadFailed', undefined, (request) => (isData(request) ? 'drop' : 'pass')],
        ['ReadFailed', undefined, (request) => (isData(request) ? { contentLength: 4096 } : 'pass')],
        ['ReadFailed', 500, (request) => (isData(request) ? { status: 500, code: 'InternalError' } : 'pass')],
        ['WriteFailed', undefined, (request) => (isPages(request) ? 'drop' : 'pass')],
        ['WriteFailed', undefined, (request) => (isPages(request) ? 'loseAnswer' : 'pass')],
      ];
      for (const [index, [expected, status, fate]] of faults.entries()) {
        const proxy = await startFaultyProxy(rig.store.endpoint, fate);
        const through = (url: string) => url.replace(rig.store.endpoint, proxy.endpoint);
        const task = (url: string, account: SigningAccount, done: 'read' | 'written') => new BlobTask({ url: through(url) }, { account, done });
        try {
          const error = await refusal(copyVhd(task(image(), first, 'read'), task(copy(), second, 'written')));
          const url = through(expected === 'ReadFailed' ? image() : copy());
          assert.deepEqual([error.code, error.details], [expected, { url, ...(status && { status }) }], `fault ${index}`);
          assert.equal(await rig.store.describeBlob(copy(), second), undefined, `fault ${index}`);
        } finally {
          await proxy.close();
        }
      }
    });
  });
});
