import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeState } from '../../src/emulator/scenario.ts';
import { openStore } from '../../src/emulator/store.ts';

describe("The emulator's state file", () => {
  it('of the first release opens with what came later being empty', async () => {
    const now = makeState({ subscriptionName: 'x' }, { thumbprint: '', data: '', created: 0 }, 0);
    const [subscription] = now.subscriptions;
    const first = ['id', 'name', 'created', 'quotas', 'managementCertificates', 'affinityGroups', 'hostedServices', 'storageAccounts', 'operations'];
    const old = Object.fromEntries(Object.entries(subscription!).filter(([key]) => first.includes(key)));
    const directory = await mkdtemp(path.join(tmpdir(), 'azureclassic-store-'));
    try {
      await writeFile(path.join(directory, 'state.json'), JSON.stringify({ format: 1, subscriptions: [old] }));
      assert.deepEqual((await openStore(directory, () => assert.fail('it is there'))).state, now);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
