import assert from 'node:assert/strict';
import './fakeVscode.ts';
import type { Branch } from '../../src/ui/tree/branch.ts';
import type { Listing } from '../../src/ui/tree/reading.ts';

const { Readings } = await import('../../src/ui/tree/readings.ts');

interface Thing { readonly name: string }

const turns = async (): Promise<void> => { for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve)); };

/** A tree of branches that only say what is asked of them. */
function rig() {
  const asked: string[] = [];
  const lists = new Map<string, string[]>();
  const hidden = new Set<string>();
  const gone: string[] = [];
  const readings = new Readings({
    client: async () => ({}) as never,
    isShown: ({ id }) => !hidden.has(id),
    changed: (_branch, isGone) => gone.push(...['sub/services/a', 'sub/services/a/certificates', 'sub/services/b'].filter(isGone)),
  });
  const branch = (id: string, keyOf?: Branch<Thing>['keyOf']): Branch<Thing> => ({
    id, connection: { id: 'sub' },
    listing: {
      list: async () => { asked.push(id); return (lists.get(id) ?? []).map((name) => ({ name })); },
      get: async (_client, key) => { asked.push(`${id}: ${key}`); return (lists.get(id) ?? []).filter((name) => name === key).map((name) => ({ name })); },
      key: ({ name }) => name,
    } satisfies Listing<Thing>,
    keyOf: keyOf ?? ((row) => (row.startsWith(`${id}/`) ? row.slice(id.length + 1) : undefined)),
  }) as unknown as Branch<Thing>;
  return {
    readings, lists, hidden, gone, branch,
    read: (each: Branch<Thing>) => readings.of(each).read(),
    /** What was asked of the service since this was last looked at. */
    async asked() { await turns(); return asked.splice(0).sort(); },
  };
}

describe('what the tree has read', () => {
  it('is nothing of what nobody opened, also when everything is read again', async () => {
    const r = rig();
    r.readings.of(r.branch('sub/services'));
    await r.readings.refresh('sub');
    r.readings.look('sub');
    r.readings.touch('sub/services/a');
    assert.deepEqual(await r.asked(), []);
  });

  it('is read again at once where it is seen, and when somebody looks where it is not', async () => {
    const r = rig();
    await r.read(r.branch('sub/services'));
    await r.read(r.branch('sub/accounts'));
    await r.asked();
    r.hidden.add('sub/accounts');
    await r.readings.refresh('sub');
    assert.deepEqual(await r.asked(), ['sub/services']);
    r.hidden.clear();
    r.readings.look('sub');
    assert.deepEqual(await r.asked(), ['sub/accounts']);
  });

  it('is read again for one row only, by all that show something of it', async () => {
    const r = rig();
    r.lists.set('sub/services', ['a', 'b']);
    await r.read(r.branch('sub/services'));
    await r.read(r.branch('sub/services/a'));
    await r.read(r.branch('sub/services/b'));
    await r.read(r.branch('sub/machines', (id) => /^sub\/services\/(\w+)$/.exec(id)?.[1]));
    await r.asked();
    r.readings.touch('sub/services/a');
    assert.deepEqual(await r.asked(), ['sub/machines: a', 'sub/services/a', 'sub/services: a']);
  });

  it('is forgotten with the row it belongs to, which others are told', async () => {
    const r = rig();
    r.lists.set('sub/services', ['a', 'b']);
    const details = r.branch('sub/services/a');
    await r.read(r.branch('sub/services'));
    await r.read(details);
    await r.read(r.branch('sub/machines', (id) => /^sub\/services\/(\w+)$/.exec(id)?.[1]));
    await r.asked();
    r.lists.set('sub/services', ['b']);
    r.gone.length = 0;
    await r.readings.refresh('sub/services');
    assert.deepEqual(r.gone, ['sub/services/a', 'sub/services/a/certificates']);
    assert.equal(r.readings.of(details).isUnread, true);
    assert.ok((await r.asked()).includes('sub/machines: a'));
  });

  it('is forgotten with its subscription, and read again when the others are connected anew', async () => {
    const r = rig();
    const services = r.branch('sub/services');
    await r.read(services);
    await r.asked();
    r.readings.reconnect(new Set(['sub']));
    r.readings.look('sub');
    assert.deepEqual(await r.asked(), ['sub/services']);
    r.readings.reconnect(new Set());
    assert.equal(r.readings.of(services).isUnread, true);
  });
});
