import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment } from '../../src/client/index.ts';
import { packageSasUrl } from '../../src/staging/index.ts';
import { configuration, definition, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const serviceName = 'contoso-shop';
const bad = { status: 400, code: 'BadRequest' };
const conflict = { status: 409, code: 'ConflictError' };

type Creation = Partial<Parameters<Rig['client']['deployments']['create']>[0]>;

/** What a person sees of the instances. */
const states = ({ roleInstanceList = [] }: Deployment) => roleInstanceList.map(({ instanceName, instanceStatus, powerState }) => [instanceName, instanceStatus, powerState].join(' '));

describe('Deployments in the emulator', function () {
  this.timeout(30_000);
  let rig: Rig;
  let packageUrl: string;
  beforeEach(async () => {
    rig = await startRig({ operationSeconds: 10 });
    packageUrl = await rig.stage(await shopPackage());
  });
  afterEach(() => rig.stop());

  const create = (change: Creation = {}) =>
    rig.client.deployments.create({ serviceName, slot: 'Production', name: 'v1', label: 'Version 1', packageUrl, configuration: configuration(), ...change });
  const created = async (change: Creation = {}) => rig.finish(await create(change));
  const get = (slot: 'Production' | 'Staging' = 'Production') => rig.client.deployments.get({ serviceName, slot });

  /** The operation is accepted, fails with these words, and leaves all as it was before. */
  async function failsLater(attempt: () => Promise<{ requestId: string }>, facts: { status: number; code: string; message: string | RegExp }): Promise<void> {
    const before = await rig.snapshotWithoutDates();
    const { requestId } = await attempt();
    assert.equal((await rig.client.operations.getStatus({ requestId })).status, 'InProgress');
    rig.clock.advance(10);
    const { status, httpStatusCode, error } = await rig.client.operations.getStatus({ requestId });
    assert.deepEqual({ status, httpStatusCode, code: error?.code }, { status: 'Failed', httpStatusCode: facts.status, code: facts.code });
    if (typeof facts.message === 'string') assert.equal(error?.message, facts.message);
    else assert.match(error?.message ?? '', facts.message);
    rig.clock.advance(60);
    assert.deepEqual(await rig.snapshotWithoutDates(), before);
  }

  it('is there at once, deploying and locked, and suspended in the end unless it is to be started', async () => {
    const accepted = await create();
    const now = await get();
    assert.deepEqual([now.status, now.locked], ['Deploying', true]);
    assert.deepEqual(states(now), ['Web_IN_0 CreatingVM Stopped', 'Web_IN_1 CreatingVM Stopped', 'Worker_IN_0 CreatingVM Stopped']);
    await rig.finish(accepted);
    assert.deepEqual([(await get()).status, (await get()).locked], ['Suspended', false]);
    rig.clock.advance(10);
    assert.deepEqual(states(await get()), ['Web_IN_0 StoppedVM Stopped', 'Web_IN_1 StoppedVM Stopped', 'Worker_IN_0 StoppedVM Stopped']);
    assert.equal((await rig.client.subscriptions.get()).currentCoreCount, 4, 'suspended instances take their cores too');
  });

  it('starts its instances one after the other, through the states of the real service, and beyond the end of the operation', async () => {
    const accepted = await create({ startDeployment: true });
    const seen: string[][] = [];
    for (let second = 0; second <= 24; second++) {
      const deployment = await get();
      seen.push((deployment.roleInstanceList ?? []).map(({ instanceStatus, powerState }) => `${instanceStatus} ${powerState}`));
      assert.equal(deployment.status, second < 10 ? 'Deploying' : 'Running');
      rig.clock.advance(1);
    }
    const way = ['CreatingVM Starting', 'StartingVM Starting', 'CreatingRole Started', 'StartingRole Started', 'BusyRole Started', 'ReadyRole Started'];
    for (const instance of [0, 1]) assert.deepEqual([...new Set(seen.map((each) => each[instance]))], way);
    assert.notDeepEqual(seen[4]![0], seen[4]![1], 'they do not go in step');
    assert.ok(seen[10]!.some((state) => state !== way.at(-1)));
    assert.equal((await rig.client.operations.getStatus(accepted)).status, 'Succeeded');
  });

  it('shows everything that the recorded deployments of web and worker roles show, in their order', async () => {
    await created({ startDeployment: true, extendedProperties: [{ name: 'dep1', value: 'val1' }] });
    rig.clock.advance(60);
    const { body } = await rig.send(`/{sub}/services/hostedservices/${serviceName}/deploymentslots/Production`);
    const shown = await get();
    const vip = shown.virtualIPs?.[0]?.address;
    const when = (date: Date | undefined) => date?.toISOString().replace('.000', '');
    const instance = (role: string, n: number, size: string, endpoints: string) =>
      `<RoleInstance><RoleName>${role}</RoleName><InstanceName>${role}_IN_${n}</InstanceName><InstanceStatus>ReadyRole</InstanceStatus><InstanceUpgradeDomain>${n}</InstanceUpgradeDomain>`
      + `<InstanceFaultDomain>${n}</InstanceFaultDomain><InstanceSize>${size}</InstanceSize><InstanceStateDetails/><IpAddress>${shown.roleInstanceList?.find((each) => each.instanceName === `${role}_IN_${n}`)?.ipAddress}</IpAddress>`
      + `${endpoints}<PowerState>Started</PowerState></RoleInstance>`;
    const endpoints = (n: number) => `<InstanceEndpoints><InstanceEndpoint><Name>Http</Name><Vip>${vip}</Vip><PublicPort>80</PublicPort><LocalPort>8080</LocalPort><Protocol>http</Protocol></InstanceEndpoint>`
      + `<InstanceEndpoint><Name>Debug</Name><Vip>${vip}</Vip><PublicPort>${10100 + n}</PublicPort><LocalPort>9000</LocalPort><Protocol>tcp</Protocol></InstanceEndpoint></InstanceEndpoints>`;
    const role = (name: string, inputEndpoints: string) => `<Role><RoleName>${name}</RoleName><OsVersion>WA-GUEST-OS-2.40_201506-01</OsVersion><ConfigurationSets><ConfigurationSet i:type="NetworkConfigurationSet">`
      + `<ConfigurationSetType>NetworkConfiguration</ConfigurationSetType>${inputEndpoints}<SubnetNames/></ConfigurationSet></ConfigurationSets></Role>`;
    assert.equal(body, '<Deployment xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
      + `<Name>v1</Name><DeploymentSlot>Production</DeploymentSlot><PrivateID>${shown.privateId}</PrivateID><Status>Running</Status><Label>VmVyc2lvbiAx</Label><Url>http://contoso-shop.cloudapp.net/</Url>`
      + `<Configuration>${Buffer.from(configuration()).toString('base64')}</Configuration><RoleInstanceList>${instance('Web', 0, 'Small', endpoints(0))}${instance('Web', 1, 'Small', endpoints(1))}${instance('Worker', 0, 'Medium', '')}</RoleInstanceList>`
      + `<UpgradeDomainCount>2</UpgradeDomainCount><RoleList>${role('Web', `<InputEndpoints><InputEndpoint><Port>80</Port><Protocol>http</Protocol><Vip>${vip}</Vip></InputEndpoint></InputEndpoints>`)}${role('Worker', '')}</RoleList>`
      + `<SdkVersion>2.9.8699.20</SdkVersion><Locked>false</Locked><RollbackAllowed>false</RollbackAllowed><CreatedTime>${when(shown.createdTime)}</CreatedTime><LastModifiedTime>${when(shown.lastModifiedTime)}</LastModifiedTime>`
      + `<ExtendedProperties><ExtendedProperty><Name>dep1</Name><Value>val1</Value></ExtendedProperty></ExtendedProperties><VirtualIPs><VirtualIP><Address>${vip}</Address><IsDnsProgrammed>true</IsDnsProgrammed><Name>ShopContractContract</Name></VirtualIP></VirtualIPs><LoadBalancers/></Deployment>`);
    assert.match(shown.privateId ?? '', /^[0-9a-f]{32}$/);
    assert.equal(new Set(shown.roleInstanceList?.map(({ ipAddress }) => ipAddress)).size, 3);
    assert.match((await rig.send(`/{sub}/services/hostedservices/${serviceName}/deployments/v1`, { headers: { 'x-ms-version': '2017-01-01' } })).body, /<VirtualIPName>ShopContractContract<\/VirtualIPName>/);
  });

  it('is named by its private id in staging, and found by its name too', async () => {
    await created({ slot: 'Staging', name: 'next' });
    const staged = await get('Staging');
    assert.equal(staged.url, `http://${staged.privateId}.cloudapp.net/`);
    assert.deepEqual(await rig.client.deployments.get({ serviceName, deploymentName: 'NEXT' }), staged);
    assert.deepEqual((await rig.client.hostedServices.get({ serviceName, embedDetail: true })).deployments, [staged]);
    const nothing = { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' };
    await rig.refuses(() => get('Production'), nothing);
    await rig.refuses(() => rig.client.deployments.get({ serviceName, deploymentName: 'other' }), nothing);
    await rig.refuses(() => rig.client.deployments.get({ serviceName: 'nobody', slot: 'Staging' }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
    await rig.refuses(() => rig.client.deployments.get({ serviceName: '*', slot: 'Staging' }), { ...bad, message: 'The hosted service name is invalid.' });
  });

  it('is refused at once where the service, slot, name, label or configuration is wrong', async () => {
    await rig.refuses(() => create({ serviceName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
    await rig.refuses(() => create({ slot: 'Attic' as 'Staging' }), { ...bad, message: 'The deployment slot has to be Production or Staging.' });
    await rig.refuses(() => create({ name: 'a/b' }), { ...bad, message: 'The deployment name is invalid.' });
    await rig.refuses(() => create({ name: '' }), { ...bad, message: 'The deployment name is invalid.' });
    await rig.refuses(() => create({ label: 'x'.repeat(101) }), { ...bad, message: 'The label of the deployment is invalid: it has to have 1 to 100 characters.' });
    await rig.refuses(() => create({ configuration: '<oops>' }), { ...bad, message: /^The service configuration is invalid\. / });
    await rig.refuses(() => create({ configuration: configuration({ attributes: 'osFamily="77"' }) }), { ...bad, message: 'The service configuration is invalid. There is no operating system family 77.' });
    await created();
    await rig.refuses(() => create({ name: 'v2' }), { status: 409, code: 'ConflictError', message: 'The specified deployment slot Production is occupied.' });
    await rig.refuses(() => create({ slot: 'Staging' }), { status: 409, code: 'ConflictError', message: 'The hosted service already has a deployment named v1.' });
  });

  it('reads its package from a private container with the key of its own account, and from any account by a signed URL', async () => {
    await rig.finish(await rig.client.storageAccounts.create({ serviceName: 'elsewhere', label: 'e', location: 'West US' }));
    const url = await rig.stage(await shopPackage(), 'elsewhere');
    const key = (await rig.client.storageAccounts.getKeys({ serviceName: 'elsewhere' })).storageServiceKeys.primary;
    const sas = await packageSasUrl({ account: { name: 'elsewhere', key, blobEndpoint: `${rig.emulator.blobEndpoint}/elsewhere` }, url });
    assert.equal((await fetch(url)).ok, false, 'the container is private');
    await created({ packageUrl: sas });
    await created({ slot: 'Staging', name: 'v2', packageUrl: url });
    assert.equal((await readdir(path.join(rig.directory, 'packages'))).length, 2);
  });

  it('reads its package by the address that it would have in the real service', async () => {
    const real = (url: string) => url.replace(/http:\/\/127\.0\.0\.1:\d+\/(\w+)/, 'https://$1.blob.core.windows.net');
    assert.match(real(packageUrl), /^https:\/\/contosopackages\.blob\.core\.windows\.net\//);
    await created({ packageUrl: real(packageUrl) });
    const key = (await rig.client.storageAccounts.getKeys({ serviceName: 'contosopackages' })).storageServiceKeys.primary;
    const sas = await packageSasUrl({ account: { name: 'contosopackages', key, blobEndpoint: `${rig.emulator.blobEndpoint}/contosopackages` }, url: packageUrl });
    await created({ slot: 'Staging', name: 'v2', packageUrl: real(sas) });
  });

  it('refuses a package URL that it cannot read, and says why', async () => {
    const at = rig.emulator.blobEndpoint;
    await rig.refuses(() => create({ packageUrl: `${packageUrl}x` }), { ...bad, message: `The package cannot be read. There is no blob at ${packageUrl}x.` });
    await rig.refuses(() => create({ packageUrl: 'https://contosopackages.blob.core.windows.net/ccc/b.cspkg' }), { ...bad, message: `The package cannot be read. There is no blob at ${at}/contosopackages/ccc/b.cspkg.` });
    await rig.refuses(() => create({ packageUrl: 'https://contoso.example/ccc/b.cspkg' }), { ...bad, message: `The package cannot be read. https://contoso.example/ccc/b.cspkg is not the URL of a blob in this store: ${at}/ACCOUNT/CONTAINER/BLOB or https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB is expected.` });
    await rig.refuses(() => create({ packageUrl: 'file:///etc/passwd' }), { ...bad, message: /is not the URL of a blob in this store/ });
    await rig.refuses(() => create({ packageUrl: 'nonsense' }), { ...bad, message: /is not the URL of a blob in this store/ });
    for (const nobodys of [packageUrl.replace('contosopackages', 'nobody'), 'https://nobody.blob.core.windows.net/ccc/b.cspkg']) {
      await rig.refuses(() => create({ packageUrl: nobodys }), { ...bad, message: "The package cannot be read. The subscription has no storage account named nobody; a URL of another's account needs a shared access signature." });
    }
    await rig.refuses(() => create({ packageUrl: `${packageUrl}?sv=2021-12-02&sr=b&sig=AAAA&se=2099-01-01&sp=r` }), { ...bad, message: /^The package cannot be read\. The storage account refuses to let .* be read: the shared access signature has expired/ });
    assert.deepEqual(await readdir(path.join(rig.directory, 'packages')), [], 'nothing of them is kept');
  });

  it('fails in the end where the package is none, and the slot is empty again', async () => {
    packageUrl = await rig.stage(Buffer.from('This is no zip, whatever its name says.'));
    await failsLater(create, { ...bad, message: /^The file provided is not a valid service package\. Detailed error code: FileFormatException\. / });
    packageUrl = await rig.stage((await shopPackage()).subarray(0, 700));
    await failsLater(create, { ...bad, message: /^The file provided is not a valid service package\./ });
  });

  it('fails in the end where package and configuration do not fit, in the words of the service', async () => {
    const mismatch = (message: string) => ({ ...bad, message: `Validation Errors: Error validating the .cscfg file against the .csdef file. Severity:Error, message:${message}` });
    const settings = '<Setting name="Greeting" value="x" /><Setting name="AZURE_STORAGE_ACCOUNT" value="x" />';
    await failsLater(() => create({ configuration: configuration({ settings }) }),
      mismatch("Setting 'AZURE_STORAGE_ACCOUNT' for role 'Web' specified in the service configuration file is not declared in the service definition file."));
    await failsLater(() => create({ configuration: configuration({ more: '<Role name="Ghost"><Instances count="1" /></Role>' }) }),
      mismatch("Role 'Ghost' specified in the service configuration file is not declared in the service definition file."));
    const twoRoles = configuration().replace(/<Role name="Worker">.*\n/, '\n');
    await failsLater(() => create({ configuration: twoRoles }), mismatch("Role 'Worker' declared in the service definition file is missing from the service configuration file."));
    await failsLater(() => create({ configuration: configuration({ web: 0 }) }), { ...bad, message: /Role 'Web' asks for 0 instances/ });
    await failsLater(() => create({ configuration: configuration({ settings: '' }) }), { ...bad, message: /Setting 'Greeting' for role 'Web'/ });
    await failsLater(() => create({ treatWarningsAsError: true }), { ...bad, message: /^A warning is to be treated as an error\. Role 'Worker' has one instance/ });
    await rig.finish(await rig.client.extensions.add({ serviceName, type: 'RDP', id: 'RDP' }));
    await failsLater(() => create({ extensionConfiguration: { namedRoles: [{ roleName: 'Ghost', extensions: [{ id: 'RDP' }] }] } }),
      { status: 404, code: 'ResourceNotFound', message: 'The role name Ghost in the extension configuration is invalid.' });
    packageUrl = await rig.stage(await shopPackage(definition().replace('vmsize="Medium"', 'vmsize="Basic_A0"')));
    await failsLater(create, { ...bad, message: 'The size Basic_A0 of role Worker does not exist.' });
  });

  it('fails in the end where it takes more cores than the subscription has', async () => {
    await created();
    const message = (current: number, increment: number) =>
      `The subscription policy limit for resource type 'cores count' was exceeded. The limit for resource type 'cores count' is 20 per subscription, the current count is ${current}, and the requested increment is ${increment}.`;
    await failsLater(() => create({ slot: 'Staging', name: 'v2', configuration: configuration({ web: 13, worker: 2 }) }), { ...bad, message: message(4, 17) });
    await failsLater(() => rig.client.deployments.changeConfiguration({ serviceName, slot: 'Production', configuration: configuration({ worker: 9 + 1 }) }), { ...bad, message: message(4, 18) });
    await created({ slot: 'Staging', name: 'v2', configuration: configuration({ web: 14, worker: 1 }) });
    assert.equal((await rig.client.subscriptions.get()).currentCoreCount, 20);
  });

  it('holds its service while something is going on', async () => {
    const { requestId } = await create({ startDeployment: true });
    const id = requestId.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const busy = { status: 409, code: 'ConflictError', message: `Windows Azure is currently performing an operation with x-ms-requestid ${id} on this deployment that requires exclusive access.` };
    const busyService = { status: 409, code: 'ConflictError', message: 'Windows Azure is currently performing an operation on this hosted service that requires exclusive access.' };
    const at = { serviceName, slot: 'Production' as const };
    await rig.refuses(() => rig.client.deployments.delete(at), busy);
    await rig.refuses(() => rig.client.deployments.changeConfiguration({ ...at, configuration: configuration() }), busy);
    await rig.refuses(() => rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }), busy);
    await rig.refuses(() => create({ slot: 'Staging', name: 'v2' }), busyService);
    await rig.refuses(() => rig.client.deployments.swap({ serviceName, sourceDeployment: 'v1' }), busyService);
    await rig.refuses(() => rig.client.hostedServices.delete({ serviceName }), busyService);
    await rig.finish({ requestId });
    await rig.finish(await rig.client.deployments.delete(at));
  });

  it('lets only one of two that come at the same moment into a slot', async () => {
    const endings = await Promise.allSettled([create(), create({ name: 'v2' })]);
    const refused = endings.flatMap((each) => (each.status === 'rejected' ? [each.reason as { httpStatus: number; code: string }] : []));
    assert.deepEqual(refused.map(({ httpStatus, code }) => [httpStatus, code]), [[409, 'ConflictError']]);
  });

  it('is suspended and run again', async () => {
    await created({ startDeployment: true });
    rig.clock.advance(60);
    const at = { serviceName, slot: 'Production' as const };
    const suspending = await rig.client.deployments.updateStatus({ ...at, status: 'Suspended' });
    rig.clock.advance(1);
    assert.deepEqual([(await get()).status, states(await get())[0]], ['Suspending', 'Web_IN_0 StoppingRole Started']);
    rig.clock.advance(4);
    assert.equal(states(await get())[0], 'Web_IN_0 StoppingVM Stopping');
    await rig.finish(suspending);
    rig.clock.advance(10);
    assert.deepEqual([(await get()).status, ...new Set(states(await get()).map((state) => state.replace(/^\S+ /, '')))], ['Suspended', 'StoppedVM Stopped']);

    const before = await get();
    await rig.finish(await rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }));
    assert.deepEqual(await get(), before, 'to suspend what is suspended changes nothing');

    const running = await rig.client.deployments.updateStatus({ serviceName, deploymentName: 'v1', status: 'Running' });
    assert.deepEqual([(await get()).status, states(await get())[0]], ['Starting', 'Web_IN_0 StartingVM Starting']);
    await rig.finish(running);
    rig.clock.advance(60);
    assert.deepEqual([(await get()).status, states(await get())[2]], ['Running', 'Worker_IN_0 ReadyRole Started']);
    await rig.refuses(() => rig.client.deployments.updateStatus({ ...at, status: 'Paused' }), { ...bad, message: 'The status of a deployment has to be Running or Suspended.' });
  });

  it('gets other settings and more or fewer instances by its configuration', async () => {
    await created({ startDeployment: true });
    rig.clock.advance(60);
    const at = { serviceName, slot: 'Production' as const };
    const [first] = (await get()).roleInstanceList ?? [];
    const growing = await rig.client.deployments.changeConfiguration({ ...at, configuration: configuration({ web: 4 }) });
    assert.equal((await get()).status, 'RunningTransitioning');
    assert.deepEqual(states(await get()), ['Web_IN_0 ReadyRole Started', 'Web_IN_1 ReadyRole Started', 'Web_IN_2 CreatingVM Starting', 'Web_IN_3 CreatingVM Starting', 'Worker_IN_0 ReadyRole Started']);
    await rig.finish(growing);
    rig.clock.advance(60);
    const grown = await get();
    assert.deepEqual([grown.status, grown.configuration, grown.roleInstanceList?.[0]], ['Running', configuration({ web: 4 }), first]);
    assert.deepEqual(grown.roleInstanceList?.map(({ instanceUpgradeDomain, instanceFaultDomain }) => [instanceUpgradeDomain, instanceFaultDomain]), [[0, 0], [1, 1], [2, 0], [0, 1], [0, 0]], 'three upgrade domains, as the definition says');

    const shrinking = await rig.client.deployments.changeConfiguration({ ...at, configuration: configuration({ web: 1, attributes: 'osFamily="4" osVersion="WA-GUEST-OS-4.20_201505-02"' }) });
    assert.deepEqual(states(await get()).slice(0, 4).map((state) => state.split(' ')[1]), ['ReadyRole', 'StoppingRole', 'StoppingRole', 'StoppingRole']);
    await rig.finish(shrinking);
    assert.deepEqual(states(await get()), ['Web_IN_0 ReadyRole Started', 'Worker_IN_0 ReadyRole Started']);
    assert.equal((await get()).roleList?.[0]?.osVersion, 'WA-GUEST-OS-4.20_201505-02');
  });

  it('stays suspended while it grows', async () => {
    await created();
    rig.clock.advance(60);
    await rig.client.deployments.changeConfiguration({ serviceName, deploymentName: 'v1', configuration: configuration({ worker: 2 }) });
    assert.deepEqual([(await get()).status, ...states(await get()).slice(2)], ['SuspendedTransitioning', 'Worker_IN_0 StoppedVM Stopped', 'Worker_IN_1 CreatingVM Stopped']);
  });

  it('keeps its configuration where the new one does not fit or is none', async () => {
    await created();
    const change = (text: string, more = {}) => rig.client.deployments.changeConfiguration({ serviceName, slot: 'Production', configuration: text, ...more });
    await rig.refuses(() => change('nonsense'), { ...bad, message: /^The service configuration is invalid\. / });
    await rig.refuses(() => change(configuration(), { mode: 'Sideways' }), { ...bad, message: 'The mode has to be Auto, Manual or Simultaneous.' });
    rig.clock.advance(60);
    await failsLater(() => change(configuration({ web: 5, settings: '<Setting name="Other" value="" />' })), { ...bad, message: /Setting 'Other' for role 'Web' specified in the service configuration file is not declared/ });
  });

  it('changes places with staging, and the addresses stay', async () => {
    const extensionConfiguration = { allRoles: [{ id: 'RDP-1', state: 'enable' }], namedRoles: [] };
    await rig.finish(await rig.client.extensions.add({ serviceName, type: 'RDP', id: 'RDP-1' }));
    await created({ name: 'old' });
    await created({ slot: 'Staging', name: 'new', extensionConfiguration });
    const [production, staging] = [await get(), await get('Staging')];
    const accepted = await rig.client.deployments.swap({ serviceName, production: 'old', sourceDeployment: 'new' });
    assert.equal((await get()).name, 'old', 'not before the operation ends');
    await rig.finish(accepted);
    const [after, former] = [await get(), await get('Staging')];
    assert.deepEqual([after.name, former.name], ['new', 'old']);
    assert.deepEqual([after.url, former.url], [production.url, staging.url]);
    assert.deepEqual([after.virtualIPs?.[0]?.address, former.virtualIPs?.[0]?.address], [production.virtualIPs?.[0]?.address, staging.virtualIPs?.[0]?.address]);
    assert.deepEqual([after.extensionConfiguration, former.extensionConfiguration], [extensionConfiguration, undefined], 'extensions go with their deployment');
    assert.deepEqual([after.privateId, former.privateId], [staging.privateId, production.privateId]);
  });

  it('goes from staging into an empty production', async () => {
    await created({ slot: 'Staging', name: 'only' });
    await rig.finish(await rig.client.deployments.swap({ serviceName, sourceDeployment: 'only' }));
    assert.deepEqual([(await get()).name, (await get()).url], ['only', 'http://contoso-shop.cloudapp.net/']);
    await rig.refuses(() => get('Staging'), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
  });

  it('is not swapped where staging is empty or a name is wrong', async () => {
    const swap = (production: string | undefined, sourceDeployment: string) => () => rig.client.deployments.swap({ serviceName, production, sourceDeployment });
    await rig.refuses(swap(undefined, 'v1'), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
    await created({ name: 'old' });
    await rig.refuses(swap('old', 'new'), { ...conflict, message: 'There is no deployment named new in the staging slot to be swapped with production.' });
    await created({ slot: 'Staging', name: 'new' });
    await rig.refuses(swap('other', 'new'), { ...conflict, message: 'The production deployment is named old; name it in Production.' });
    await rig.refuses(swap(undefined, 'new'), { ...conflict, message: 'The production deployment is named old; name it in Production.' });
    await rig.refuses(swap('old', 'old'), { ...conflict, message: /named old in the staging slot/ });
    await rig.finish(await rig.client.deployments.delete({ serviceName, slot: 'Production' }));
    await rig.refuses(swap('old', 'new'), { ...conflict, message: 'The production slot is empty; leave Production out.' });
  });

  it('is not swapped with one that has another number of endpoints', async () => {
    await created({ name: 'old' });
    packageUrl = await rig.stage(await shopPackage(definition().replace('</Endpoints>', '<InputEndpoint name="Secure" protocol="tcp" port="8443" /></Endpoints>')));
    await created({ slot: 'Staging', name: 'new' });
    await rig.refuses(() => rig.client.deployments.swap({ serviceName, production: 'old', sourceDeployment: 'new' }), { ...bad, message: /same number of endpoints: that of production has 2, that of staging 3/ });
  });

  it('is deleted in the end, and its package with the next one that comes', async () => {
    await created();
    const deleting = await rig.client.deployments.delete({ serviceName, slot: 'Production', deleteMedia: true });
    assert.deepEqual([(await get()).status, states(await get())[0]], ['Deleting', 'Web_IN_0 StoppingRole Started']);
    await rig.finish(deleting);
    await rig.refuses(() => get(), { status: 404, code: 'ResourceNotFound', message: 'No deployments were found.' });
    await created();
    assert.deepEqual(await readdir(path.join(rig.directory, 'packages')), [`${(await get()).privateId}.cspkg`]);
  });

  it('is where it would be by now after a restart in the middle of it', async () => {
    await create({ startDeployment: true });
    rig.clock.advance(4);
    const before = await rig.snapshot();
    await rig.restart({ operationSeconds: 0 });
    assert.deepEqual(await rig.snapshot(), before);
    rig.clock.advance(60);
    await rig.restart();
    assert.deepEqual([(await get()).status, states(await get())[0]], ['Running', 'Web_IN_0 ReadyRole Started']);
  });
});

describe('Real packages in the emulator', function () {
  const shared = fileURLToPath(new URL('../../../shared/corpus/files/', import.meta.url));
  let rig: Rig;
  before(async function () {
    if (!existsSync(shared)) this.skip();
    rig = await startRig({ operationSeconds: 0 });
  });
  after(() => rig?.stop());

  const deploy = async (file: string, configuration: string) => {
    const packageUrl = await rig.stage(readFileSync(`${shared}cspkg/${file}`));
    await rig.finish(await rig.client.deployments.create({ serviceName: 'contoso-reports', slot: 'Production', name: 'real', label: 'real', packageUrl, configuration, startDeployment: true }));
    const deployment = await rig.client.deployments.get({ serviceName: 'contoso-reports', slot: 'Production' });
    await rig.finish(await rig.client.deployments.delete({ serviceName: 'contoso-reports', slot: 'Production' }));
    return deployment;
  };

  it('HelloNoDiag.cspkg, made by the Windows tools, deploys with its own configuration', async () => {
    const deployment = await deploy('b4dc1981ab__HelloNoDiag.cspkg', readFileSync(`${shared}cscfg/1ef08edc24__HelloNoDiag.cscfg`, 'utf8'));
    assert.equal(deployment.status, 'Running');
    assert.ok(states(deployment).length > 0 && states(deployment).every((state) => state.endsWith('ReadyRole Started')), String(states(deployment)));
    assert.ok(deployment.sdkVersion);
  });

  it('WindowsAzure1.cspkg, made by the Windows tools, deploys with a configuration that fits', async () => {
    const deployment = await deploy('385a79d1c4__WindowsAzure1.cspkg', `<?xml version="1.0" encoding="utf-8"?>
<ServiceConfiguration serviceName="WindowsAzure1" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration" osFamily="1" osVersion="*" schemaVersion="2012-05.1.7">
  <Role name="WorkerRole1"><Instances count="2" /><ConfigurationSettings>
    <Setting name="Microsoft.WindowsAzure.Plugins.Diagnostics.ConnectionString" value="UseDevelopmentStorage=true" />
  </ConfigurationSettings></Role>
</ServiceConfiguration>`);
    assert.deepEqual(states(deployment), ['WorkerRole1_IN_0 ReadyRole Started', 'WorkerRole1_IN_1 ReadyRole Started']);
    assert.deepEqual([deployment.sdkVersion, deployment.virtualIPs?.[0]?.name], ['1.7.30602.1703', '__PseudoBackEndContractVip']);
  });
});
