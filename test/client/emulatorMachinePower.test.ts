import assert from 'node:assert/strict';
import type { Rig } from './emulatorRig.ts';
import { arrive, at, changeState, create, created, deployment, failNext, fails, refuses, role, startMachineRig, statuses } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const coresExceeded = (limit: number, current: number, increment: number) => ({
  code: 'BadRequest',
  message: `The subscription policy limit for resource type 'cores count' was exceeded. The limit for resource type 'cores count' is ${limit} per subscription, the current count is ${current}, and the requested increment is ${increment}.`,
});

describe('Starting and stopping virtual machines in the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await startMachineRig();
    await created(rig, [role('web1'), role('web2', { roleSize: 'Medium' })]);
    arrive(rig);
  });
  afterEach(() => rig.stop());

  const machines = () => rig.client.virtualMachines;
  const done = async (accepted: Promise<{ requestId: string }>) => {
    await rig.finish(await accepted);
    arrive(rig);
  };
  const shutdown = (roleName: string, postShutdownAction?: 'Stopped' | 'StoppedDeallocated') => machines().shutdown({ ...at, roleName, postShutdownAction });
  const cores = async () => (await rig.client.subscriptions.get()).currentCoreCount;
  /** All that a machine is on its way. */
  const way = async (accepted: Promise<{ requestId: string }>, roleName = 'web1') => {
    await accepted;
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      const now = (await statuses(rig))[roleName]!;
      if (seen.at(-1) !== now) seen.push(now);
      rig.clock.advance(1);
    }
    return seen;
  };

  it('a stopped machine keeps its cores, a deallocated one gives them back', async () => {
    assert.equal(await cores(), 3);
    assert.deepEqual(await way(shutdown('web1')), ['StoppingVM Stopping', 'StoppedVM Stopped']);
    assert.equal(await cores(), 3);
    assert.deepEqual(await way(shutdown('WEB1', 'StoppedDeallocated')), ['StoppingVM Stopping', 'StoppedDeallocated Stopped']);
    assert.equal(await cores(), 2);
    await done(shutdown('web1'));
    assert.equal((await statuses(rig))['web1'], 'StoppedDeallocated Stopped', 'it stays without hardware');
    assert.deepEqual(await way(machines().start({ ...at, roleName: 'web1' })), ['RoleStateUnknown Starting', 'StartingVM Starting', 'ReadyRole Started']);
    assert.equal(await cores(), 3);
    assert.deepEqual(await way(machines().restart({ ...at, roleName: 'web1' })), ['StoppingVM Stopping', 'StartingVM Starting', 'ReadyRole Started']);
  });

  it('several at once', async () => {
    await done(machines().shutdownRoles({ ...at, roles: ['web1', 'web2', 'web1'], postShutdownAction: 'StoppedDeallocated' }));
    assert.deepEqual(await statuses(rig), { web1: 'StoppedDeallocated Stopped', web2: 'StoppedDeallocated Stopped' });
    const { status, roleInstanceList } = await deployment(rig);
    assert.deepEqual([status, roleInstanceList!.map(({ ipAddress }) => ipAddress), await cores()], ['Suspended', [undefined, undefined], 0]);
    await done(machines().startRoles({ ...at, roles: ['web2'] }));
    assert.deepEqual(await statuses(rig), { web1: 'StoppedDeallocated Stopped', web2: 'ReadyRole Started' });
    assert.equal((await deployment(rig)).status, 'Running');
    await done(machines().shutdownRoles({ ...at, roles: ['web1', 'web2'] }));
    assert.deepEqual(await statuses(rig), { web1: 'StoppedDeallocated Stopped', web2: 'StoppedVM Stopped' });
    assert.equal((await deployment(rig)).status, 'Running');
  });

  it('a restart is one of the events of the deployment', async () => {
    await done(machines().restart({ ...at, roleName: 'WEB1' }));
    const now = rig.clock.now();
    const { rebootEvents } = await rig.client.deployments.listEvents({ ...at, startTime: new Date(now - 1e6), endTime: new Date(now) });
    assert.deepEqual(rebootEvents?.map(({ roleName, instanceName, rebootReason }) => [roleName, instanceName, rebootReason]), [['web1', 'web1', 'Role instance rebooted by Restart Role.']]);
  });

  it('what is so already is left alone', async () => {
    assert.deepEqual(await way(machines().start({ ...at, roleName: 'web1' })), ['ReadyRole Started']);
    await done(shutdown('web1', 'Stopped'));
    assert.deepEqual(await way(shutdown('web1', 'Stopped')), ['StoppedVM Stopped']);
    await done(shutdown('web1', 'StoppedDeallocated'));
    assert.deepEqual(await way(shutdown('web1', 'StoppedDeallocated')), ['StoppedDeallocated Stopped']);
  });

  it('a machine goes to other hardware, and is up again', async () => {
    assert.deepEqual(await way(machines().redeploy({ ...at, roleName: 'web1' })), ['StoppingVM Stopping', 'StartingVM Starting', 'ReadyRole Started']);
  });

  it('no deallocated machine starts where the cores are not enough', async () => {
    await done(shutdown('web2', 'StoppedDeallocated'));
    await changeState(rig, (subscription) => { subscription.quotas.cores = 2; });
    await fails(rig, () => machines().start({ ...at, roleName: 'web2' }), coresExceeded(2, 1, 2));
    assert.equal((await statuses(rig))['web2'], 'StoppedDeallocated Stopped');
    await done(shutdown('web1'));
    await done(machines().start({ ...at, roleName: 'web1' }));
    assert.equal((await statuses(rig))['web1'], 'ReadyRole Started', 'it had kept its own');
  });

  it('nothing is created or added where the cores are not enough', async () => {
    await changeState(rig, (subscription) => { subscription.quotas.cores = 4; });
    await fails(rig, () => machines().add({ ...at, ...role('web3', { roleSize: 'Medium' }) }), coresExceeded(4, 3, 2));
    await rig.finish(await rig.client.deployments.delete({ ...at, deleteMedia: true }));
    await fails(rig, () => create(rig, [role('a', { roleSize: 'Large' }), role('b')]), coresExceeded(4, 0, 5));
  });

  it('a failure leaves machines as they were', async () => {
    for (const [name, attempt] of [
      ['shutdown', () => shutdown('web1', 'StoppedDeallocated')], ['restart', () => machines().restart({ ...at, roleName: 'web1' })], ['redeploy', () => machines().redeploy({ ...at, roleName: 'web1' })],
      ['shutdownRoles', () => machines().shutdownRoles({ ...at, roles: ['web1', 'web2'] })], ['start', () => machines().start({ ...at, roleName: 'web2' })], ['startRoles', () => machines().startRoles({ ...at, roles: ['web2'] })],
    ] as const) {
      if (name === 'start') await done(shutdown('web2'));
      await failNext(rig, `virtualMachines.${name}`);
      await fails(rig, attempt, { code: 'InternalError' });
    }
    assert.deepEqual(await statuses(rig), { web1: 'ReadyRole Started', web2: 'StoppedVM Stopped' });
  });

  it('is refused for what is not there, cannot be, or while something else goes on', async () => {
    const notThere = { ...missing, message: 'Role nobody was not found in the currently deployed service.' };
    for (const attempt of [machines().start, machines().restart, machines().shutdown, machines().redeploy]) await refuses(rig, () => attempt({ ...at, roleName: 'nobody' }), notThere);
    await refuses(rig, () => machines().startRoles({ ...at, roles: ['web1', 'nobody'] }), notThere);
    await refuses(rig, () => machines().shutdownRoles({ ...at, roles: ['nobody'] }), notThere);
    for (const address of [{ ...at, deploymentName: 'nothing' }, { ...at, serviceName: 'contoso-reports' }]) {
      await refuses(rig, () => machines().start({ ...address, roleName: 'web1' }), { ...missing, message: 'No deployments were found.' });
    }
    await refuses(rig, () => shutdown('web1', 'Hibernated' as never), { ...bad, message: 'The post-shutdown action Hibernated has to be Stopped or StoppedDeallocated.' });
    await done(shutdown('web1'));
    for (const attempt of [machines().restart, machines().redeploy]) await refuses(rig, () => attempt({ ...at, roleName: 'web1' }), { ...bad, message: 'The role web1 is not started.' });

    const { requestId } = await machines().start({ ...at, roleName: 'web1' });
    const id = requestId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    for (const attempt of [machines().start, machines().restart, machines().shutdown, machines().delete]) {
      await refuses(rig, () => attempt({ ...at, roleName: 'web1' }), {
        status: 409, code: 'ConflictError', message: `Windows Azure is currently performing an operation with x-ms-requestid ${id} on this deployment that requires exclusive access.`,
      });
    }
  });
});
