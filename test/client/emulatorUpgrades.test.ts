import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deployment } from '../../src/client/index.ts';
import { configuration } from './emulatorRig.ts';
import { UpgradeRig, after, at, bad, conflict, down, endpoints, names, serviceName, updateOf } from './upgradeRig.ts';

describe('Upgrades in the emulator', function () {
  this.timeout(30_000);
  const shop = new UpgradeRig();

  describe('in mode Auto', () => {
    it('go through the upgrade domains one after the other, and only instances of the present one are down', async () => {
      const accepted = await shop.upgrade();
      const seen: Deployment[] = [];
      for (let second = 0; second <= 36; second++) {
        seen.push(await shop.get());
        assert.equal(await shop.status(accepted), second < 35 ? 'InProgress' : 'Succeeded', `after ${second} s`);
        shop.rig.clock.advance(1);
      }
      assert.deepEqual([...new Set(seen.map((each) => [each.status, updateOf(each), each.locked, each.rollbackAllowed].join(' ')))], [
        'RunningTransitioning Auto Before 0 true false',
        'RunningTransitioning Auto During 0 false true',
        'RunningTransitioning Auto During 1 false true',
        'RunningTransitioning Auto During 2 false true',
        'Running  false false',
      ]);
      for (const each of seen) {
        for (const { instanceStatus, instanceUpgradeDomain } of each.roleInstanceList ?? []) {
          if (instanceStatus !== 'ReadyRole') assert.equal(instanceUpgradeDomain, each.upgradeStatus?.currentUpgradeDomain);
        }
      }
      assert.deepEqual([...new Set(seen.flatMap(down))], ['Web_IN_0', 'Worker_IN_0', 'Web_IN_1', 'Worker_IN_1', 'Web_IN_2']);
      const way = [...new Set(seen.map(({ roleInstanceList }) => `${roleInstanceList?.[0]?.instanceStatus} ${roleInstanceList?.[0]?.powerState}`))];
      assert.deepEqual(way, ['ReadyRole Started', 'StoppingRole Started', 'CreatingRole Started', 'StartingRole Started', 'BusyRole Started'], 'the machine goes on');
    });

    it('leave another package, configuration, label and properties', async () => {
      const [was] = [await shop.get()];
      const extensionConfiguration = { allRoles: [{ id: 'RDP-1' }], namedRoles: [] };
      await shop.rig.finish(await shop.rig.client.extensions.add({ serviceName, type: 'RDP', id: 'RDP-1' }));
      await shop.rig.finish(await shop.upgrade({ extendedProperties: [{ name: 'build', value: '2' }], extensionConfiguration }));
      const now = await shop.get();
      assert.deepEqual([now.label, now.configuration, endpoints(now), now.extendedProperties, now.extensionConfiguration], ['Version 2', after, [8172, 80], [{ name: 'build', value: '2' }], extensionConfiguration]);
      assert.deepEqual([now.privateId, now.name, now.url, now.virtualIPs, now.createdTime], [was!.privateId, was!.name, was!.url, was!.virtualIPs, was!.createdTime]);
      assert.deepEqual(now.roleInstanceList?.map(({ ipAddress }) => ipAddress), was!.roleInstanceList?.map(({ ipAddress }) => ipAddress));
      await shop.rig.finish(await shop.rig.client.deployments.upgrade({ serviceName, deploymentName: 'V1', packageUrl: shop.packageUrl, configuration: after, label: 'Version 3', force: true }));
      assert.deepEqual([(await shop.get()).label, (await shop.get()).extensionConfiguration], ['Version 3', extensionConfiguration], 'addressed by name, Auto when no mode is given');
    });

    it('are told by Get Deployment in the element UpgradeStatus, after the instances', async () => {
      await shop.upgrade();
      shop.rig.clock.advance(20);
      const { body } = await shop.rig.send(`/{sub}/services/hostedservices/${serviceName}/deploymentslots/Production`);
      assert.ok(body.includes('</RoleInstanceList><UpgradeStatus><UpgradeType>Auto</UpgradeType><CurrentUpgradeDomainState>During</CurrentUpgradeDomainState><CurrentUpgradeDomain>1</CurrentUpgradeDomain></UpgradeStatus><UpgradeDomainCount>3</UpgradeDomainCount>'), body);
    });

    it('bring instances up and take them away where the configuration or the package says so', async () => {
      await shop.stage((text) => text.replace('<WorkerRole name="Worker" vmsize="Medium" />', '<WorkerRole name="Batch" vmsize="Small" />'));
      const accepted = await shop.upgrade({ configuration: configuration({ web: 4 }).replace('name="Worker"', 'name="Batch"'), force: true });
      assert.deepEqual(names(await shop.get()), ['Web_IN_0', 'Web_IN_1', 'Web_IN_2', 'Web_IN_3', 'Batch_IN_0', 'Worker_IN_0', 'Worker_IN_1']);
      assert.deepEqual(down(await shop.get()), ['Web_IN_3', 'Batch_IN_0', 'Worker_IN_0', 'Worker_IN_1']);
      await shop.rig.finish(accepted);
      assert.deepEqual([...names(await shop.get()), (await shop.get()).status], ['Web_IN_0', 'Web_IN_1', 'Web_IN_2', 'Web_IN_3', 'Batch_IN_0', 'Running']);
      assert.equal((await shop.rig.client.subscriptions.get()).currentCoreCount, 5);
    });

    it('go on where they would be by the clock after a restart of the emulator', async () => {
      const accepted = await shop.upgrade();
      shop.rig.clock.advance(17);
      const was = await shop.rig.snapshot();
      await shop.rig.restart({ operationSeconds: 0 });
      assert.deepEqual(await shop.rig.snapshot(), was);
      shop.rig.clock.advance(10);
      await shop.rig.restart();
      assert.deepEqual([updateOf(await shop.get()), down(await shop.get()), await shop.status(accepted)], ['Auto During 2', ['Web_IN_2'], 'InProgress']);
      shop.rig.clock.advance(8);
      assert.deepEqual([updateOf(await shop.get()), down(await shop.get()), await shop.status(accepted)], [undefined, [], 'Succeeded']);
    });

    it('of a suspended deployment pass through the domains too, and stop nothing', async () => {
      await shop.rig.finish(await shop.rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }));
      shop.rig.clock.advance(60);
      await shop.upgrade();
      assert.deepEqual(await shop.watch(36, (each) => [each.status, updateOf(each), ...new Set(each.roleInstanceList?.map(({ instanceStatus }) => instanceStatus))]), [
        'SuspendedTransitioning,Auto Before 0,StoppedVM', 'SuspendedTransitioning,Auto During 0,StoppedVM', 'SuspendedTransitioning,Auto During 1,StoppedVM', 'SuspendedTransitioning,Auto During 2,StoppedVM', 'Suspended,,StoppedVM',
      ]);
    });
  });

  it('begin from a state file of before, too', async () => {
    await shop.rig.emulator.stop();
    const file = path.join(shop.rig.directory, 'state.json');
    const state = JSON.parse(await readFile(file, 'utf8'), function (this: object, key, value: unknown) { return ['packageId', 'localStorage', 'kind'].includes(key) ? undefined : value; });
    await writeFile(file, JSON.stringify(state));
    await shop.rig.restart();
    await shop.rig.finish(await shop.rig.client.deployments.getPackage({ ...at, containerUri: shop.packageUrl.slice(0, shop.packageUrl.lastIndexOf('/')) }));
    await shop.rig.finish(await shop.upgrade());
    assert.deepEqual([(await shop.get()).label, endpoints(await shop.get())], ['Version 2', [8172, 80]]);
  });

  describe('in mode Manual', () => {
    it('wait for each upgrade domain to be walked, in order, each by an operation of its own', async () => {
      const accepted = await shop.upgrade({ mode: 'Manual' });
      await shop.rig.refuses(() => shop.walk(0), { ...conflict, message: /exclusive access/ });
      shop.rig.clock.advance(5);
      assert.equal(await shop.status(accepted), 'Succeeded');
      shop.rig.clock.advance(1000);
      for (const domain of [0, 1, 2]) {
        const waiting = await shop.get();
        assert.deepEqual([waiting.status, updateOf(waiting), waiting.locked, waiting.rollbackAllowed, down(waiting)], ['RunningTransitioning', `Manual Before ${domain}`, false, true, []]);
        await shop.rig.refuses(() => shop.walk(domain + 1), { ...bad, message: `The upgrade domains have to be walked in order: it is the turn of ${domain}, not of ${domain + 1}.` });
        const walking = await shop.walk(domain);
        shop.rig.clock.advance(2);
        assert.equal(updateOf(await shop.get()), `Manual During ${domain}`);
        assert.deepEqual(new Set((await shop.get()).roleInstanceList?.filter(({ instanceStatus }) => instanceStatus !== 'ReadyRole').map(({ instanceUpgradeDomain }) => instanceUpgradeDomain)), new Set([domain]));
        const id = walking.requestId.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
        await shop.rig.refuses(() => shop.walk(domain), { ...conflict, message: `Windows Azure is currently performing an operation with x-ms-requestid ${id} on this deployment that requires exclusive access.` });
        assert.equal(await shop.status(walking), 'InProgress');
        await shop.rig.finish(walking);
      }
      const done = await shop.get();
      assert.deepEqual([done.status, updateOf(done), done.rollbackAllowed, down(done)], ['Running', undefined, false, []]);
      await shop.rig.refuses(() => shop.walk(0), { ...conflict, message: 'The deployment has no update in mode Manual under way whose upgrade domains could be walked.' });
    });

    it('wait over a restart of the emulator, and a walk goes on over it', async () => {
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual' }));
      await shop.rig.restart();
      const walking = await shop.rig.client.deployments.walkUpgradeDomain({ serviceName, deploymentName: 'v1', upgradeDomain: 0 });
      shop.rig.clock.advance(6);
      const was = await shop.rig.snapshot();
      await shop.rig.restart();
      assert.deepEqual(await shop.rig.snapshot(), was);
      await shop.rig.finish(walking);
      assert.equal(updateOf(await shop.get()), 'Manual Before 1');
    });

    it('are not walked where nothing or another mode is under way', async () => {
      const nothing = { ...conflict, message: 'The deployment has no update in mode Manual under way whose upgrade domains could be walked.' };
      await shop.rig.refuses(() => shop.walk(0), nothing);
      await shop.upgrade();
      shop.rig.clock.advance(6);
      await shop.rig.refuses(() => shop.walk(0), nothing);
    });
  });

  it('are done before the first poll where operations take no time, and wait in mode Manual all the same', async () => {
    await shop.rig.restart({ operationSeconds: 0 });
    const accepted = await shop.upgrade();
    assert.deepEqual([await shop.status(accepted), (await shop.get()).status, updateOf(await shop.get()), down(await shop.get())], ['Succeeded', 'Running', undefined, []]);
    await shop.upgrade({ mode: 'Manual' });
    for (const domain of [0, 1, 2]) {
      assert.equal(updateOf(await shop.get()), `Manual Before ${domain}`);
      assert.equal(await shop.status(await shop.walk(domain)), 'Succeeded');
    }
    assert.equal((await shop.get()).status, 'Running');
  });

  it('in mode Simultaneous take all instances down at once', async () => {
    const accepted = await shop.upgrade({ mode: 'Simultaneous' });
    shop.rig.clock.advance(9);
    assert.deepEqual([updateOf(await shop.get()), down(await shop.get()).length], ['Simultaneous During 0', 5]);
    shop.rig.clock.advance(6);
    assert.deepEqual([updateOf(await shop.get()), down(await shop.get()), await shop.status(accepted)], [undefined, [], 'Succeeded']);
  });

  it('of a single role leave the others as they are, running and in the package of before', async () => {
    await shop.stage((text) => text.replace('vmsize="Medium"', 'vmsize="Large"'));
    await shop.upgrade({ roleToUpgrade: 'Web' });
    const lines = await shop.watch(36, down);
    assert.ok(lines.some((line) => line.includes('Web_IN_2')) && !lines.some((line) => line.includes('Worker')), lines.join(' | '));
    assert.deepEqual([endpoints(await shop.get()), (await shop.get()).roleInstanceList?.at(-1)?.instanceSize], [[8172, 80], 'Medium']);
    await shop.failsLater(() => shop.upgrade({ roleToUpgrade: 'Ghost' }), { ...bad, message: 'The role Ghost is not both in the deployment and in the package, so it cannot be upgraded alone.' });
  });

  it('are refused at once where mode, label, configuration or package URL is wrong', async () => {
    await shop.rig.refuses(() => shop.upgrade({ mode: 'Sideways' }), { ...bad, message: 'The mode has to be Auto, Manual or Simultaneous.' });
    await shop.rig.refuses(() => shop.upgrade({ label: '' }), { ...bad, message: /^The label of the deployment is invalid/ });
    await shop.rig.refuses(() => shop.upgrade({ configuration: '<oops>' }), { ...bad, message: /^The service configuration is invalid\. / });
    await shop.rig.refuses(() => shop.upgrade({ packageUrl: `${shop.packageUrl}x` }), { ...bad, message: /^The package cannot be read\. There is no blob at / });
    await shop.rig.refuses(() => shop.rig.client.deployments.upgrade({ serviceName, slot: 'Staging', packageUrl: shop.packageUrl, configuration: after, label: 'l', force: false }), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
    assert.equal((await shop.packages()).length, 1, 'nothing of them is kept');
  });

  it('fail in the end where the package is none or does not fit, and all is as it was', async () => {
    shop.packageUrl = await shop.rig.stage(Buffer.from('This is no zip.'));
    await shop.failsLater(shop.upgrade, { ...bad, message: /^The file provided is not a valid service package\./ });
    await shop.stage();
    await shop.failsLater(() => shop.upgrade({ configuration: configuration({ settings: '' }) }), { ...bad, message: /Setting 'Greeting' for role 'Web'/ });
    await shop.failsLater(() => shop.upgrade({ extensionConfiguration: { namedRoles: [{ roleName: 'Ghost' }] } }), { status: 404, code: 'ResourceNotFound', message: 'The role name Ghost in the extension configuration is invalid.' });
    await shop.failsLater(() => shop.upgrade({ configuration: configuration({ web: 17, worker: 2 }) }),
      { ...bad, message: "The subscription policy limit for resource type 'cores count' was exceeded. The limit for resource type 'cores count' is 20 per subscription, the current count is 7, and the requested increment is 14." });
  });

  it('fail where they would lose local data, in the words of the service, unless they are forced', async () => {
    await shop.stage((text) => text.replace('vmsize="Medium"', 'vmsize="Large"'));
    await shop.failsLater(shop.upgrade, { ...bad, message: 'The role size specified for role Worker in the newly uploaded package differs from the role size for this role in the currently deployed service. Changing the size of the role will cause all local data on the role instance to be lost.  Please use the Force flag if you want to allow the loss of local data.' });
    await shop.upgrade({ force: true });
    const lines = await shop.watch(36, ({ roleInstanceList }) => roleInstanceList?.find(({ instanceName }) => instanceName === 'Worker_IN_0')?.instanceStatus);
    assert.ok(lines.includes('CreatingVM'), `the machine is another one: ${lines.join()}`);
    assert.deepEqual([(await shop.get()).roleInstanceList?.at(-1)?.instanceSize, (await shop.rig.client.subscriptions.get()).currentCoreCount], ['Large', 11]);

    await shop.stage((text) => text.replace('<WorkerRole name="Worker" vmsize="Medium" />', ''));
    const webOnly = after.replace(/<Role name="Worker">.*\n/, '\n');
    await shop.failsLater(() => shop.upgrade({ configuration: webOnly }), { ...bad, message: "Removing role Worker will cause loss of data stored locally on instances of the role.  Repeat this operation and specify 'Force'." });
    await shop.rig.finish(await shop.upgrade({ configuration: webOnly, force: true }));
    assert.deepEqual(names(await shop.get()), ['Web_IN_0', 'Web_IN_1', 'Web_IN_2']);
  });

  it('never make local storage smaller nor change the number of upgrade domains, forced or not', async () => {
    const withStorage = (megabytes: number) => (text: string) => text.replace('<ConfigurationSettings>', `<LocalResources><LocalStorage name="Cache" sizeInMB="${megabytes}" /></LocalResources><ConfigurationSettings>`);
    await shop.stage(withStorage(500));
    await shop.rig.finish(await shop.upgrade());
    await shop.stage(withStorage(400));
    await shop.failsLater(() => shop.upgrade({ force: true }), { ...bad, message: 'The local storage Cache of role Web must not become smaller by an upgrade. Deploy to the other slot and swap instead.' });
    await shop.stage();
    await shop.failsLater(() => shop.upgrade({ force: true }), { ...bad, message: /^The local storage Cache of role Web must not become smaller/ });
    await shop.stage((text) => text.replace('upgradeDomainCount="3"', 'upgradeDomainCount="2"'));
    await shop.failsLater(() => shop.upgrade({ force: true }), { ...bad, message: 'The number of upgrade domains must not change by an upgrade: the deployment has 3, the package asks for 2. Deploy to the other slot and swap instead.' });

    await shop.stage(withStorage(600));
    await shop.upgrade();
    shop.rig.clock.advance(10);
    assert.deepEqual([updateOf(await shop.get()), (await shop.get()).rollbackAllowed], ['Auto During 0', false], 'there is no way back to less storage');
    await shop.rig.refuses(() => shop.rollback('Auto', true), { ...conflict, message: 'The deployment has no update under way that could be rolled back.' });
  });
});
