import assert from 'node:assert/strict';
import type { Context } from '../../src/emulator/handler.ts';
import { handlers } from '../../src/emulator/operations/index.ts';
import type { AnswerOf } from '../../src/protocol/operation.ts';
import { rowOf, type RowOf } from '../../src/protocol/operations.ts';
import { parseAnswer } from '../../src/protocol/wire.ts';
import { readExchanges } from './recorded.ts';

type Catalogue = 'roleSizes.list' | 'operatingSystems.listFamilies' | 'locations.list';

/** What the service answered to Python's client in June 2015, and what the emulator answers, which needs no state for it. */
function answers<N extends Catalogue>(name: N): { service: AnswerOf<RowOf<N>>; emulator: AnswerOf<RowOf<N>> } {
  const exchange = readExchanges()!.find(({ file, url, responseBody }) => file.includes('test_legacy') && url.endsWith(rowOf(name).paths[0]!) && responseBody !== '')!;
  const handle = handlers[name] as unknown as (context: Context, parameters: object) => AnswerOf<RowOf<N>>;
  return { service: parseAnswer(name, 200, {}, exchange.responseBody) as AnswerOf<RowOf<N>>, emulator: handle({} as Context, {}) };
}

describe('the catalogues of the emulator', () => {
  before(function () {
    if (!readExchanges()) this.skip();
  });

  it('have the role sizes of the service with all their numbers, but those that it never told anyone about', () => {
    const { service, emulator } = answers('roleSizes.list');
    assert.deepEqual(emulator, service.filter(({ name }) => !name.startsWith('Basic_D')));
  });

  it('have all guest operating systems that could be deployed, and no version that never was', () => {
    const { service, emulator } = answers('operatingSystems.listFamilies');
    for (const { name, label, operatingSystems } of service) {
      const ours = emulator.find((family) => family.name === name)!;
      assert.equal(ours.label, label);
      const versions = ours.operatingSystems!.map(({ version }) => version);
      assert.deepEqual(ours.operatingSystems, operatingSystems!.filter(({ version, isActive }) => isActive || versions.includes(version)));
    }
  });

  it('have the locations of the service, with what each can do', () => {
    const { service, emulator } = answers('locations.list');
    // Ours begin with the guide's; the service listed account types in no order.
    const sorted = (locations: typeof service) => locations.map(({ storageCapabilities, ...location }) => ({ ...location, types: storageCapabilities?.storageAccountTypes?.toSorted() }))
      .toSorted((a, b) => a.name.localeCompare(b.name));
    // West India had nothing yet.
    assert.deepEqual(sorted(emulator), sorted(service.filter(({ availableServices }) => !availableServices?.includes('None'))));
  });
});
