import assert from 'node:assert/strict';
import { readScenario, checkScenario, makeState } from '../../src/emulator/scenario.ts';

describe('A scenario', () => {
  const certificate = { thumbprint: 'A'.repeat(40), data: '', created: 0 };

  it('is the demo subscription when none is named, and the demo is a valid one', async () => {
    const demo = await readScenario(undefined);
    assert.equal(checkScenario(demo, 'demo.json'), demo);
    const [subscription] = makeState(demo, certificate, 5).subscriptions;
    assert.deepEqual(subscription?.hostedServices.map(({ name, affinityGroup, location }) => ({ name, affinityGroup, location })), [
      { name: 'contoso-shop', affinityGroup: 'contoso-west', location: undefined }, { name: 'contoso-reports', affinityGroup: undefined, location: 'North Europe' },
    ]);
  });

  it('needs no more than a name', () => {
    const [subscription] = makeState(checkScenario({ subscriptionName: 'Empty' }, 'x.json'), certificate, 5).subscriptions;
    assert.match(subscription?.id ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual([subscription?.hostedServices, subscription?.storageAccounts, subscription?.affinityGroups], [[], [], []]);
  });

  it('that is wrong is refused with the place and the reason', () => {
    const service = (change: object) => ({ subscriptionName: 'x', hostedServices: [{ name: 'good', location: 'West US' }, { name: 'other', location: 'West US', ...change }] });
    const wrong: [unknown, string][] = [
      [null, 'the scenario has to be an object'], [[], 'the scenario has to be an object'], [{}, 'subscriptionName has to be a text'],
      [{ subscriptionName: 'x', subscriptionId: '1' }, 'subscriptionId has to be a GUID in lower case'],
      [{ subscriptionName: 'x', services: [] }, 'the scenario has no services, only subscriptionId, subscriptionName, quotas, affinityGroups, hostedServices, storageAccounts'],
      [{ subscriptionName: 'x', quotas: { cores: 1.5 } }, 'quotas.cores has to be a whole number'],
      [{ subscriptionName: 'x', hostedServices: {} }, 'hostedServices has to be a list'],
      [{ subscriptionName: 'x', storageAccounts: [{ name: 'Upper', location: 'West US' }] }, 'storageAccounts[0].name is no valid name: "Upper"'],
      [{ subscriptionName: 'x', storageAccounts: [{ name: 'good', location: 'West US', accountType: 'Gold' }] }, 'storageAccounts[0]: there is no account type "Gold"'],
      [{ subscriptionName: 'x', affinityGroups: [{ name: 'g' }] }, 'affinityGroups[0] needs a location'],
      [service({ name: 'GOOD' }), 'hostedServices[1]: GOOD is there twice'], [service({ location: undefined }), 'hostedServices[1].location has to be a text'],
      [service({ location: 'Atlantis' }), 'hostedServices[1]: there is no location "Atlantis"'], [service({ affinityGroup: 'g' }), 'hostedServices[1] needs either a location or an affinityGroup'],
      [service({ size: 'Small' }), 'hostedServices[1] has no size, only name, label, description, location, affinityGroup'],
    ];
    for (const [value, reason] of wrong) assert.throws(() => checkScenario(value, 'x.json'), { name: 'EmulatorError', code: 'ScenarioInvalid', message: `The scenario x.json is invalid: ${reason}.` });
    assert.throws(() => checkScenario({ subscriptionName: 'x', hostedServices: [{ name: 'a', affinityGroup: 'nobody' }] }, 'x.json'), /there is no affinity group "nobody" in the scenario/);
  });
});
