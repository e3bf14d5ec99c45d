import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byName, fold, select, sort, type Facts } from '../../src/ui/tree/arrangement.ts';

const facts = (item: Facts): Facts => item;
const named = (...names: string[]): Facts[] => names.map((name) => ({ name }));
const names = (items: readonly Facts[]): string[] => items.map(({ name }) => name);

describe('the filter of the tree', () => {
  const items: Facts[] = [{ name: 'contoso-shop', label: 'Tienda Ñandú' }, { name: 'contoso-orders' }, { name: 'fabrikam' }];
  const found = (filter: string) => names(select(items, facts, filter));

  it('finds part of a name, in any case', () => assert.deepEqual(found('TOSO'), ['contoso-shop', 'contoso-orders']));
  it('finds a label, with its accents and without', () => {
    assert.deepEqual(found('ñandú'), ['contoso-shop']);
    assert.deepEqual(found('nandu'), ['contoso-shop']);
  });
  it('wants every word, in any order', () => assert.deepEqual(found('shop contoso'), ['contoso-shop']));
  it('shows everything when it is empty', () => {
    assert.equal(select(items, facts, ''), items);
    assert.equal(select(items, facts, '  '), items);
  });
  it('shows nothing where nothing fits', () => assert.deepEqual(found('contoso fabrikam'), []));
});

describe('the order of the tree', () => {
  it('counts, as people do', () => assert.deepEqual(names(sort(named('service-10', 'Service-2', 'service-1'), facts, 'name')), ['service-1', 'Service-2', 'service-10']));

  it('has the newest first, those of the same time by name, and those of an unknown time last', () => {
    const at = (day: number) => new Date(Date.UTC(2015, 5, day));
    const items = [{ name: 'old', created: at(1) }, { name: 'unknown' }, { name: 'b', created: at(2) }, { name: 'a', created: at(2) }, { name: 'new', created: at(3) }];
    assert.deepEqual(names(sort(items, facts, 'newest')), ['new', 'a', 'b', 'old', 'unknown']);
  });

  it('loses nothing and changes no list it is given', () => {
    fc.assert(fc.property(fc.array(fc.string()), fc.constantFrom('name' as const, 'newest' as const), (given, sortBy) => {
      const items = Object.freeze(named(...given));
      assert.deepEqual(names(sort(items, facts, sortBy)).toSorted(), given.toSorted());
    }));
  });
});

describe('the folders of the tree', () => {
  it('are sorted by name, the nameless one last, and leave alone what is in none', () => {
    const items: Facts[] = [{ name: 'mine' }, { name: 'a', location: 'West US' }, { name: 'b', location: '' }, { name: 'c', location: 'East US' }, { name: 'd', location: 'West US' }];
    const { here, folders } = fold(items, ({ location }) => location);
    assert.deepEqual(names(here), ['mine']);
    assert.deepEqual(folders.map(([name, inside]) => [name, names(inside)]), [['East US', ['c']], ['West US', ['a', 'd']], ['', ['b']]]);
  });

  it('hold every item once', () => {
    fc.assert(fc.property(fc.array(fc.record({ name: fc.string(), location: fc.constantFrom(undefined, '', 'East US', 'West US', 'toString') })), (items) => {
      const { here, folders } = fold(items, ({ location }) => location);
      assert.deepEqual([...here, ...folders.flatMap(([, inside]) => inside)].map(({ name }) => name).toSorted(byName), items.map(({ name }) => name).toSorted(byName));
      for (const [name, inside] of folders) assert.ok(inside.every(({ location }) => location === name));
    }));
  });
});
