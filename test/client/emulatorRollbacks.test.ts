import assert from 'node:assert/strict';
import type { Deployment } from '../../src/client/index.ts';
import { configuration } from './emulatorRig.ts';
import { UpgradeRig, after, at, bad, before, conflict, down, names, serviceName, updateOf } from './upgradeRig.ts';

describe('Updates in the emulator', function () {
  this.timeout(30_000);
  const shop = new UpgradeRig();

  describe('rolled back', () => {
    it('bring back package, configuration and label in the domains that had them, one after the other', async () => {
      const was = await shop.get();
      const accepted = await shop.upgrade();
      shop.rig.clock.advance(17);
      assert.equal(updateOf(await shop.get()), 'Auto During 1');
      const rolling = await shop.rollback();
      const { error } = await shop.rig.client.operations.getStatus(accepted);
      const id = rolling.requestId.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      assert.deepEqual([await shop.status(accepted), error], ['Failed', { code: 'ConflictError', message: `The operation with x-ms-requestid ${id} on the same deployment has taken the place of this one.` }]);
      const lines = await shop.watch(26, (each) => [each.status, updateOf(each), each.locked, each.rollbackAllowed].join(' '));
      assert.deepEqual(lines, ['RunningTransitioning Auto Before 0 true false', 'RunningTransitioning Auto During 0 false false', 'RunningTransitioning Auto During 1 false false', 'Running  false false']);
      assert.equal(await shop.status(rolling), 'Succeeded');
      const { lastModifiedTime, ...now } = await shop.get();
      assert.deepEqual({ ...now, lastModifiedTime: was.lastModifiedTime }, was);
      assert.ok(lastModifiedTime! > was.lastModifiedTime!);
    });

    it('leave alone what was not upgraded yet', async () => {
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual' }));
      await shop.rig.finish(await shop.walk(0));
      await shop.rollback();
      const lines = await shop.watch(16, (each) => down(each).join());
      assert.ok(lines.some((line) => line.includes('Web_IN_0')), lines.join(' | '));
      assert.ok(!lines.some((line) => /_IN_[12]/.test(line)), lines.join(' | '));
      assert.deepEqual([(await shop.get()).label, updateOf(await shop.get())], ['Version 1', undefined]);
    });

    it('domain by domain where the rollback is in mode Manual', async () => {
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual' }));
      for (const domain of [0, 1]) await shop.rig.finish(await shop.walk(domain));
      await shop.rig.finish(await shop.rollback('Manual'));
      assert.deepEqual([updateOf(await shop.get()), (await shop.get()).label, (await shop.get()).rollbackAllowed], ['Manual Before 0', 'Version 1', false]);
      await shop.rig.refuses(() => shop.rollback(), { ...conflict, message: 'The deployment has no update under way that could be rolled back.' });
      for (const domain of [0, 1]) await shop.rig.finish(await shop.walk(domain));
      assert.deepEqual([updateOf(await shop.get()), (await shop.get()).status], [undefined, 'Running'], 'the third had not been walked');
    });

    it('at once where no domain had been walked yet', async () => {
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual' }));
      const rolling = await shop.rollback('Manual');
      shop.rig.clock.advance(5);
      assert.deepEqual([await shop.status(rolling), (await shop.get()).status, (await shop.get()).label, down(await shop.get())], ['Succeeded', 'Running', 'Version 1', []]);
    });

    it('only while an update is under way, in a mode there is, and forced where local data is lost', async () => {
      const nothing = { ...conflict, message: 'The deployment has no update under way that could be rolled back.' };
      await shop.rig.refuses(() => shop.rollback(), nothing);
      await shop.stage((text) => text.replace('vmsize="Medium"', 'vmsize="Large"'));
      const accepted = await shop.upgrade({ force: true });
      await shop.rig.refuses(() => shop.rollback(), { ...conflict, message: /exclusive access/ });
      shop.rig.clock.advance(8);
      await shop.rig.refuses(() => shop.rollback('Simultaneous'), { ...bad, message: 'The mode of a rollback has to be Auto or Manual.' });
      const { requestId } = await shop.rollback();
      await assert.rejects(shop.rig.client.operations.wait(requestId), { code: 'BadRequest', message: /^The role size specified for role Worker/ });
      assert.deepEqual([updateOf(await shop.get()), await shop.status(accepted)], ['Auto During 1', 'InProgress'], 'the upgrade went on meanwhile');
      await shop.rig.finish(await shop.rollback('Auto', true));
      assert.equal((await shop.get()).roleInstanceList?.at(-1)?.instanceSize, 'Medium');
      await shop.rig.finish(await shop.upgrade({ force: true }));
      await shop.rig.refuses(() => shop.rollback(), nothing);
    });

    it('as long as there are cores to go back to', async () => {
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual', configuration: configuration({ web: 1, worker: 1 }) }));
      await shop.rig.finish(await shop.rig.client.deployments.create({ serviceName: 'contoso-reports', slot: 'Production', name: 'r1', label: 'r', packageUrl: shop.packageUrl, configuration: configuration({ web: 13, worker: 2 }) }));
      shop.rig.clock.advance(60);
      assert.deepEqual([(await shop.rig.client.subscriptions.get()).currentCoreCount, (await shop.get()).rollbackAllowed], [20, false]);
      await shop.rig.refuses(() => shop.rollback(), { ...conflict, message: 'The deployment has no update under way that could be rolled back.' });
    });

    it('from the package of before, which is kept until then and no longer', async () => {
      const [first] = await shop.packages();
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual' }));
      await shop.deploy('Staging', 'other', false);
      assert.ok((await shop.packages()).includes(first!));
      await shop.rig.finish(await shop.rollback());
      await shop.rig.finish(await shop.rig.client.deployments.delete({ serviceName, slot: 'Staging' }));
      await shop.deploy('Staging', 'another', false);
      assert.deepEqual([(await shop.packages()).includes(first!), (await shop.packages()).length], [true, 2]);
      await shop.rig.finish(await shop.upgrade());
      await shop.rig.finish(await shop.upgrade());
      assert.ok(!(await shop.packages()).includes(first!));
    });
  });

  describe('under way', () => {
    const busy = { ...conflict, message: /^Windows Azure is currently performing an operation with x-ms-requestid [0-9a-f-]{36} on this deployment that requires exclusive access\.$/ };

    it('let nobody else write to the deployment while it is locked', async () => {
      await shop.upgrade();
      await shop.rig.refuses(() => shop.upgrade(), busy);
      await shop.rig.refuses(() => shop.rig.client.deployments.changeConfiguration({ ...at, configuration: after }), busy);
      await shop.rig.refuses(() => shop.rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }), busy);
      await shop.rig.refuses(() => shop.rig.client.deployments.delete(at), busy);
      await shop.rig.refuses(() => shop.rig.client.hostedServices.delete({ serviceName, deleteMedia: true }), { ...conflict, message: /on this hosted service that requires exclusive access/ });
    });

    it('let no instance be touched and no deployments be swapped until the last domain', async () => {
      await shop.deploy('Staging', 'next');
      await shop.rig.finish(await shop.upgrade({ mode: 'Manual' }));
      await shop.rig.finish(await shop.rig.client.reservedIps.create({ name: 'front', location: 'West Europe' }));
      const instance = { ...at, roleInstanceName: 'Web_IN_0' };
      for (const attempt of [
        () => shop.rig.client.reservedIps.associate({ reservedIpName: 'front', serviceName, deploymentName: 'v1' }),
        () => shop.rig.client.roleInstances.reboot(instance),
        () => shop.rig.client.roleInstances.reimage(instance),
        () => shop.rig.client.roleInstances.rebuild(instance),
        () => shop.rig.client.roleInstances.delete({ ...at, names: ['Web_IN_0'] }),
        () => shop.rig.client.deployments.swap({ serviceName, production: 'v1', sourceDeployment: 'next' }),
      ]) await shop.rig.refuses(attempt, busy);
      await shop.rig.finish(await shop.rollback());
      await shop.rig.finish(await shop.rig.client.deployments.swap({ serviceName, production: 'v1', sourceDeployment: 'next' }));
      await shop.rig.finish(await shop.rig.client.roleInstances.reboot(instance));
    });

    it('give way to another upgrade, which begins with the first domain again', async () => {
      const first = await shop.upgrade();
      shop.rig.clock.advance(17);
      const second = await shop.upgrade({ label: 'Version 3', mode: 'Manual' });
      assert.equal(await shop.status(first), 'Failed');
      await shop.rig.finish(second);
      assert.deepEqual([updateOf(await shop.get()), (await shop.get()).label], ['Manual Before 0', 'Version 3']);
      await shop.rig.finish(await shop.rollback());
      assert.equal((await shop.get()).label, 'Version 2', 'a rollback goes back to the version that the second one replaced');
    });

    it('go on while the deployment is suspended, and no instance comes up for them', async () => {
      const accepted = await shop.upgrade();
      shop.rig.clock.advance(7);
      const suspending = await shop.rig.client.deployments.updateStatus({ ...at, status: 'Suspended' });
      assert.deepEqual([(await shop.get()).status, (await shop.get()).locked, (await shop.get()).rollbackAllowed], ['Suspending', true, false]);
      await shop.rig.finish(suspending);
      assert.deepEqual([(await shop.get()).status, updateOf(await shop.get())], ['SuspendedTransitioning', 'Auto During 1']);
      const lines = await shop.watch(20, ({ roleInstanceList }) => [...new Set(roleInstanceList?.map(({ instanceStatus }) => instanceStatus))]);
      assert.equal(lines.at(-1), 'StoppedVM');
      assert.ok(!lines.some((line) => line.includes('ReadyRole')));
      assert.deepEqual([await shop.status(accepted), (await shop.get()).status, (await shop.get()).label], ['Succeeded', 'Suspended', 'Version 2']);
    });

    it('keep the extensions that a rollback would bring back', async () => {
      const { client } = shop.rig;
      const remove = () => client.extensions.delete({ serviceName, extensionId: 'RDP-1' });
      const unknown = { status: 404, code: 'ResourceNotFound', message: 'The extension ID RDP-1 in the extension configuration is invalid.' };
      const using = (id: string) => ({ extensionConfiguration: { allRoles: [{ id }] } });
      await shop.rig.refuses(() => shop.upgrade(using('RDP-1')), unknown);
      for (const id of ['RDP-1', 'RDP-2']) await shop.rig.finish(await client.extensions.add({ serviceName, type: 'RDP', id }));
      await shop.rig.finish(await shop.upgrade(using('RDP-1')));
      await shop.rig.finish(await shop.upgrade({ ...using('RDP-2'), mode: 'Manual' }));
      await shop.rig.refuses(remove, { ...conflict, message: 'The extension ID RDP-1 is already in use for this deployment.' });
      for (const domain of [0, 1, 2]) await shop.rig.finish(await shop.walk(domain));
      await shop.rig.finish(await remove());
      await shop.rig.refuses(() => shop.upgrade(using('RDP-1')), unknown);
    });

    it('end with the deployment that is deleted, alone or with its cloud service', async () => {
      const accepted = await shop.upgrade();
      shop.rig.clock.advance(7);
      await shop.rig.finish(await shop.rig.client.deployments.delete(at));
      assert.equal(await shop.status(accepted), 'Failed');
      shop.rig.clock.advance(60);
      await shop.rig.refuses(() => shop.get(), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
      await shop.deploy();
      await shop.upgrade();
      shop.rig.clock.advance(7);
      await shop.rig.finish(await shop.rig.client.hostedServices.delete({ serviceName, deleteMedia: true }));
      shop.rig.clock.advance(60);
      await shop.rig.refuses(() => shop.rig.client.hostedServices.get({ serviceName }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
    });
  });

  describe('of the configuration alone', () => {
    const change = (text: string, mode?: string) => shop.rig.client.deployments.changeConfiguration({ ...at, configuration: text, mode });

    it('pass through the domains within one operation, and instances stay ready', async () => {
      await change(after);
      const seen: Deployment[] = [];
      for (let step = 0; step <= 22; step++) {
        seen.push(await shop.get());
        shop.rig.clock.advance(0.5);
      }
      assert.deepEqual([...new Set(seen.map((each) => [each.status, updateOf(each), each.locked, each.rollbackAllowed].join(' ')))], [
        'RunningTransitioning Auto Before 0 true false', 'RunningTransitioning Auto During 0 false true', 'RunningTransitioning Auto During 1 false true', 'RunningTransitioning Auto During 2 false true', 'Running  false false',
      ]);
      assert.deepEqual(seen.flatMap(down), []);
    });

    it('wait in mode Manual, and instances that it added are taken away by a rollback', async () => {
      await shop.rig.finish(await change(configuration({ web: 5, worker: 1 }), 'Manual'));
      shop.rig.clock.advance(60);
      assert.deepEqual([updateOf(await shop.get()), names(await shop.get())], ['Manual Before 0', ['Web_IN_0', 'Web_IN_1', 'Web_IN_2', 'Web_IN_3', 'Web_IN_4', 'Worker_IN_0']]);
      await shop.rig.finish(await shop.walk(0));
      await shop.rig.finish(await shop.rollback());
      assert.deepEqual(names(await shop.get()), ['Web_IN_0', 'Web_IN_1', 'Web_IN_2', 'Worker_IN_0', 'Worker_IN_1']);
      assert.equal((await shop.get()).configuration, before);
      shop.rig.clock.advance(60);
      assert.deepEqual([(await shop.get()).status, down(await shop.get())], ['Running', []]);
    });

    it('all at once in mode Simultaneous', async () => {
      const accepted = await change(after, 'Simultaneous');
      shop.rig.clock.advance(6);
      assert.equal(updateOf(await shop.get()), 'Simultaneous During 0');
      await shop.rig.finish(accepted);
      assert.equal((await shop.get()).status, 'Running');
    });

    it('leave the deployment in transition until what they added has arrived, as was recorded', async () => {
      await shop.rig.finish(await change(configuration({ web: 4, worker: 2 })));
      const now = await shop.get();
      assert.deepEqual([now.status, now.locked, now.rollbackAllowed, updateOf(now), down(now)], ['RunningTransitioning', false, false, undefined, ['Web_IN_3']]);
      shop.rig.clock.advance(60);
      assert.equal((await shop.get()).status, 'Running');
    });

    it('put on another guest operating system domain by domain', async () => {
      await change(configuration({ web: 3, worker: 2, attributes: 'osFamily="4" osVersion="*"' }));
      const lines = await shop.watch(36, (each) => [updateOf(each), down(each)].join(' '));
      assert.deepEqual(lines.filter((line) => line.includes('_IN_')).map((line) => line.split(' ')[2]).filter((each, i, all) => each !== all[i - 1]), ['0', '1', '2']);
      assert.match((await shop.get()).roleList?.[0]?.osVersion ?? '', /^WA-GUEST-OS-4\./);
    });
  });
});
