import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFile, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startBlobProcess } from './blobProcess.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import type { Fate } from './faultyProxy.ts';
import { failure, isBlock, isCommit, KiB, newKey, nthBlock, StagingRig } from './stagingRig.ts';

describe('Uploading a package that', function () {
  this.timeout(60_000);
  const rig = new StagingRig();

  describe('is cancelled', () => {
    it('half-way stops at once and leaves no blob', async () => {
      const controller = new AbortController();
      rig.fate = (request) => {
        if (isBlock(request) && rig.blocksSeen() === 6) controller.abort();
        return isBlock(request) && controller.signal.aborted ? 'hang' : 'pass';
      };
      const error = await failure(rig.upload({ signal: controller.signal }));
      assert.deepEqual([error.name, error.code, error.details['left']], ['StagingError', 'Cancelled', 'container']);
      assert.match(error.message, /was cancelled\. An empty container was left in storage\.$/);
      assert.ok(rig.blocksSeen() < 12);
      assert.ok(!rig.proxy.seen.some(isCommit));
      assert.equal(await rig.statusOf(error), 404);
    });

    it('before it begins sends nothing', async () => {
      const error = await failure(rig.upload({ signal: AbortSignal.abort() }));
      assert.deepEqual([error.code, error.details['left'], rig.proxy.seen.length], ['Cancelled', 'nothing', 0]);
    });

    it('while it is committed is deleted again', async () => {
      const controller = new AbortController();
      rig.fate = (request) => { if (isCommit(request)) controller.abort(); return 'pass'; };
      const error = await failure(rig.upload({ signal: controller.signal }));
      assert.deepEqual([error.code, error.details['left']], ['Cancelled', 'container']);
      assert.equal(rig.proxy.seen.at(-1)!.method, 'DELETE');
      assert.equal(await rig.statusOf(error), 404);
    });

    it('while it waits to try again stops waiting', async () => {
      const controller = new AbortController();
      rig.fate = (request) => { if (!isBlock(request)) return 'pass'; setTimeout(() => controller.abort(), 50); return 'drop'; };
      const error = await failure(rig.upload({ signal: controller.signal, retrying: { tries: 5, delayMs: 600_000 } }));
      assert.equal(error.code, 'Cancelled');
    });
  });

  describe('fails says why and what it left', () => {
    const outcome = async (attempt: Promise<unknown>) => {
      const error = await failure(attempt);
      assert.equal(error.name, 'StagingError');
      const text = JSON.stringify([error.message, error.details, error.stack, error.cause]);
      for (const secret of [rig.stored.primaryKey, rig.stored.secondaryKey, 'sig=', 'SharedKey ']) assert.ok(!text.includes(secret), 'no secret in it');
      return [error.code, error.details['left']];
    };

    it('a missing package, a folder', async () => {
      assert.deepEqual(await outcome(rig.upload({ path: path.join(rig.scratch, 'none.cspkg') })), ['FileUnreadable', 'nothing']);
      assert.deepEqual(await outcome(rig.upload({ path: rig.scratch })), ['FileUnreadable', 'nothing']);
      assert.equal(rig.proxy.seen.length, 0);
    });

    it('a package that is written to meanwhile', async () => {
      const rewrite = async () => { await writeFile(rig.file, randomBytes(1000 * KiB)); await utimes(rig.file, 1, 1); };
      for (const change of [() => appendFile(rig.file, 'x'), () => truncate(rig.file, 100), rewrite]) {
        rig.fate = async (request): Promise<Fate> => { if (isBlock(request) && rig.blocksSeen() === 1) await change(); return 'pass'; };
        const error = await failure(rig.upload());
        assert.deepEqual([error.code, error.details['left'], error.details['path']], ['FileChanged', 'container', rig.file]);
        assert.equal(await rig.statusOf(error), 404);
        rig.proxy.seen.length = 0;
        await writeFile(rig.file, randomBytes(1000 * KiB));
      }
    });

    it('a key that is not the account\'s', async () => {
      assert.deepEqual(await outcome(rig.upload({ account: rig.account(newKey()) })), ['KeyRefused', 'nothing']);
    });

    it('a key that is regenerated half-way', async () => {
      const { primaryKey } = rig.stored;
      rig.fate = (request) => { if (isBlock(request)) rig.stored.primaryKey = newKey(); return 'pass'; };
      try {
        assert.deepEqual(await outcome(rig.upload({ account: rig.account(primaryKey) })), ['KeyRefused', 'container']);
      } finally {
        rig.stored.primaryKey = primaryKey;
      }
    });

    it('an account that does not exist', async () => {
      const nobody = { name: 'nobody', key: newKey(), blobEndpoint: `${rig.proxy.endpoint}/nobody` };
      assert.deepEqual(await outcome(rig.upload({ account: nobody })), ['AccountNotFound', 'nothing']);
    });

    it('a host that does not exist', async () => {
      const error = await failure(rig.upload({ account: { ...rig.account(), blobEndpoint: 'http://nobody.invalid/' }, retrying: { tries: 1, delayMs: 1 } }));
      // Without any name server it cannot be known whether the host exists.
      assert.equal(error.code, error.details['reason'] === 'ENOTFOUND' ? 'AccountNotFound' : 'EndpointUnreachable');
      assert.match(String(error.details['reason']), /^(ENOTFOUND|EAI_AGAIN)$/);
    });

    it('an endpoint where nothing listens', async () => {
      const gone = rig.account();
      await rig.proxy.close();
      assert.deepEqual(await outcome(rig.upload({ account: gone })), ['EndpointUnreachable', 'nothing']);
      rig.proxy = await startFaultyProxy(rig.store.endpoint);
    });

    it('a server that stops answering', async () => {
      rig.fate = nthBlock(3, 'hang');
      const error = await failure(rig.upload({ stallMs: 300 }));
      assert.deepEqual([error.code, error.details['reason'], error.details['left']], ['EndpointUnreachable', 'Stalled', 'container']);
      assert.match(error.message, /has stopped answering/);
      assert.equal(await rig.statusOf(error), 404);
    });

    it('a server that is killed half-way', async () => {
      const directory = path.join(rig.scratch, 'killed');
      const server = await startBlobProcess({ directory, accounts: [rig.stored] });
      const own = await startFaultyProxy(server.endpoint, async (request): Promise<Fate> => {
        if (isBlock(request) && own.seen.filter(isBlock).length === 5) await server.stop('SIGKILL');
        return 'pass';
      });
      try {
        const there = { ...rig.account(), blobEndpoint: `${own.endpoint}/demo` };
        assert.deepEqual(await outcome(rig.upload({ account: there })), ['EndpointUnreachable', 'container']);
      } finally {
        await own.close();
        await server.stop('SIGKILL');
      }
    });

    it('a bit that turned on the way, which its MD5 shows', async () => {
      rig.fate = nthBlock(3, 'corrupt');
      const error = await failure(rig.upload());
      assert.deepEqual([error.code, error.details['status'], error.details['left']], ['ServiceRefused', 400, 'container']);
      assert.equal(await rig.statusOf(error), 404);
    });

    it('a commit that is refused, and one whose answer is lost', async () => {
      rig.fate = (request) => (isCommit(request) ? { status: 409, code: 'LeaseIdMissing' } : 'pass');
      assert.deepEqual(await outcome(rig.upload()), ['ServiceRefused', 'container']);
      rig.fate = (request) => (isCommit(request) ? 'loseAnswer' : 'pass');
      const error = await failure(rig.upload());
      assert.deepEqual([error.code, error.details['left']], ['EndpointUnreachable', 'perhapsBlob']);
      assert.equal(await rig.statusOf(error), 200);
    });

    it('a blob that is not as long as the package, which is deleted again', async () => {
      rig.fate = ({ method }) => (method === 'HEAD' ? { contentLength: 5 } : 'pass');
      const error = await failure(rig.upload());
      assert.deepEqual([error.code, error.details['length'], error.details['stored'], error.details['left']], ['LengthMismatch', 1000 * KiB + 7, 5, 'container']);
      assert.equal(await rig.statusOf(error), 404);
    });

    it('the whole package, when it can be neither checked nor deleted', async () => {
      rig.fate = ({ method }) => (method === 'HEAD' || method === 'DELETE' ? 'drop' : 'pass');
      const error = await failure(rig.upload());
      assert.deepEqual([error.code, error.details['left']], ['EndpointUnreachable', 'blob']);
      assert.equal(await rig.statusOf(error), 200);
    });

    it('nothing, when the container was there before', async () => {
      const container = 'there-before';
      await rig.upload({ container });
      rig.fate = nthBlock(2, 'corrupt');
      assert.deepEqual(await outcome(rig.upload({ container })), ['ServiceRefused', 'nothing']);
    });

    it('what cannot be used at all', async () => {
      for (const changes of [
        { container: 'Upper' }, { container: 'a' }, { container: 'two--hyphens' }, { blockSize: 0 }, { blockSize: 101 * KiB * KiB }, { concurrency: 0 },
        { account: { ...rig.account(), key: 'not base64!' } }, { account: { ...rig.account(), blobEndpoint: '' } }, { account: { ...rig.account(), blobEndpoint: 'ftp://x/' } },
      ]) assert.equal((await failure(rig.upload(changes))).code, 'InvalidParameter', JSON.stringify(changes));
      assert.equal(rig.proxy.seen.length, 0);
    });
  });
});
