import assert from 'node:assert/strict';
import './fakeVscode.ts';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import type { Listing, Surroundings } from '../../src/ui/tree/reading.ts';

const { Reading } = await import('../../src/ui/tree/reading.ts');

interface Thing { readonly name: string; readonly state?: string }

/** Lets everything happen that waits for nothing but its turn. */
const turns = async (count = 20): Promise<void> => { for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve)); };

/** A branch of the tree, time that goes on when a test says so, and a service that answers when a test says so. */
function rig(source: Partial<Listing<Thing>> = {}) {
  let now = 1_000_000;
  const sleepers = new Set<{ until: number; wake: () => void }>();
  const answers: { resolve: (items: Thing[]) => void; reject: (error: unknown) => void; signal: AbortSignal }[] = [];
  const seen: { names: string[]; error?: unknown; gone: readonly string[] }[] = [];
  const around: Surroundings & { shown: boolean } = {
    shown: true,
    client: async () => ({}) as ServiceManagementClient,
    isShown: () => around.shown,
    changed: (gone) => seen.push({ names: (reading.items ?? []).map(({ name }) => name), ...(reading.error !== undefined && { error: reading.error }), gone }),
    clock: {
      now: () => now,
      sleep: (ms, signal) => new Promise((resolve, reject) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => { sleepers.delete(sleeper); reject(signal.reason); });
      }),
    },
  };
  const reading = new Reading<Thing>({
    list: (_client, signal) => new Promise((resolve, reject) => { answers.push({ resolve, reject, signal }); }),
    key: ({ name }) => name,
    ...source,
  }, around);
  return {
    reading, around, answers, seen,
    /** The requests for the whole list that wait for an answer. */
    get asked() { return answers.length; },
    async answer(...items: Thing[]) { answers.shift()!.resolve(items); await turns(); },
    async fail(error: unknown) { answers.shift()!.reject(error); await turns(); },
    async pass(ms: number) {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.until <= now && sleepers.delete(sleeper)) sleeper.wake();
      await turns();
    },
  };
}

describe('a branch of the tree', () => {
  it('waits for its first items', async () => {
    const r = rig();
    const looked = r.reading.look();
    await turns();
    await r.answer({ name: 'a' });
    await looked;
    assert.deepEqual(r.reading.items, [{ name: 'a' }]);
  });

  it('does not hold up others when its service is slow', async () => {
    const r = rig();
    const looked = r.reading.look();
    await turns();
    await r.pass(300);
    await looked;
    assert.equal(r.reading.items, undefined);
    assert.equal(r.reading.isRunning, true);
    await r.answer({ name: 'late' });
    assert.deepEqual(r.seen, [{ names: ['late'], gone: [] }]);
  });

  it('shows at once what it had, and reads it again behind that when it is old', async () => {
    const r = rig();
    void r.reading.look();
    await turns();
    await r.answer({ name: 'a' }, { name: 'b' });

    await r.reading.look();
    assert.equal(r.asked, 0);
    await r.pass(30_000);
    await r.reading.look();
    assert.deepEqual(r.reading.items, [{ name: 'a' }, { name: 'b' }]);
    assert.equal(r.asked, 1);
    await r.answer({ name: 'b' }, { name: 'c' });
    assert.deepEqual(r.seen, [{ names: ['a', 'b'], gone: [] }, { names: ['b', 'c'], gone: ['a'] }]);
  });

  it('is not drawn again when nothing has changed', async () => {
    const r = rig();
    void r.reading.read();
    await turns();
    await r.answer({ name: 'a' });
    void r.reading.read();
    await turns();
    await r.answer({ name: 'a' });
    assert.equal(r.seen.length, 1);
  });

  it('keeps what it had when it cannot be read again, says why, and forgets that when it can', async () => {
    const r = rig();
    const error = new Error('no connection');
    void r.reading.read();
    await turns();
    await r.answer({ name: 'a' });
    void r.reading.read();
    await turns();
    await r.fail(error);
    assert.deepEqual([r.reading.items, r.reading.error], [[{ name: 'a' }], error]);
    void r.reading.read();
    await turns();
    await r.answer({ name: 'a' });
    assert.equal(r.reading.error, undefined);
    assert.deepEqual(r.seen.map(({ error }) => error), [undefined, error, undefined]);
  });

  it('does not ask a service that has just failed again and again', async () => {
    const r = rig();
    void r.reading.look();
    await turns();
    await r.fail(new Error('no connection'));
    await r.reading.look();
    assert.equal(r.asked, 0);
    await r.pass(30_000);
    void r.reading.look();
    await turns();
    assert.equal(r.asked, 1);
  });

  it('reads once more, and only once, when something has changed while it was being read', async () => {
    const r = rig();
    const first = r.reading.read();
    await turns();
    void r.reading.read();
    void r.reading.read();
    await r.answer({ name: 'before' });
    assert.equal(r.asked, 1);
    await r.answer({ name: 'after' });
    await first;
    assert.deepEqual([r.reading.items, r.asked], [[{ name: 'after' }], 0]);
  });

  it('reads one of its items without the others, which may be gone or new', async () => {
    const things = new Map([['b', 'changed'], ['c', 'new']]);
    const r = rig({ get: async (_client, key) => (things.has(key) ? [{ name: key, state: things.get(key)! }] : []) });
    void r.reading.read();
    await turns();
    await r.answer({ name: 'a' }, { name: 'b' });
    for (const key of ['a', 'b', 'c']) await r.reading.read(key);
    assert.deepEqual(r.reading.items, [{ name: 'b', state: 'changed' }, { name: 'c', state: 'new' }]);
    assert.deepEqual([r.asked, r.seen.flatMap(({ gone }) => gone)], [0, ['a']]);
  });

  it('looks again at what is in motion, at nothing else, and ever less often', async () => {
    const asked: string[] = [];
    let state = 'Creating';
    const r = rig({ isInMotion: (thing) => thing.state === 'Creating', get: async (_client, key) => { asked.push(key); return [{ name: key, state }]; } });
    void r.reading.read();
    await turns();
    await r.answer({ name: 'still', state: 'Created' }, { name: 'moving', state });
    for (const ms of [1500, 2250, 3375]) await r.pass(ms);
    assert.deepEqual(asked, ['moving', 'moving', 'moving']);
    await r.pass(4000);
    assert.equal(asked.length, 3);
    state = 'Created';
    await r.pass(2000);
    await r.pass(100_000);
    assert.deepEqual([asked.length, r.reading.items], [4, [{ name: 'still', state: 'Created' }, { name: 'moving', state: 'Created' }]]);
  });

  it('looks at nothing while nobody sees it', async () => {
    const r = rig({ isInMotion: () => true });
    void r.reading.read();
    await turns();
    await r.answer({ name: 'moving' });
    r.around.shown = false;
    for (let i = 0; i < 5; i++) await r.pass(10_000);
    assert.equal(r.asked, 0);
    r.around.shown = true;
    await r.pass(10_000);
    assert.equal(r.asked, 1);
  });

  it('shows what it has found when it takes many requests, but not in place of all it had', async () => {
    let found!: Parameters<Listing<Thing>['list']>[2];
    let finish!: (items: Thing[]) => void;
    const r = rig({ list: (_client, _signal, show) => new Promise((resolve) => { found = show; finish = resolve; }) });
    const read = async (...parts: Thing[][]) => {
      void r.reading.read();
      await turns();
      for (const [i, part] of parts.entries()) {
        found(part, { done: i + 1, of: parts.length });
        await r.pass(1000);
      }
      finish(parts.at(-1)!);
      await turns();
    };
    await read([{ name: 'a' }], [{ name: 'a' }, { name: 'b' }]);
    assert.deepEqual(r.seen.map(({ names }) => names), [['a'], ['a', 'b'], ['a', 'b']]);
    assert.equal(r.reading.progress, undefined);
    r.seen.length = 0;
    await read([{ name: 'a' }], [{ name: 'a' }, { name: 'c' }]);
    assert.deepEqual(r.seen.map(({ names }) => names), [['a', 'c']]);
  });

  it('cancels its requests when nobody wants them any more, and is read when somebody does', async () => {
    const r = rig();
    void r.reading.look();
    await turns();
    r.reading.stop();
    assert.equal(r.answers[0]!.signal.aborted, true);
    await r.fail(new Error('aborted'));
    assert.deepEqual([r.seen, r.reading.isRunning], [[], false]);
    void r.reading.look();
    await turns();
    await r.answer({ name: 'a' });
    assert.deepEqual(r.reading.items, [{ name: 'a' }]);
  });

  it('is read again when its client was closed under it', async () => {
    const r = rig();
    void r.reading.look();
    await turns();
    await r.fail(Object.assign(new Error('closed'), { code: 'Cancelled' }));
    assert.equal(r.reading.error, undefined);
    void r.reading.look();
    await turns();
    assert.equal(r.asked, 1);
  });
});
