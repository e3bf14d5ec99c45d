import assert from 'node:assert/strict';
import type { Exchange } from '../../src/client/index.ts';
import { ServiceManagementClient } from '../../src/client/index.ts';
import { readFile } from 'node:fs/promises';
import { splitPem } from '../../src/emulator/identity.ts';
import { configuration, shopPackage, startRig, type Rig } from './emulatorRig.ts';

describe('Faults of the emulator', () => {
  let rig: Rig;
  let client: ServiceManagementClient;
  let exchanges: Exchange[];
  before(async () => {
    rig = await startRig({ operationSeconds: 6 });
    client = new ServiceManagementClient({
      subscriptionId: rig.emulator.subscriptionId, endpoint: rig.emulator.endpoint, clock: rig.clock, onExchange: (exchange) => exchanges.push(exchange),
      certificate: splitPem(await readFile(rig.emulator.certificatePath, 'utf8')), ca: await readFile(rig.emulator.caPath, 'utf8'),
    });
  });
  beforeEach(() => { exchanges = []; });
  afterEach(async () => assert.equal((await rig.send('/_emulator/faults')).body, '', 'they are used up'));
  after(async () => { await client.close(); await rig.stop(); });

  const inject = async (spec: string) => assert.deepEqual(await rig.send('/_emulator/faults', { method: 'POST', body: spec }).then(({ status, body }) => ({ status, body })), { status: 200, body: spec });
  const seen = () => exchanges.map(({ status, errorCode }) => status ?? errorCode);
  const groups = async () => (await rig.client.affinityGroups.list()).map(({ name }) => name);

  it('break the connection before or after the request is done', async () => {
    const create = (name: string) => client.affinityGroups.create({ name, label: 'l', location: 'West US' });
    await inject('affinityGroups.create:reset-before:1');
    await assert.rejects(create('before'), { code: 'ConnectionFailed' });
    assert.ok(!(await groups()).includes('before'));
    await inject('affinityGroups.create:reset-after:1');
    await assert.rejects(create('after'), { code: 'ConnectionFailed' });
    assert.ok((await groups()).includes('after'), 'the answer was lost, what it said was not');
    await inject('affinityGroups.list:reset-before:2');
    await client.affinityGroups.list();
    assert.deepEqual(seen().slice(-3), ['ConnectionFailed', 'ConnectionFailed', 200]);
  });

  it('answer with a status, in the words of the service', async () => {
    for (const [kind, code, message] of [
      ['408', 'RequestTimeout', 'The request was not received in time.'], ['429', 'TooManyRequests', 'Too many requests received. Retry after some time.'],
      ['503', 'TooManyRequests', 'Too many requests received. Retry after some time.'], ['500', 'InternalError', 'The server encountered an internal error. Please retry the request.'],
    ] as const) {
      await inject(`locations.list:${kind}:4`);
      await assert.rejects(client.locations.list(), { httpStatus: Number(kind), code, message });
      assert.deepEqual(seen().slice(-4), Array.from({ length: 4 }, () => Number(kind)));
      await inject(`locations.list:${kind}:1`);
      assert.equal((await client.locations.list()).length, 17);
    }
  });

  it('redirect to the same address and to another port, with method, body and query', async () => {
    await inject('affinityGroups.create:307:1');
    await client.affinityGroups.create({ name: 'redirected', label: 'l', location: 'West US' });
    assert.ok((await groups()).includes('redirected'));
    const other = await startRig();
    const port = new URL(other.emulator.endpoint).port;
    await inject(`hostedServices.get:307=${port}:1`);
    const { status, headers, body } = await rig.send('/{sub}/services/hostedservices/contoso-shop?embed-detail=true');
    assert.deepEqual([status, body, headers['location']], [307, '', `https://127.0.0.1:${port}/${rig.emulator.subscriptionId}/services/hostedservices/contoso-shop?embed-detail=true`]);
    await other.stop();
  });

  it('answer late, in part, and with what is no XML', async () => {
    const before = rig.clock.now();
    await inject('locations.list:slow=2500:1');
    await client.locations.list();
    assert.ok(rig.clock.now() - before >= 2500);
    await inject('locations.list:truncate:4');
    await assert.rejects(client.locations.list(), { code: 'ConnectionFailed' });
    await inject('locations.list:malformed:1');
    await assert.rejects(client.locations.list(), { code: 'MalformedAnswer' });
  });

  /** It is accepted, fails in the end, and leaves all as it was. */
  const fails = async (operation: string, attempt: () => Promise<{ requestId: string }>) => {
    await inject(`${operation}:fail:1`);
    const before = await rig.snapshotWithoutDates();
    const { requestId } = await attempt();
    await assert.rejects(rig.client.operations.wait(requestId), { code: 'InternalError', httpStatus: 500, message: 'The server encountered an internal error. Please retry the request.' });
    rig.clock.advance(60);
    assert.deepEqual(await rig.snapshotWithoutDates(), before, operation);
  };

  it('let an asynchronous operation fail, and everything is as it was before', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    const at = { serviceName: 'contoso-shop', slot: 'Production' as const };
    const create = () => rig.client.deployments.create({ ...at, name: 'v1', label: 'v1', packageUrl, configuration: configuration(), startDeployment: true });
    await fails('deployments.create', create);
    await rig.finish(await create());
    rig.clock.advance(60);
    await fails('deployments.changeConfiguration', () => rig.client.deployments.changeConfiguration({ ...at, configuration: configuration({ web: 1, worker: 3 }) }));
    await fails('deployments.updateStatus', () => rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }));
    await fails('deployments.delete', () => rig.client.deployments.delete(at));
    await fails('hostedServices.delete', () => rig.client.hostedServices.delete({ serviceName: 'contoso-shop', deleteMedia: true }));
    await fails('storageAccounts.create', () => rig.client.storageAccounts.create({ serviceName: 'doomed', label: 'l', location: 'West US' }));
    await rig.finish(await rig.client.deployments.create({ ...at, slot: 'Staging', name: 'v2', label: 'v2', packageUrl, configuration: configuration() }));
    rig.clock.advance(60);
    await fails('deployments.swap', () => rig.client.deployments.swap({ serviceName: 'contoso-shop', production: 'v1', sourceDeployment: 'v2' }));
  });

  it('let an upgrade, a step of it or something in its place fail, and everything is as it was before', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    const at = { serviceName: 'contoso-reports', slot: 'Production' as const };
    await rig.finish(await rig.client.deployments.create({ ...at, name: 'v1', label: 'v1', packageUrl, configuration: configuration(), startDeployment: true }));
    rig.clock.advance(60);
    const instance = { ...at, roleInstanceName: 'Web_IN_0' };
    await fails('roleInstances.reboot', () => rig.client.roleInstances.reboot(instance));
    await fails('roleInstances.reimage', () => rig.client.roleInstances.reimage(instance));
    await fails('roleInstances.rebuild', () => rig.client.roleInstances.rebuild(instance));
    await fails('roleInstances.delete', () => rig.client.roleInstances.delete({ ...at, names: ['Web_IN_0'] }));
    await fails('deployments.getPackage', () => rig.client.deployments.getPackage({ ...at, containerUri: packageUrl.slice(0, packageUrl.lastIndexOf('/')) }));
    const upgrade = (mode: string) => rig.client.deployments.upgrade({ ...at, mode, packageUrl, configuration: configuration({ web: 1, worker: 3 }), label: 'v2', force: true });
    for (const mode of ['Auto', 'Manual', 'Simultaneous']) await fails('deployments.upgrade', () => upgrade(mode));
    await rig.finish(await upgrade('Manual'));
    rig.clock.advance(60);
    await fails('deployments.updateStatus', () => rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }));
    await fails('deployments.walkUpgradeDomain', () => rig.client.deployments.walkUpgradeDomain({ ...at, upgradeDomain: 0 }));
    await fails('deployments.rollback', () => rig.client.deployments.rollback({ ...at, mode: 'Auto', force: true }));
    await fails('deployments.delete', () => rig.client.deployments.delete(at));
    await fails('hostedServices.delete', () => rig.client.hostedServices.delete({ serviceName: 'contoso-reports', deleteMedia: true }));
  });

  it('are listed, replaced and cleared by whoever has the certificate, and refused where they make no sense', async () => {
    await inject('deployments.create:reset-after:1,*:slow=200');
    assert.equal((await rig.send('/_emulator/faults')).body, 'deployments.create:reset-after:1,*:slow=200');
    const { status, body } = await rig.send('/_emulator/faults', { method: 'POST', body: 'nobody.does:500' });
    assert.equal(status, 400);
    assert.match(body, /^The fault "nobody\.does:500" is invalid: there is no operation named "nobody\.does"\./);
    assert.equal((await rig.send('/_emulator/faults')).body, 'deployments.create:reset-after:1,*:slow=200', 'a bad one replaces nothing');
    assert.equal((await rig.send('/_emulator/faults', { method: 'DELETE' })).body, '');
    assert.equal((await rig.send('/_emulator/faults', { method: 'PUT' })).status, 400);
    assert.equal((await rig.send('/_emulator/other')).status, 404);
  });
});
