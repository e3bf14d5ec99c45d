import assert from 'node:assert/strict';
import { blobAddress } from '../../src/emulator/blobs/blobAddress.ts';
import { runBlobJobs } from '../../src/emulator/blobJobs.ts';
import type { BlobJob, State } from '../../src/emulator/state.ts';

const endpoint = 'http://127.0.0.1:1';
const vhd = (name: string, account = 'first'): string => `https://${account}.blob.core.windows.net/vhds/${name}.vhd`;

/** A state with jobs, and a blob store that notes what is asked of it. */
function scene(blobJobs: BlobJob[]) {
  const state = { format: 1, subscriptions: [{ blobJobs, storageAccounts: [{ name: 'first', keys: { primary: 'key' } }] }] } as unknown as State;
  const asked: string[] = [];
  let fails = false;
  let gate = Promise.resolve();
  const ask = (what: string) => async (url: string, { name, key }: { name: string; key: string }) => {
    asked.push(`${what} ${url} ${name} ${key}`);
    await gate;
    if (fails) throw new Error('The store is not there.');
    return true;
  };
  return {
    state, asked,
    jobs: () => state.subscriptions[0]!.blobJobs,
    blobs: { blobAddress: (url: string) => blobAddress(endpoint, url), deleteBlob: ask('delete'), releaseBlob: async (...given: Parameters<ReturnType<typeof ask>>) => void await ask('release')(...given),
      resizeVhd: async (url: string, account: { name: string; key: string }, gigabytes: number) => void await ask(`resize to ${gigabytes}`)(url, account) },
    failing(now: boolean) { fails = now; },
    hold() { let open = () => {}; gate = new Promise((resolve) => { open = resolve; }); return open; },
  };
}

describe('What the state says of blobs already', () => {
  it('is done to them once, with the key of their account', async () => {
    const { state, asked, jobs, blobs } = scene([{ does: 'delete', url: vhd('a') }, { does: 'release', url: vhd('b') }, { does: 'resize', url: vhd('c'), gigabytes: 5 }]);
    assert.equal(await runBlobJobs(state, blobs), true);
    assert.deepEqual(asked, [`delete ${vhd('a')} first key`, `release ${vhd('b')} first key`, `resize to 5 ${vhd('c')} first key`]);
    assert.deepEqual(jobs(), []);
    assert.equal(await runBlobJobs(state, blobs), false);
    assert.equal(asked.length, 3);
  });

  it('is tried again where it could not be done, and the rest is done all the same', async () => {
    const { state, asked, jobs, blobs, failing } = scene([{ does: 'delete', url: vhd('a') }]);
    failing(true);
    assert.equal(await runBlobJobs(state, blobs), false);
    assert.deepEqual(jobs(), [{ does: 'delete', url: vhd('a') }]);
    failing(false);
    assert.equal(await runBlobJobs(state, blobs), true);
    assert.equal(asked.length, 2);
    assert.deepEqual(jobs(), []);
  });

  it('is nothing where the account is gone, or the address is nowhere', async () => {
    const { state, asked, jobs, blobs } = scene([{ does: 'delete', url: vhd('a', 'gone') }, { does: 'release', url: 'nonsense' }]);
    assert.equal(await runBlobJobs(state, blobs), true);
    assert.deepEqual([asked, jobs()], [[], []]);
  });

  it('is not done twice where two requests come at once, and neither goes on before it is done', async () => {
    const { state, asked, jobs, blobs, hold } = scene([{ does: 'delete', url: vhd('a') }]);
    const open = hold();
    const both = Promise.all([runBlobJobs(state, blobs), runBlobJobs(state, blobs)]);
    jobs().push({ does: 'delete', url: vhd('later') });
    open();
    await both;
    assert.deepEqual(asked, [`delete ${vhd('a')} first key`, `delete ${vhd('later')} first key`]);
    assert.deepEqual(jobs(), []);
  });
});
