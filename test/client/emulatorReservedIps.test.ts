import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { configuration, definition, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };
/** Where contoso-shop is, by its affinity group. */
const location = 'West Europe';
const shop = { serviceName: 'contoso-shop', deploymentName: 'v1' };
const busy = 'Windows Azure is currently performing an operation on this reserved IP that requires exclusive access.';

const reserving = (...names: string[]) => configuration({
  more: `<NetworkConfiguration><AddressAssignments><ReservedIPs>${names.map((name) => `<ReservedIP name="${name}"/>`).join('')}</ReservedIPs></AddressAssignments></NetworkConfiguration>`,
});

describe('Reserved IPs in the emulator', function () {
  this.timeout(30_000);
  let rig: Rig;
  let packageUrl: string;
  beforeEach(async () => {
    rig = await startRig({ operationSeconds: 10 });
    packageUrl = await rig.stage(await shopPackage());
  });
  afterEach(() => rig.stop());

  const api = () => rig.client.reservedIps;
  const reserve = async (name: string, more = {}) => rig.finish(await api().create({ name, location, ...more }));
  const get = (reservedIpName = 'ip') => api().get({ reservedIpName });
  type Creation = Partial<Parameters<Rig['client']['deployments']['create']>[0]>;
  const deploy = (change: Creation = {}) => rig.client.deployments.create({ serviceName: 'contoso-shop', slot: 'Production', name: 'v1', label: 'v1', packageUrl, configuration: configuration(), ...change });
  const deployed = async (change: Creation = {}) => rig.finish(await deploy(change));
  const deployment = (at: { deploymentName?: string; slot?: 'Production' | 'Staging' } = { slot: 'Production' }) => rig.client.deployments.get({ serviceName: 'contoso-shop', ...at } as never);
  const virtualIp = async (...at: Parameters<typeof deployment>) => (await deployment(...at)).virtualIPs?.[0];
  const failNext = (operation: string) => rig.send('/_emulator/faults', { method: 'POST', body: `${operation}:fail:1` });

  it('are made with an address of their own, in the form of the real service', async () => {
    const accepted = await api().create({ name: 'ip', label: 'mylabel', location: 'west europe' });
    assert.equal((await get()).state, 'Creating');
    await rig.refuses(() => api().delete({ reservedIpName: 'ip' }), { ...conflict, message: busy });
    await rig.finish(accepted);
    const { address, id } = await get();
    assert.match(address ?? '', /^198\.1[89]\.\d+\.\d+$/);
    assert.match(id ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const xmlns = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const elements = `<Name>ip</Name><Address>${address}</Address><Id>${id}</Id><Label>mylabel</Label><State>Created</State><Location>West Europe</Location>`;
    assert.equal((await rig.send('/{sub}/services/networking/reservedips/IP')).body, `<ReservedIP ${xmlns}>${elements}</ReservedIP>`);
    assert.equal((await rig.send('/{sub}/services/networking/reservedips')).body, `<ReservedIPs ${xmlns}><ReservedIP>${elements}</ReservedIP></ReservedIPs>`);
    assert.equal((await rig.client.subscriptions.get()).currentReservedIps, 1);
  });

  it('are refused where name, label, location or number are wrong', async () => {
    const create = (change: object) => () => api().create({ name: 'good', location, ...change });
    for (const name of ['', 'two words', '-a', 'a-', 'a/b', 'x'.repeat(64)]) await rig.refuses(create({ name }), { ...bad, message: /^The name of the reserved IP is invalid/ });
    await rig.refuses(create({ label: 'x'.repeat(101) }), { ...bad, message: 'The label of the reserved IP is invalid: it has to have 1 to 100 characters.' });
    await rig.refuses(create({ location: 'Atlantis' }), { ...bad, message: 'The location constraint is not valid' });
    await reserve('taken');
    await rig.refuses(create({ name: 'TAKEN' }), { ...conflict, message: 'A reserved IP named TAKEN already exists in the current subscription.' });
    for (let i = 1; i < 20; i++) await reserve(`ip${i}`);
    await rig.refuses(create({}), {
      ...bad, message: "The subscription policy limit for resource type 'reserved IP count' was exceeded. The limit for resource type 'reserved IP count' is 20 per subscription, the current count is 20, and the requested increment is 1.",
    });
    const unknown = { ...missing, message: 'The reserved IP nobody does not exist.' };
    await rig.refuses(() => get('nobody'), unknown);
    await rig.refuses(() => api().delete({ reservedIpName: 'nobody' }), unknown);
  });

  it('are given up again, and a name is free then', async () => {
    await reserve('ip');
    const first = await get();
    const deleting = await api().delete({ reservedIpName: 'ip' });
    assert.equal((await get()).state, 'Deleting');
    await rig.finish(deleting);
    assert.deepEqual(await api().list(), []);
    await reserve('ip');
    assert.notEqual((await get()).id, first.id);
  });

  it('are given up once where the answer to that was lost', async () => {
    await reserve('ip');
    await rig.send('/_emulator/faults', { method: 'POST', body: 'reservedIps.delete:reset-after:1' });
    assert.deepEqual(await api().delete({ reservedIpName: 'ip' }), { requestId: '' }, 'it is going: nothing is sent again');
    rig.clock.advance(10);
    assert.deepEqual(await api().list(), []);
  });

  it('go to a deployment and away from it, which then gets another address', async () => {
    await deployed();
    await reserve('ip');
    const { address } = await get();
    const former = await virtualIp();
    const associating = await api().associate({ reservedIpName: 'ip', ...shop });
    assert.deepEqual([(await get()).state, (await get()).inUse, (await deployment()).locked], ['Updating', true, true]);
    await rig.refuses(() => rig.client.deployments.delete({ serviceName: 'contoso-shop', slot: 'Production' }), { ...conflict, message: /on this deployment that requires exclusive access/ });
    await rig.refuses(() => api().delete({ reservedIpName: 'ip' }), { ...bad, message: 'The reserved IP ip is in use by the deployment v1 of the hosted service contoso-shop.' });
    await rig.finish(associating);
    assert.deepEqual(await get(), {
      name: 'ip', address, id: (await get()).id, state: 'Created', inUse: true, serviceName: 'contoso-shop', deploymentName: 'v1', location,
    });
    assert.match((await rig.send('/{sub}/services/networking/reservedips/ip', { headers: { 'x-ms-version': '2017-01-01' } })).body,
      /<InUse>true<\/InUse><ServiceName>contoso-shop<\/ServiceName><DeploymentName>v1<\/DeploymentName><Location>West Europe<\/Location><VirtualIPName>ShopContractContract<\/VirtualIPName><\/ReservedIP>$/);
    assert.ok((await rig.send('/{sub}/services/hostedservices/contoso-shop?embed-detail=true')).body.includes(
      `<VirtualIPs><VirtualIP><Address>${address}</Address><IsDnsProgrammed>true</IsDnsProgrammed><Name>ShopContractContract</Name><IsReserved>true</IsReserved><ReservedIPName>ip</ReservedIPName></VirtualIP></VirtualIPs><ReservedIPName>ip</ReservedIPName>`));
    const endpoints = (await deployment()).roleInstanceList?.[0]?.instanceEndpoints;
    assert.deepEqual(endpoints?.map(({ vip }) => vip), [address, address]);

    const leaving = await api().disassociate({ reservedIpName: 'ip', ...shop });
    assert.deepEqual([(await get()).state, (await get()).inUse], ['Updating', true], 'until it is done');
    await rig.finish(leaving);
    assert.deepEqual([(await get()).inUse, (await get()).address], [undefined, address]);
    const after = await virtualIp();
    assert.deepEqual(Object.keys(after ?? {}), ['address', 'isDnsProgrammed', 'name']);
    assert.ok(![address, former?.address].includes(after?.address));
  });

  it('are associated only with a deployment that is there, free, near and has no other', async () => {
    await rig.finish(await rig.client.deployments.create({ serviceName: 'contoso-reports', slot: 'Production', name: 'r', label: 'r', packageUrl, configuration: configuration() }));
    await deployed();
    for (const name of ['ip', 'other']) await reserve(name);
    const associate = (change: object) => () => api().associate({ reservedIpName: 'ip', ...shop, ...change });
    await rig.refuses(associate({ reservedIpName: 'nobody' }), { ...missing, message: 'The reserved IP nobody does not exist.' });
    await rig.refuses(associate({ serviceName: 'nobody' }), { ...missing, message: 'The hosted service does not exist.' });
    await rig.refuses(associate({ deploymentName: 'v2' }), { ...missing, message: 'No deployments were found.' });
    await rig.refuses(associate({ virtualIPName: 'second' }), { ...missing, message: 'The deployment v1 has no virtual IP named second.' });
    await rig.refuses(associate({ serviceName: 'contoso-reports', deploymentName: 'r' }), {
      ...bad, message: 'The reserved IP ip is in West Europe, the hosted service contoso-reports is in North Europe; they have to be in the same location.',
    });
    await rig.finish(await associate({ virtualIPName: 'ShopContractContract' })());
    await rig.refuses(associate({ reservedIpName: 'other' }), { ...bad, message: 'The deployment v1 has the reserved IP ip already. Disassociate that one first.' });
    await deployed({ slot: 'Staging', name: 'v2' });
    await rig.refuses(associate({ deploymentName: 'v2' }), { ...bad, message: 'The reserved IP ip is in use by the deployment v1 of the hosted service contoso-shop.' });
    await rig.refuses(() => api().disassociate({ reservedIpName: 'other', ...shop }), { ...bad, message: 'The deployment v1 does not have the reserved IP other.' });
    await rig.refuses(() => api().disassociate({ reservedIpName: 'ip', ...shop, deploymentName: 'v2' }), { ...bad, message: 'The deployment v2 does not have the reserved IP ip.' });
    await rig.client.deployments.updateStatus({ serviceName: 'contoso-shop', slot: 'Production', status: 'Running' });
    await rig.refuses(() => api().disassociate({ reservedIpName: 'ip', ...shop }), { ...conflict, message: /that requires exclusive access/ });
  });

  it('can be the address that a deployment has already', async () => {
    await deployed();
    const before = await deployment();
    const create = (change: object) => () => api().create({ name: 'ip', location, ...change });
    await rig.refuses(create({ serviceName: 'contoso-shop' }), { ...bad, message: 'ServiceName and DeploymentName say together whose address is to be reserved; specify both or neither.' });
    await rig.refuses(create({ ...shop, location: 'West US' }), { ...bad, message: /^The reserved IP ip is in West US, the hosted service contoso-shop is in West Europe/ });
    await reserve('ip', { label: '', ...shop, virtualIPName: 'ShopContractContract' });
    assert.deepEqual([(await get()).address, (await get()).deploymentName, (await get()).label], [before.virtualIPs?.[0]?.address, 'v1', undefined]);
    await rig.refuses(create({ name: 'again', ...shop }), { ...bad, message: 'The deployment v1 has the reserved IP ip already. Disassociate that one first.' });
    // As PowerShell asks for one without a deployment.
    await reserve('alone', { deploymentName: '' });
    assert.equal((await get('alone')).inUse, undefined);
  });

  it('stay when their deployment goes, and with the slot when deployments change places', async () => {
    await reserve('ip');
    const { address } = await get();
    await deployed({ name: 'old', configuration: reserving('IP') });
    assert.equal((await virtualIp())?.address, address);
    await deployed({ slot: 'Staging', name: 'new' });
    await rig.finish(await rig.client.deployments.swap({ serviceName: 'contoso-shop', production: 'old', sourceDeployment: 'new' }));
    assert.deepEqual([(await get()).deploymentName, (await virtualIp())?.address, (await virtualIp({ slot: 'Staging' }))?.isReserved], ['new', address, undefined]);
    const deleting = await rig.client.deployments.delete({ serviceName: 'contoso-shop', slot: 'Production' });
    assert.equal((await get()).inUse, true);
    await rig.finish(deleting);
    assert.deepEqual([(await get()).inUse, (await get()).address], [undefined, address]);
    for (const _ of [1, 2]) {
      await deployed({ name: 'again' });
      assert.notEqual((await virtualIp())?.address, address, 'nobody else gets it');
      await rig.finish(await rig.client.deployments.delete({ serviceName: 'contoso-shop', slot: 'Production' }));
    }
  });

  it('are named by the configuration of a deployment', async () => {
    await reserve('ip');
    await reserve('far', { location: 'West US' });
    await rig.refuses(() => deploy({ configuration: reserving('nobody') }), { ...missing, message: 'The reserved IP nobody does not exist.' });
    await rig.refuses(() => deploy({ configuration: reserving('far') }), { ...bad, message: /^The reserved IP far is in West US/ });
    await rig.refuses(() => deploy({ configuration: reserving('ip', 'far') }), { ...bad, message: 'The service configuration is invalid. It names more than one reserved IP.' });
    const created = await Promise.allSettled([deploy({ configuration: reserving('ip') }), deploy({ slot: 'Staging', name: 'v2', configuration: reserving('ip') })]);
    assert.deepEqual(created.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'one of two at the same moment');
    rig.clock.advance(10);

    const { deploymentName } = await get();
    const change = (text: string) => rig.client.deployments.changeConfiguration({ serviceName: 'contoso-shop', deploymentName: deploymentName!, configuration: text });
    await rig.refuses(() => change(reserving('far')), { ...bad, message: /^A deployment stays in its virtual network and with its public address/ });
    await rig.finish(await change(reserving('ip').replace('count="2"', 'count="3"')));
    await rig.finish(await api().disassociate({ reservedIpName: 'ip', serviceName: 'contoso-shop', deploymentName: deploymentName! }));
    await rig.finish(await change(reserving('ip')));
    assert.equal((await get()).inUse, undefined, 'a configuration does not bring back what was taken away');
  });

  it('are free again where the deployment that was to have them failed', async () => {
    await reserve('ip');
    packageUrl = await rig.stage(await shopPackage(definition().replace(/<Endpoints>[^]*<\/Endpoints>/, '')));
    const { requestId } = await deploy({ configuration: reserving('ip') });
    assert.equal((await get()).inUse, true);
    rig.clock.advance(10);
    assert.deepEqual((await rig.client.operations.getStatus({ requestId })).error, {
      code: 'BadRequest',
      message: "Validation Errors: Error validating the .cscfg file against the .csdef file. Severity:Error, message:ReservedIP 'ip' was not mapped to an endpoint.  The service definition must contain atleast one endpoint that maps to the ReservedIP.",
    });
    assert.equal((await get()).inUse, undefined);
  });

  it('are as before where an operation on them fails', async () => {
    await deployed();
    const fails = async (operation: string, attempt: () => Promise<{ requestId: string }>) => {
      const before = await rig.snapshotWithoutDates();
      await failNext(operation);
      await assert.rejects(attempt().then((accepted) => rig.finish(accepted)), { code: 'InternalError' });
      assert.deepEqual(await rig.snapshotWithoutDates(), before, operation);
    };
    await fails('reservedIps.create', () => api().create({ name: 'ip', location }));
    await reserve('ip');
    await fails('reservedIps.associate', () => api().associate({ reservedIpName: 'ip', ...shop }));
    await fails('reservedIps.delete', () => api().delete({ reservedIpName: 'ip' }));
    await rig.finish(await api().associate({ reservedIpName: 'ip', ...shop }));
    await fails('reservedIps.disassociate', () => api().disassociate({ reservedIpName: 'ip', ...shop }));
  });

  it('outlive a restart, and so does what is under way on them', async () => {
    await deployed();
    await reserve('ip', { label: 'kept' });
    await api().associate({ reservedIpName: 'ip', ...shop });
    const before = await rig.snapshot();
    await rig.restart();
    assert.deepEqual(await rig.snapshot(), before);
    rig.clock.advance(10);
    assert.deepEqual([(await get()).state, (await get()).deploymentName], ['Created', 'v1']);
  });

  it('keep their IP tags, which only newer clients see', async () => {
    await reserve('ip', { ipTags: [{ ipTagType: 'FirstPartyUsage', value: '/tagTypes/x' }] });
    assert.equal((await get()).ipTags, undefined);
    assert.match((await rig.send('/{sub}/services/networking/reservedips/ip', { headers: { 'x-ms-version': '2017-01-01' } })).body,
      /<Location>West Europe<\/Location><IPTags><IPTag><IPTagType>FirstPartyUsage<\/IPTagType><Value>\/tagTypes\/x<\/Value><\/IPTag><\/IPTags><\/ReservedIP>$/);
  });

  it('are named by a configuration that somebody published', async function () {
    const file = new URL('../../../shared/corpus/files/cscfg/abe8c953fe__ReservedIPConfigupdate.cscfg', import.meta.url);
    if (!existsSync(file)) this.skip();
    await reserve('published');
    packageUrl = await rig.stage(await shopPackage(`<ServiceDefinition name="SampleApp" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">
      <WebRole name="WebRole1"><Endpoints><InputEndpoint name="Http" protocol="http" port="80" /></Endpoints>
      <ConfigurationSettings><Setting name="Microsoft.WindowsAzure.Plugins.Diagnostics.ConnectionString" /></ConfigurationSettings></WebRole></ServiceDefinition>`));
    await deployed({ configuration: readFileSync(file, 'utf8').replace('{0}', 'published') });
    assert.equal((await get('published')).serviceName, 'contoso-shop');
  });
});
