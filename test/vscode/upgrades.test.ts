import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Deployment, ServiceManagementClient } from '../../src/client/index.ts';
import { choose, click, enter, inject, refused, run } from './person.ts';
import { deploySample, emulatorConnection, row, sample, services } from './services.ts';

const serviceName = 'upgrade-service';
const upgrade = 'azureClassic.deployments.upgrade';
const walk = 'azureClassic.deployments.walkUpgradeDomain';

describe('an upgrade', () => {
  let client: ServiceManagementClient;
  const deployment = (): Promise<Deployment> => client.deployments.get({ serviceName, slot: 'Production' });
  const slot = () => row('Local emulator', 'Cloud Services', serviceName, 'Production');
  /** What is asked of one who calls the command on the deployment's row. */
  const files = [choose('ContosoShop.cspkg'), choose('ServiceConfiguration.Cloud.cscfg')];

  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await deploySample(client, { serviceName, slot: 'Production', account: 'upgradestorage', configuration: 'ServiceConfiguration.Cloud.cscfg' });
  });

  it('puts another package and label in the place of a deployment, with its mode, roles and force', async () => {
    const { asked, told } = await run(upgrade, [await slot()], [
      ...files, enter('Version 2'), choose('upgradestorage'), choose('Simultaneous'), choose('All roles'), choose('Upgrade all the same'), choose('Upgrade Deployment'),
    ]);
    assert.match(asked[0]!, /^Upgrade Deployment \(1\/8\): Which package\?$/);
    assert.deepEqual(told, [`The production deployment of ${serviceName} is upgraded to ContosoShop.cspkg.`]);
    assert.equal((await deployment()).label, 'Version 2');
  });

  it('says with code and request id why the service refuses it, and that the package stays', async () => {
    await inject('deployments.upgrade:500:1');
    const { told } = await run(upgrade, [await slot()], [
      ...files, enter('Version 3'), choose('upgradestorage'), choose('Automatic'), choose('StoreFront'), choose('Refuse the upgrade'), choose('Upgrade Deployment'),
    ]);
    assert.match(told.join(), /could not be upgraded to ContosoShop\.cspkg\. InternalError: .*\(request \w+\) The uploaded package is still in the storage account upgradestorage\./);
    assert.equal((await deployment()).label, 'Version 2');
  });

  it('is walked domain by domain, and rolled back', async () => {
    await run(upgrade, [await slot()], [
      ...files, enter('Version 3'), choose('upgradestorage'), choose('Manual'), choose('All roles'), choose('Refuse the upgrade'), choose('Upgrade Deployment'),
    ]);
    assert.deepEqual((await deployment()).upgradeStatus, { upgradeType: 'Manual', currentUpgradeDomainState: 'Before', currentUpgradeDomain: 0 });
    const { told } = await run(walk, [await slot()], [choose('Next: upgrade domain 0')]);
    assert.deepEqual(told, [`Upgrade domain 0 of the production deployment of ${serviceName} is upgraded.`]);
    assert.equal((await deployment()).upgradeStatus?.currentUpgradeDomain, 1);

    const { asked } = await run('azureClassic.deployments.rollback', [await slot()], [choose('Automatic'), choose('Refuse the rollback'), click('Roll Back Update')]);
    assert.match(asked.at(-1)!, /^Roll back the update of Version 3\?\n[^]*Slot: Production/);
    const { upgradeStatus, label } = await deployment();
    assert.deepEqual({ upgradeStatus, label }, { upgradeStatus: undefined, label: 'Version 2' });
  });

  it('is walked to its end, from the palette', async () => {
    await run(upgrade, [await slot()], [
      ...files, enter('Version 4'), choose('upgradestorage'), choose('Manual'), choose('All roles'), choose('Refuse the upgrade'), choose('Upgrade Deployment'),
    ]);
    const { told } = await run(walk, [], [choose(serviceName), choose('Production'), choose('All that are left, one after the other')]);
    assert.equal(told.at(-1), `The production deployment of ${serviceName} is upgraded, in all its upgrade domains.`);
    const { upgradeStatus, label } = await deployment();
    assert.deepEqual({ upgradeStatus, label }, { upgradeStatus: undefined, label: 'Version 4' });
  });

  it('that was refused is cleaned up after, and tried again from its review', async () => {
    await inject('deployments.upgrade:500:1');
    await run(upgrade, [await slot()], [
      ...files, enter('Version 4 again'), choose('upgradestorage'), choose('Simultaneous'), choose('All roles'), choose('Upgrade all the same'), choose('Upgrade Deployment'),
    ]);
    const { operations } = await services();
    const [failed] = operations.getChildren();
    assert.equal(failed!.toTreeItem().contextValue, 'operation;ended;failed;retryable;package');
    await inject('storageAccounts.getKeys:malformed:9');
    assert.match((await run('azureClassic.operations.deletePackage', [failed], [click('Delete Package')])).told.join(), /The answer/);
    await inject('');
    assert.equal(failed!.toTreeItem().contextValue, 'operation;ended;failed;retryable;package');
    const { asked, told } = await run('azureClassic.operations.deletePackage', [failed], [click('Delete Package')]);
    assert.match(asked[0]!, /^Delete the uploaded package\?\nSubscription: Local emulator\nhttp\S+\/upgradestorage\/\S+\.cspkg\n/);
    assert.deepEqual(told, ['The package is deleted from the storage account upgradestorage.']);
    assert.equal(failed!.toTreeItem().contextValue, 'operation;ended;failed;retryable');

    const again = await run('azureClassic.operations.retry', [failed], [choose('Upgrade Deployment')]);
    assert.deepEqual(again.told, [`The production deployment of ${serviceName} is upgraded to ContosoShop.cspkg.`]);
    assert.equal((await deployment()).label, 'Version 4 again');
    assert.ok(!operations.getChildren().includes(failed!), 'the one that failed made room');
  });

  it('that does not wait is neither walked nor rolled back', async () => {
    assert.match((await run(walk, [await slot()], [])).told.join(), /^No upgrade of the production deployment of upgrade-service waits/);
    assert.match((await run('azureClassic.deployments.rollback', [await slot()], [])).told.join(), /^Nothing of the production deployment of upgrade-service can be rolled back now/);
  });

  it('whose domain fails waits where it was, and a rollback that is refused says why', async () => {
    await run(upgrade, [await slot()], [
      ...files, enter('Version 5'), choose('upgradestorage'), choose('Manual'), choose('All roles'), choose('Refuse the upgrade'), choose('Upgrade Deployment'),
    ]);
    await inject('deployments.walkUpgradeDomain:fail:1,deployments.rollback:500:1');
    assert.match((await run(walk, [await slot()], [choose('All that are left, one after the other')])).told.join(), /^Upgrading domain 0 .*: this failed\. /);
    assert.equal((await deployment()).upgradeStatus?.currentUpgradeDomain, 0);
    const { told } = await run('azureClassic.deployments.rollback', [await slot()], [choose('Manual'), choose('Refuse the rollback'), click('Roll Back Update')]);
    assert.match(told.join(), /^[^,]+: this failed\. InternalError: .*\(request \w+\)$/);
    await client.deployments.rollback({ serviceName, slot: 'Production', mode: 'Auto', force: false });
  });

  it('is offered where one deploys into an occupied slot', async () => {
    const { told } = await run('azureClassic.deployments.deploy', [await slot()], [
      ...files, choose('Upgrade that deployment instead...'), enter('Version 6'), choose('upgradestorage'), choose('Simultaneous'), choose('All roles'), choose('Refuse the upgrade'), choose('Upgrade Deployment'),
    ]);
    assert.deepEqual(told, [`The production deployment of ${serviceName} is upgraded to ContosoShop.cspkg.`]);
    assert.equal((await deployment()).label, 'Version 6');
  });

  it('whose answer is lost is not said to have failed, nor to be there', async () => {
    await inject('deployments.upgrade:reset-after:1');
    const { told } = await run(upgrade, [await slot()], [
      ...files, enter('Version 7'), choose('upgradestorage'), choose('Simultaneous'), choose('All roles'), choose('Refuse the upgrade'), choose('Upgrade Deployment'),
    ]);
    assert.match(told.join(), /Whether the service upgrades the deployment is not known: look at the production slot of upgrade-service\.$/);
    assert.equal((await deployment()).label, 'Version 7');
  });
});

describe('the instances of a role', () => {
  let client: ServiceManagementClient;
  const names = async () => (await client.deployments.get({ serviceName, slot: 'Production' })).roleInstanceList!.map(({ instanceName }) => instanceName).sort();
  const slot = ['Local emulator', 'Cloud Services', serviceName, 'Production'];
  const instance = (role: string, index: number) => row(...slot, role, `${role}_IN_${index}`);
  const reboots = async () => {
    const day = 24 * 60 * 60 * 1000;
    const { rebootEvents = [] } = await client.deployments.listEvents({ serviceName, slot: 'Production', startTime: new Date(Date.now() - day), endTime: new Date(Date.now() + day) });
    return rebootEvents.map(({ instanceName, rebootReason }) => `${instanceName} ${/by (\w+)/.exec(rebootReason!)![1]}`);
  };

  before(async () => { client = await (await services()).connections.client(await emulatorConnection()); });

  it('are rebooted one after the other, all that are selected', async () => {
    const selection = [await instance('StoreFront', 0), await instance('OrderProcessor', 1)];
    const { asked, told } = await run('azureClassic.roleInstances.reboot', [selection[0], selection], [click('Reboot Role Instances')]);
    assert.match(asked[0]!, /^Reboot 2 role instances\?\n[^]*Cloud service: upgrade-service[^]*StoreFront_IN_0, OrderProcessor_IN_1/);
    assert.deepEqual(told, ['StoreFront_IN_0 has been rebooted.', 'OrderProcessor_IN_1 has been rebooted.']);
    assert.deepEqual((await reboots()).slice(-2), ['StoreFront_IN_0 Reboot', 'OrderProcessor_IN_1 Reboot']);
  });

  for (const [verb, title, past, word] of [['reimage', 'Reimage Role Instances', 'reimaged', 'Reimage'], ['rebuild', 'Rebuild Role Instances', 'rebuilt', 'Rebuild']] as const) {
    it(`are ${past} from the palette`, async () => {
      const { told } = await run(`azureClassic.roleInstances.${verb}`, [], [choose(serviceName), choose('Production'), choose('StoreFront_IN_0', 'StoreFront_IN_1'), click(title)]);
      assert.deepEqual(told, [`StoreFront_IN_0 has been ${past}.`, `StoreFront_IN_1 has been ${past}.`]);
      assert.deepEqual((await reboots()).slice(-2), [`StoreFront_IN_0 ${word}`, `StoreFront_IN_1 ${word}`]);
    });

    it(`are left alone after the first that could not be ${past}`, async () => {
      const before = await reboots();
      await inject(`roleInstances.${verb}:500:1`);
      const { told } = await run(`azureClassic.roleInstances.${verb}`, [await row(...slot, 'StoreFront')], [click(title)]);
      assert.match(told.join(), /^[^,]+: this failed\. InternalError: [^,]*\(request \w+\)$/);
      assert.deepEqual(await reboots(), before);
    });
  }

  it('that cannot be rebooted say why', async () => {
    await inject('roleInstances.reboot:fail:1');
    const { told } = await run('azureClassic.roleInstances.reboot', [await instance('StoreFront', 0)], [click('Reboot Role Instances')]);
    assert.match(told.join(), /^Rebooting StoreFront_IN_0: this failed\. /);
  });

  it('are as many as one asks for, with what that takes of the quota', async () => {
    const { asked, told } = await run('azureClassic.deployments.scaleRole', [await row(...slot, 'StoreFront')], [
      refused('many', /whole number/), refused('2', /^Instances of StoreFront now: 2\.$/), refused('90', /^Cores needed for that beside those in use: 88\. Free in the subscription: \d+\.$/), enter('3'),
    ]);
    assert.match(asked[0]!, /^Scale Role: How many instances of StoreFront\? Now: 2 of size Small\. Cores of each: 1; in use in the subscription: \d+ of 20\.$/);
    assert.deepEqual(told, ['StoreFront in the production slot of upgrade-service is scaled. Instances now: 3.']);
    assert.equal((await names()).length, 5);
    const { configuration } = await client.deployments.get({ serviceName, slot: 'Production' });
    assert.equal(configuration, (await readFile(sample('ServiceConfiguration.Cloud.cscfg'), 'utf8')).replace(/(<Role name="StoreFront">[^]*?count=")2/, '$13'), 'nothing else of the text changes');
  });

  it('are asked about before there are fewer, and stay when the service refuses that', async () => {
    await inject('deployments.changeConfiguration:500:1');
    const { asked, told } = await run('azureClassic.deployments.scaleRole', [], [choose(serviceName), choose('Production'), choose('StoreFront'), enter('1'), click('Scale Role')]);
    assert.match(asked.at(-1)!, /^Scale StoreFront down to this number of instances: 1\?[^]*Instances that are deleted, with what is on their disks: 2 of 3\./);
    assert.match(told.join(), /^[^,]+: this failed\. InternalError: .*\(request \w+\)$/);
    assert.equal((await names()).length, 5);
  });

  it('are deleted, exactly those that were chosen', async () => {
    await run('azureClassic.roleInstances.delete', [await instance('StoreFront', 0)], [click('Delete Role Instances')]);
    assert.deepEqual(await names(), ['OrderProcessor_IN_0', 'OrderProcessor_IN_1', 'StoreFront_IN_1', 'StoreFront_IN_2']);
  });

  it('stay when the service refuses to delete the last one', async () => {
    const all = [await instance('OrderProcessor', 0), await instance('OrderProcessor', 1)];
    const { told } = await run('azureClassic.roleInstances.delete', [all[0], all], [click('Delete Role Instances')]);
    assert.match(told.join(), /: this failed\. \w+: .*\(request \w+\)$/);
    assert.equal((await names()).length, 4);
  });

  it('are deleted after their name is typed, or how many they are, for who has set it so', async () => {
    const settings = vscode.workspace.getConfiguration('azureClassic');
    await settings.update('confirmDelete', 'typeName', vscode.ConfigurationTarget.Global);
    try {
      await run('azureClassic.roleInstances.delete', [await instance('StoreFront', 2)], [click('Delete Role Instances'), refused('StoreFront_IN_1', /Type StoreFront_IN_2/), enter('StoreFront_IN_2')]);
      assert.deepEqual(await names(), ['OrderProcessor_IN_0', 'OrderProcessor_IN_1', 'StoreFront_IN_1']);
      const all = [await instance('OrderProcessor', 0), await instance('OrderProcessor', 1)];
      const howMany = [click('Delete Role Instances'), refused(serviceName, /Type 2/), enter('2')];
      await run('azureClassic.roleInstances.delete', [all[0], all], howMany);
      await run('azureClassic.operations.retry', [(await services()).operations.getChildren()[0]], howMany);
    } finally {
      await settings.update('confirmDelete', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
