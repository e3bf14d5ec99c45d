import assert from 'node:assert/strict';
import './fakeVscode.ts';
import { instanceStatuses, type Deployment } from '../../src/client/index.ts';
import type { UpgradeStatus } from '../../src/ui/tree/upgrades.ts';

const { domainStates } = await import('../../src/ui/tree/upgrades.ts');
const { isSettled, machineLook } = await import('../../src/ui/tree/states.ts');
const { machinesOf } = await import('../../src/ui/tree/virtualMachines.ts');

describe('the upgrade domains of an upgrade', () => {
  const states = (upgradeType: string, currentUpgradeDomainState: string, currentUpgradeDomain: number) =>
    domainStates({ upgradeType, currentUpgradeDomainState, currentUpgradeDomain } as UpgradeStatus, 3).join(' ');

  it('are done before the current one and come later after it', () => {
    assert.equal(states('Auto', 'During', 0), 'now later later');
    assert.equal(states('Auto', 'During', 1), 'done now later');
    assert.equal(states('Auto', 'During', 2), 'done done now');
  });
  it('wait for their turn', () => assert.equal(states('Manual', 'Before', 1), 'done next later'));
  it('go together when all are upgraded at once', () => assert.equal(states('Simultaneous', 'During', 0), 'now now now'));
  it('are shown where the service does not say which is the current one', () => assert.deepEqual(domainStates({}, 2), ['next', 'later']));
});

describe('a deployment', () => {
  const deployment = (change: Partial<Deployment>): Deployment => ({ name: 'v1', status: 'Running', locked: false, ...change });
  const instance = (instanceStatus: string) => ({ roleName: 'Web', instanceName: 'Web_IN_0', instanceStatus }) as NonNullable<Deployment['roleInstanceList']>[number];

  it('is looked at again until its operation has ended and its instances have arrived', () => {
    assert.equal(isSettled(deployment({ roleInstanceList: [instance('ReadyRole'), instance('StoppedVM')] })), true);
    assert.equal(isSettled(deployment({ locked: true })), false);
    assert.equal(isSettled(deployment({ status: 'RunningTransitioning' })), false);
    assert.equal(isSettled(deployment({ roleInstanceList: [instance('ReadyRole'), instance('BusyRole')] })), false);
  });

  it('has the virtual machines of its roles, and none where they are web and worker roles', () => {
    const machines = deployment({ roleList: [{ roleName: 'vm1', type: 'PersistentVMRole' }, { roleName: 'vm2', roleType: 'PersistentVMRole' }], roleInstanceList: [{ roleName: 'vm1', instanceName: 'vm1', instanceStatus: 'ReadyRole' }] });
    assert.deepEqual(machinesOf('shop', machines).map(({ serviceName, role, instance: its }) => [serviceName, role.roleName, its?.instanceStatus]), [['shop', 'vm1', 'ReadyRole'], ['shop', 'vm2', undefined]]);
    assert.deepEqual(machinesOf('shop', deployment({ roleList: [{ roleName: 'Web' }] })), []);
  });
});

describe('a virtual machine', () => {
  it('is in a state that commands can ask for, whatever the service says', () => {
    const token = (instanceStatus: string | undefined, powerState?: string) => machineLook({ roleName: 'vm', instanceName: 'vm', instanceStatus, powerState } as never).token;
    assert.deepEqual(['ReadyRole', 'StoppedVM', 'StoppedDeallocated', 'FailedStartingVM', 'StartingVM', 'Provisioning'].map((status) => token(status)), ['running', 'stopped', 'deallocated', 'failing', 'changing', 'changing']);
    assert.deepEqual([token('RoleStateUnknown', 'Starting'), token('RoleStateUnknown', 'Unknown'), token('SomethingNew'), token(undefined)], ['changing', 'unknown', 'unknown', 'unknown']);
    assert.equal(machineLook(undefined).token, 'changing');
  });

  it('has words of its own for every state that there is', () => {
    for (const instanceStatus of instanceStatuses) assert.notEqual(machineLook({ roleName: 'vm', instanceName: 'vm', instanceStatus }).words, instanceStatus);
  });
});

describe('what has a place', () => {
  it('is in the folder of its location or affinity group, whatever it is', async () => {
    const { SubscriptionNode } = await import('../../src/ui/tree/subscription.ts');
    const groups = new SubscriptionNode({ id: 's', kind: 'own' } as never, false, () => undefined).children() as any[];
    const placed = groups.filter(({ listing }) => listing.isPlaced);
    assert.deepEqual(placed.map(({ listing }) => listing.noun), ['hostedServices', 'virtualMachines', 'storageAccounts', 'disks', 'virtualNetworks', 'reservedIps']);
    for (const { listing } of placed) {
      const own = { location: 'West Europe', affinityGroup: 'contoso' };
      const { location, affinityGroup } = listing.facts({ name: 'a', role: {}, deployment: {}, ...own, hostedServiceProperties: own, storageServiceProperties: own });
      assert.deepEqual([location, listing.noun === 'reservedIps' || affinityGroup === 'contoso'], ['West Europe', true], listing.noun);
    }
  });
});
