import assert from 'node:assert/strict';
import type { Deployment } from '../../src/client/index.ts';
import { packageSasUrl } from '../../src/staging/index.ts';
import { configuration, definition, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const serviceName = 'contoso-shop';
const at = { serviceName, slot: 'Production' as const };
const bad = { status: 400, code: 'BadRequest' };

const names = ({ roleInstanceList = [] }: Deployment) => roleInstanceList.map(({ instanceName }) => instanceName);
const statusOf = ({ roleInstanceList = [] }: Deployment, name: string) => {
  const found = roleInstanceList.find(({ instanceName }) => instanceName === name);
  return `${found?.instanceStatus} ${found?.powerState}`;
};

let rig: Rig;
let packageUrl: string;
let packageBytes: Buffer;
const get = () => rig.client.deployments.get(at);
const create = (startDeployment = true) =>
  rig.client.deployments.create({ ...at, name: 'v1', label: 'Version 1', packageUrl, configuration: configuration({ web: 4, worker: 2 }), startDeployment });

async function start(): Promise<void> {
  rig = await startRig({ operationSeconds: 10 });
  packageBytes = await shopPackage();
  packageUrl = await rig.stage(packageBytes);
  await rig.finish(await create());
  rig.clock.advance(60);
}

describe('Role instances in the emulator', function () {
  this.timeout(30_000);
  beforeEach(start);
  afterEach(() => rig.stop());

  /** The states of an instance from the request to the end of the operation, while the others stay ready. */
  async function restart(operation: 'reboot' | 'reimage' | 'rebuild', name: string): Promise<string[]> {
    const accepted = await rig.client.roleInstances[operation]({ ...at, roleInstanceName: name });
    const seen = new Set<string>();
    for (let second = 0; second < 10; second++) {
      const now = await get();
      assert.deepEqual([now.status, now.locked], ['Running', true]);
      assert.deepEqual(now.roleInstanceList?.filter(({ instanceStatus, instanceName }) => instanceName !== name && instanceStatus !== 'ReadyRole'), []);
      seen.add(statusOf(now, name));
      rig.clock.advance(1);
    }
    assert.equal((await rig.client.operations.getStatus(accepted)).status, 'Succeeded');
    assert.equal((await get()).locked, false);
    return [...seen.add(statusOf(await get(), name))];
  }

  it('are rebooted: the machine stops and starts, and the role with it', async () => {
    assert.deepEqual(await restart('reboot', 'Web_IN_1'), ['StoppingRole Started', 'StoppingVM Stopping', 'StartingVM Starting', 'StartingRole Started', 'BusyRole Started', 'ReadyRole Started']);
  });

  it('are reimaged and rebuilt: the machine is made anew', async () => {
    const way = ['StoppingRole Started', 'StoppingVM Stopping', 'CreatingVM Starting', 'StartingVM Starting', 'CreatingRole Started', 'StartingRole Started', 'BusyRole Started', 'ReadyRole Started'];
    assert.deepEqual(await restart('reimage', 'Worker_IN_0'), way);
    assert.deepEqual(await restart('rebuild', 'Web_IN_3'), way);
  });

  it('are found by the name of the deployment too, and whatever the case of their own', async () => {
    const where = { serviceName, deploymentName: 'V1', roleInstanceName: 'WEB_in_0' };
    for (const operation of ['reboot', 'reimage', 'rebuild'] as const) await rig.finish(await rig.client.roleInstances[operation](where));
    await rig.finish(await rig.client.roleInstances.delete({ serviceName, deploymentName: 'v1', names: ['web_in_0'] }));
    assert.ok(!names(await get()).includes('Web_IN_0'));
  });

  it('are refused where there is none of that name, where it stands still, or something is going on', async () => {
    const unknown = { status: 404, code: 'ResourceNotFound', message: 'The deployment has no role instance named Web_IN_7.' };
    for (const operation of ['reboot', 'reimage', 'rebuild'] as const) await rig.refuses(() => rig.client.roleInstances[operation]({ ...at, roleInstanceName: 'Web_IN_7' }), unknown);
    await rig.refuses(() => rig.client.roleInstances.reboot({ serviceName, slot: 'Staging', roleInstanceName: 'Web_IN_0' }), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
    const accepted = await rig.client.roleInstances.reboot({ ...at, roleInstanceName: 'Web_IN_0' });
    const busy = { status: 409, code: 'ConflictError', message: /exclusive access/ };
    await rig.refuses(() => rig.client.roleInstances.reimage({ ...at, roleInstanceName: 'Web_IN_1' }), busy);
    await rig.refuses(() => rig.client.roleInstances.delete({ ...at, names: ['Web_IN_1'] }), busy);
    await rig.refuses(() => rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }), busy);
    await rig.finish(accepted);
    await rig.finish(await rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }));
    rig.clock.advance(60);
    await rig.refuses(() => rig.client.roleInstances.reboot({ ...at, roleInstanceName: 'Web_IN_0' }), { status: 409, code: 'ConflictError', message: 'The deployment is suspended, so that its role instance Web_IN_0 is not running.' });
  });

  it('are deleted one by one, and the configuration has so many less', async () => {
    const accepted = await rig.client.roleInstances.delete({ ...at, names: ['Web_IN_0', 'Web_IN_2', 'Worker_IN_1', 'Web_IN_0'] });
    const now = await get();
    assert.deepEqual([now.status, now.locked, statusOf(now, 'Web_IN_0'), statusOf(now, 'Web_IN_1')], ['RunningTransitioning', true, 'StoppingRole Started', 'ReadyRole Started']);
    await rig.finish(accepted);
    assert.deepEqual([...names(await get()), (await get()).status], ['Web_IN_1', 'Web_IN_3', 'Worker_IN_0', 'Running']);
    assert.equal((await get()).configuration, configuration({ web: 2, worker: 1 }), 'the rest of its text is as it was');
    assert.deepEqual((await get()).roleInstanceList?.map(({ instanceUpgradeDomain }) => instanceUpgradeDomain), [1, 0, 0], 'the others stay in their upgrade domains');
    assert.equal((await rig.client.subscriptions.get()).currentCoreCount, 4);

    await rig.finish(await rig.client.deployments.changeConfiguration({ ...at, configuration: configuration({ web: 3, worker: 1 }) }));
    assert.deepEqual(names(await get()), ['Web_IN_0', 'Web_IN_1', 'Web_IN_3', 'Worker_IN_0'], 'a new one takes the first free place');
    await rig.finish(await rig.client.deployments.changeConfiguration({ ...at, configuration: configuration({ web: 2, worker: 1 }) }));
    assert.deepEqual(names(await get()), ['Web_IN_1', 'Web_IN_3', 'Worker_IN_0'], 'the newest goes first');
  });

  it('are not deleted where one is unknown, none is named, or a role would have none left', async () => {
    const remove = (...instances: string[]) => () => rig.client.roleInstances.delete({ ...at, names: instances });
    await rig.refuses(remove('Web_IN_0', 'Web_IN_9'), { status: 404, code: 'ResourceNotFound', message: 'The deployment has no role instance named Web_IN_9.' });
    await rig.refuses(remove(), { ...bad, message: 'Name at least one role instance to delete.' });
    await rig.refuses(remove('Web_IN_0', 'Worker_IN_0', 'Worker_IN_1'), { ...bad, message: 'The role Worker has to keep at least one instance.' });
  });

  it('are on their way again after a restart of the emulator', async () => {
    const accepted = await rig.client.roleInstances.reimage({ ...at, roleInstanceName: 'Web_IN_1' });
    rig.clock.advance(4);
    const was = await rig.snapshot();
    await rig.restart();
    assert.deepEqual(await rig.snapshot(), was);
    await rig.finish(accepted);
    assert.equal(statusOf(await get(), 'Web_IN_1'), 'ReadyRole Started');
  });
});

describe('The events of a deployment in the emulator', function () {
  this.timeout(30_000);
  beforeEach(start);
  afterEach(() => rig.stop());

  const events = async (from: Date, to: Date) => (await rig.client.deployments.listEvents({ ...at, startTime: from, endTime: to })).rebootEvents?.map(({ instanceName }) => instanceName);
  const now = () => new Date(rig.clock.now());

  it('are its reboots in the time asked for, and go with it', async () => {
    const begin = now();
    assert.deepEqual(await events(begin, now()), []);
    await rig.finish(await rig.client.roleInstances.reboot({ ...at, roleInstanceName: 'Web_IN_1' }));
    rig.clock.advance(3600);
    const middle = now();
    rig.clock.advance(1);
    await rig.finish(await rig.client.roleInstances.reimage({ ...at, roleInstanceName: 'Worker_IN_0' }));
    await rig.finish(await rig.client.roleInstances.rebuild({ ...at, roleInstanceName: 'Web_IN_0' }));
    await rig.send('/_emulator/faults', { method: 'POST', body: 'roleInstances.reboot:fail:1' });
    const failing = await rig.client.roleInstances.reboot({ ...at, roleInstanceName: 'Web_IN_2' });
    await assert.rejects(rig.client.operations.wait(failing.requestId), { code: 'InternalError' });
    rig.clock.advance(5);
    assert.deepEqual(await events(begin, now()), ['Web_IN_1', 'Worker_IN_0', 'Web_IN_0'], 'one that failed did not happen');
    assert.deepEqual(await events(begin, middle), ['Web_IN_1']);
    assert.deepEqual(await events(middle, now()), ['Worker_IN_0', 'Web_IN_0']);
    assert.deepEqual((await rig.client.deployments.listEvents({ serviceName, deploymentName: 'v1', startTime: begin, endTime: middle })).rebootEvents?.length, 1);
    await rig.restart();
    assert.equal((await events(begin, now()))?.length, 3);
    await rig.finish(await rig.client.deployments.delete(at));
    await rig.finish(await create());
    assert.deepEqual(await events(begin, now()), []);
  });

  it('read byte for byte as they were recorded', async () => {
    const path = (from: string) => `/{sub}/services/hostedservices/${serviceName}/deploymentslots/Production/events?starttime=${from}&endtime=2099-01-01T00:00:00.0000000Z`;
    const namespaces = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    assert.equal((await rig.send(path('2016-01-19T18:49:52.1395499Z'))).body, `<DeploymentEventCollection ${namespaces}><RebootEvents/></DeploymentEventCollection>`);
    const started = now().toISOString().replace(/\.\d+Z/, 'Z');
    await rig.finish(await rig.client.roleInstances.reboot({ ...at, roleInstanceName: 'Web_IN_1' }));
    assert.equal((await rig.send(path('2016-01-19T18:49:52.1395499Z'))).body, `<DeploymentEventCollection ${namespaces}><RebootEvents><RebootEvent><RoleName>Web</RoleName><InstanceName>Web_IN_1</InstanceName>`
      + `<RebootReason>Role instance rebooted by Reboot Role Instance.</RebootReason><RebootStartTime>${started}</RebootStartTime></RebootEvent></RebootEvents></DeploymentEventCollection>`);
  });

  it('are refused without the time, or for a deployment that is not there', async () => {
    const { status, body } = await rig.send(`/{sub}/services/hostedservices/${serviceName}/deploymentslots/Production/events?starttime=2016-01-19T18:49:52Z`);
    assert.equal(status, 400);
    assert.match(body, /<Code>MissingOrInvalidRequiredQueryParameter<\/Code>/);
    assert.equal((await rig.send(`/{sub}/services/hostedservices/${serviceName}/deploymentslots/Production/events?starttime=then&endtime=now`)).status, 400);
    await rig.refuses(() => rig.client.deployments.listEvents({ serviceName, slot: 'Staging', startTime: now(), endTime: now() }), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
  });
});

describe('The package of a deployment in the emulator', function () {
  this.timeout(30_000);
  beforeEach(start);
  afterEach(() => rig.stop());

  const container = () => packageUrl.slice(0, packageUrl.lastIndexOf('/'));
  const getPackage = (containerUri = container(), overwriteExisting?: boolean) => rig.client.deployments.getPackage({ ...at, containerUri, overwriteExisting });
  async function read(blob: string): Promise<Buffer> {
    const key = (await rig.client.storageAccounts.getKeys({ serviceName: 'contosopackages' })).storageServiceKeys.primary;
    const answer = await fetch(await packageSasUrl({ account: { name: 'contosopackages', key, blobEndpoint: `${rig.emulator.blobEndpoint}/contosopackages` }, url: `${container()}/${blob}` }));
    assert.equal(answer.status, 200, blob);
    return Buffer.from(await answer.arrayBuffer());
  }

  it('is written into a container, with the configuration as it is now', async () => {
    const scaled = configuration({ web: 3, worker: 2 });
    await rig.finish(await rig.client.deployments.changeConfiguration({ ...at, configuration: scaled }));
    const accepted = await getPackage();
    assert.equal((await get()).locked, true);
    await rig.finish(accepted);
    assert.ok((await read('v1.cspkg')).equals(packageBytes));
    assert.equal((await read('v1.cscfg')).toString(), scaled);
  });

  it('overwrites what is there only where that is allowed', async () => {
    await rig.finish(await getPackage());
    await rig.refuses(() => getPackage(), { status: 409, code: 'ConflictError', message: `There is already a blob at ${container()}/v1.cspkg; it is only overwritten where overwriteExisting is true.` });
    const scaled = configuration({ web: 2, worker: 2 });
    await rig.finish(await rig.client.deployments.changeConfiguration({ ...at, configuration: scaled }));
    await rig.refuses(() => getPackage(container(), false), { status: 409, code: 'ConflictError', message: /^There is already a blob/ });
    await rig.finish(await getPackage(container(), true));
    assert.equal((await read('v1.cscfg')).toString(), scaled);
    assert.ok((await read('v1.cspkg')).equals(packageBytes));
  });

  it('is that of the upgrade that the deployment got last', async () => {
    const next = await shopPackage(definition().replace('port="80"', 'port="81"'));
    await rig.finish(await rig.client.deployments.upgrade({ ...at, packageUrl: await rig.stage(next), configuration: configuration({ web: 4, worker: 2 }), label: 'Version 2', force: false }));
    await rig.finish(await getPackage());
    assert.ok((await read('v1.cspkg')).equals(next));
  });

  it('goes to the address of the real service too, even with the blanks after it that were recorded', async () => {
    const real = container().replace(/^http:\/\/127\.0\.0\.1:\d+\/contosopackages/, 'http://contosopackages.blob.core.windows.net');
    const { status } = await rig.send(`/{sub}/services/hostedservices/${serviceName}/deployments/v1/package?containerUri=${encodeURIComponent(real).replace('%3A', ':')}%20+&overwriteExisting=true`, { method: 'POST' });
    assert.equal(status, 202);
    assert.ok((await read('v1.cspkg')).equals(packageBytes));
  });

  it('is refused where the container is none of ours, or something is going on', async () => {
    await rig.refuses(() => getPackage(`${container()}-missing`), { ...bad, message: 'The package cannot be written into the container. There is no such container.' });
    await rig.refuses(() => getPackage(container().replace('contosopackages', 'nobody')), { ...bad, message: 'The package cannot be written into the container. The subscription has no storage account named nobody.' });
    for (const uri of ['https://example.com/c', 'nonsense', '']) await rig.refuses(() => getPackage(uri), { ...bad, message: /^The package cannot be written into the container\. It is not the URL of a container of this store/ });
    await rig.refuses(() => rig.client.deployments.getPackage({ serviceName, slot: 'Staging', containerUri: container() }), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
    await rig.client.roleInstances.reboot({ ...at, roleInstanceName: 'Web_IN_0' });
    await rig.refuses(() => getPackage(), { status: 409, code: 'ConflictError', message: /exclusive access/ });
  });
});
