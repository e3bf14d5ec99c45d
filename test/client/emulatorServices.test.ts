import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmulator } from '../../src/emulator/index.ts';
import { configuration, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const long = 'x'.repeat(101);

describe('Cloud services in the emulator', () => {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 6 }); });
  afterEach(() => rig.stop());

  it('is made in a location, shown in the list and alone, and deleted', async () => {
    const { requestId } = await rig.client.hostedServices.create({
      serviceName: 'Fresh', label: 'Año nuevo', description: '<&>', location: 'west us', extendedProperties: [{ name: 'ext1', value: 'val1' }],
    });
    assert.equal((await rig.client.operations.getStatus({ requestId })).status, 'Succeeded', 'the id of a write that is done can be asked for too');
    const expected = {
      url: `${rig.emulator.endpoint}/${rig.emulator.subscriptionId}/services/hostedservices/Fresh`, serviceName: 'Fresh',
      hostedServiceProperties: {
        description: '<&>', location: 'West US', label: 'Año nuevo', status: 'Created', dateCreated: seconds(rig), dateLastModified: seconds(rig),
        extendedProperties: [{ name: 'ext1', value: 'val1' }],
      },
    };
    assert.deepEqual(await rig.client.hostedServices.get({ serviceName: 'fresh' }), expected);
    const { computeCapabilities, ...listed } = (await rig.client.hostedServices.list()).find(({ serviceName }) => serviceName === 'Fresh')!;
    assert.deepEqual(listed, expected);
    assert.ok(computeCapabilities?.webWorkerRoleSizes?.includes('Small'));
    assert.deepEqual((await rig.client.hostedServices.get({ serviceName: 'Fresh', embedDetail: true })).deployments, []);

    const deleted = await rig.client.hostedServices.delete({ serviceName: 'FRESH' });
    assert.equal((await rig.client.operations.getStatus(deleted)).status, 'Succeeded');
    await rig.refuses(() => rig.client.hostedServices.get({ serviceName: 'Fresh' }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
  });

  it('has the Location header of the real service, which is not where it is', async () => {
    const body = '<CreateHostedService xmlns="http://schemas.microsoft.com/windowsazure"><ServiceName>odd</ServiceName><Label>b2Rk</Label><Location>East US</Location></CreateHostedService>';
    const { status, headers } = await rig.send('/{sub}/services/hostedservices', { method: 'POST', body });
    assert.equal(status, 201);
    assert.equal(headers['location'], `${rig.emulator.endpoint}/subscriptions/${rig.emulator.subscriptionId}/compute/odd`);
  });

  it('refuses what is wrong with a new one, in the words of the service', async () => {
    const good = { serviceName: 'good', label: 'Good', location: 'West US' };
    const create = (change: object) => () => rig.client.hostedServices.create({ ...good, ...change });
    const bad = { status: 400, code: 'BadRequest' };
    for (const serviceName of ['*', 'with space', '-lead', 'trail-', 'ñ', 'x'.repeat(64)]) await rig.refuses(create({ serviceName }), { ...bad, message: 'The hosted service name is invalid.' });
    await rig.refuses(create({ label: long }), { ...bad, message: 'The label of the hosted service is invalid: it has to have 1 to 100 characters.' });
    await rig.refuses(create({ label: '' }), { ...bad, message: /label/ });
    await rig.refuses(create({ description: 'x'.repeat(1025) }), { ...bad, message: 'The description for the hosted service is invalid.' });
    await rig.refuses(create({ location: undefined }), { ...bad, message: 'Specify either a location or an affinity group for the hosted service, and not both.' });
    await rig.refuses(create({ affinityGroup: 'contoso-west' }), { ...bad, message: /either a location or an affinity group/ });
    await rig.refuses(create({ location: 'Atlantis' }), { ...bad, message: 'The location constraint is not valid' });
    await rig.refuses(create({ location: undefined, affinityGroup: 'nobody' }), { ...bad, message: 'The affinity group does not exist.' });
    await rig.refuses(create({ serviceName: 'CONTOSO-shop' }), { status: 409, code: 'ConflictError', message: 'The specified DNS name is already taken.' });
  });

  it('refuses one beyond the quota', async () => {
    for (let i = 2; i < 20; i++) await rig.client.hostedServices.create({ serviceName: `service${i}`, label: 'l', location: 'West US' });
    await rig.refuses(() => rig.client.hostedServices.create({ serviceName: 'one-more', label: 'l', location: 'West US' }), {
      status: 400, code: 'BadRequest',
      message: "The subscription policy limit for resource type 'hosted service count' was exceeded. The limit for resource type 'hosted service count' is 20 per subscription, the current count is 20, and the requested increment is 1.",
    });
  });

  it('says of a name whether it is free, taken or impossible', async () => {
    const check = (serviceName: string) => rig.client.hostedServices.checkNameAvailability({ serviceName });
    assert.deepEqual(await check('free-name'), { result: true, reason: null });
    assert.deepEqual(await check('Contoso-Shop'), { result: false, reason: 'The specified DNS name is already taken.' });
    assert.deepEqual(await check('no_way'), { result: false, reason: 'The hosted service name is invalid.' });
  });

  it('is not deleted while it has deployments, unless they are to go with it, which takes time', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    const serviceName = 'contoso-shop';
    await rig.finish(await rig.client.deployments.create({ serviceName, slot: 'Production', name: 'v1', label: 'v1', packageUrl, configuration: configuration() }));
    await rig.refuses(() => rig.client.hostedServices.delete({ serviceName }), {
      status: 409, code: 'ConflictError', message: 'The hosted service contoso-shop has a deployment in Production and so cannot be deleted. Delete its deployments first.',
    });
    const deleting = await rig.client.hostedServices.delete({ serviceName, deleteMedia: true });
    const meanwhile = await rig.client.hostedServices.get({ serviceName, embedDetail: true });
    assert.equal(meanwhile.hostedServiceProperties?.status, 'Deleting');
    assert.equal(meanwhile.deployments?.length, 1);
    await rig.refuses(() => rig.client.deployments.delete({ serviceName, slot: 'Production' }), { status: 409, code: 'ConflictError', message: 'Windows Azure is currently performing an operation on this hosted service that requires exclusive access.' });
    await rig.finish(deleting);
    await rig.refuses(() => rig.client.hostedServices.get({ serviceName }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
    assert.equal((await rig.client.subscriptions.get()).currentCoreCount, 0);
  });
});

describe('Storage accounts in the emulator', () => {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 6 }); });
  afterEach(() => rig.stop());

  const busy = 'Windows Azure is currently performing an operation on this storage account that requires exclusive access.';

  it('is being made, then resolves its name, then is there, with endpoints and two keys', async () => {
    const accepted = await rig.client.storageAccounts.create({ serviceName: 'fresh1', label: 'Fresh', location: 'West US', accountType: 'Standard_LRS' });
    const status = async () => (await rig.client.storageAccounts.get({ serviceName: 'fresh1' })).storageServiceProperties?.status;
    assert.deepEqual(await rig.client.operations.getStatus(accepted), { id: accepted.requestId.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), status: 'InProgress' });
    assert.equal(await status(), 'Creating');
    rig.clock.advance(3.5);
    assert.equal(await status(), 'ResolvingDns');
    await rig.refuses(() => rig.client.storageAccounts.delete({ serviceName: 'fresh1' }), { status: 409, code: 'ConflictError', message: busy });
    rig.clock.advance(3);
    assert.equal(await status(), 'Created');
    const { storageServiceKeys: { primary, secondary } } = await rig.client.storageAccounts.getKeys({ serviceName: 'fresh1' });
    assert.deepEqual([primary, secondary].map((key) => Buffer.from(key, 'base64').length), [64, 64]);
    assert.notEqual(primary, secondary);
    assert.deepEqual(await rig.client.storageAccounts.get({ serviceName: 'fresh1' }), {
      url: `${rig.emulator.endpoint}/${rig.emulator.subscriptionId}/services/storageservices/fresh1`, serviceName: 'fresh1',
      storageServiceProperties: {
        description: null, location: 'West US', label: 'Fresh', status: 'Created',
        endpoints: [`${rig.emulator.blobEndpoint}/fresh1/`, 'https://fresh1.queue.core.windows.net/', 'https://fresh1.table.core.windows.net/', 'https://fresh1.file.core.windows.net/'],
        geoPrimaryRegion: 'West US', statusOfPrimary: 'Available', geoSecondaryRegion: '', statusOfSecondary: '', creationTime: seconds(rig, 6.5), customDomains: [], accountType: 'Standard_LRS',
      },
      extendedProperties: [], capabilities: ['PersistentVMRole'],
    });
  });

  it('keeps a second copy in the paired region by default', async () => {
    await rig.client.storageAccounts.create({ serviceName: 'pair', label: 'p', affinityGroup: 'contoso-west' });
    const { storageServiceProperties: shown } = await rig.client.storageAccounts.get({ serviceName: 'pair' });
    assert.deepEqual([shown?.accountType, shown?.affinityGroup, shown?.location], ['Standard_GRS', 'contoso-west', undefined]);
    assert.deepEqual([shown?.geoPrimaryRegion, shown?.geoSecondaryRegion, shown?.statusOfSecondary], ['West Europe', 'North Europe', 'Available']);
    const old = await rig.send('/{sub}/services/storageservices/pair', { headers: { 'x-ms-version': '2013-03-01' } });
    assert.match(old.body, /<GeoReplicationEnabled>true<\/GeoReplicationEnabled>/);
    assert.doesNotMatch(old.body, /AccountType|\.file\./);
  });

  it('refuses what is wrong with a new one, in the words of the service', async () => {
    const create = (change: object) => () => rig.client.storageAccounts.create({ serviceName: 'good', label: 'Good', location: 'West US', ...change });
    const bad = { status: 400, code: 'BadRequest' };
    const name = 'The name is not a valid storage account name. Storage account names must be between 3 and 24 characters in length and use numbers and lower-case letters only.';
    for (const serviceName of ['ab', 'Upper', 'with-hyphen', 'x'.repeat(25), 'utstor啊齄']) await rig.refuses(create({ serviceName }), { ...bad, message: name });
    await rig.refuses(create({ label: long }), { ...bad, message: /^The label of the storage account is invalid/ });
    await rig.refuses(create({ affinityGroup: 'contoso-west' }), { ...bad, message: /^Specify either a location or an affinity group for the storage account/ });
    await rig.refuses(create({ location: 'Atlantis' }), { ...bad, message: 'The location constraint is not valid' });
    await rig.refuses(create({ accountType: 'Gold' }), { ...bad, message: /^The account type Gold is not one of / });
    await rig.refuses(create({ serviceName: 'contosopackages' }), { status: 409, code: 'ConflictError', message: "The storage account named 'contosopackages' is already taken." });
    await rig.refuses(() => rig.client.storageAccounts.get({ serviceName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: "The storage account 'nobody' was not found." });
    await rig.refuses(() => rig.client.storageAccounts.getKeys({ serviceName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: "The storage account 'nobody' was not found." });
    await rig.refuses(() => rig.client.storageAccounts.delete({ serviceName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: "The storage account 'nobody' was not found." });
  });

  it('says of a name whether it is free, taken or impossible', async () => {
    const check = (serviceName: string) => rig.client.storageAccounts.checkNameAvailability({ serviceName });
    assert.deepEqual(await check('freename'), { result: true, reason: null });
    assert.deepEqual(await check('contosopackages'), { result: false, reason: "The storage account named 'contosopackages' is already taken." });
    assert.match((await check('No')).reason ?? '', /^The name is not a valid storage account name\./);
  });

  it('takes all its blobs along when it is deleted', async () => {
    const url = await rig.stage(await shopPackage());
    const folder = path.join(rig.directory, 'blobs', 'contosopackages');
    assert.ok(existsSync(folder));
    await rig.client.storageAccounts.delete({ serviceName: 'contosopackages' });
    assert.ok(!existsSync(folder));
    assert.equal((await fetch(url)).status, 404);
    assert.deepEqual(await rig.client.storageAccounts.list(), []);
  });
});

describe('Affinity groups in the emulator', () => {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 0 }); });
  afterEach(() => rig.stop());

  it('shows what is in it, and can go only when nothing is', async () => {
    const affinityGroupName = 'near';
    await rig.client.affinityGroups.create({ name: affinityGroupName, label: 'Near', location: 'East Asia' });
    await rig.refuses(() => rig.client.affinityGroups.create({ name: 'NEAR', label: 'l', location: 'West US' }), {
      status: 409, code: 'ConflictError', message: 'An affinity group with that name already exists in the current subscription.',
    });
    assert.deepEqual(await rig.client.affinityGroups.get({ affinityGroupName }), {
      name: 'near', label: 'Near', description: null, location: 'East Asia', hostedServices: [], storageServices: [], capabilities: ['PersistentVMRole', 'HighMemory'], createdTime: seconds(rig),
    });
    await rig.client.hostedServices.create({ serviceName: 'inside', label: 'l', affinityGroup: 'near' });
    await rig.client.storageAccounts.create({ serviceName: 'insidetoo', label: 'l', affinityGroup: 'near' });
    const group = await rig.client.affinityGroups.get({ affinityGroupName });
    assert.deepEqual(group.hostedServices?.map(({ serviceName, hostedServiceProperties }) => [serviceName, hostedServiceProperties?.affinityGroup]), [['inside', 'near']]);
    assert.deepEqual(group.storageServices?.map(({ serviceName }) => serviceName), ['insidetoo']);
    const listed = (await rig.client.affinityGroups.list()).find(({ name }) => name === 'near');
    assert.ok(listed?.computeCapabilities && !listed.hostedServices, 'the list says what it can do, not what is in it');

    const remove = () => rig.client.affinityGroups.delete({ affinityGroupName });
    await rig.refuses(remove, { status: 409, code: 'ConflictError', message: 'The affinity group near is in use by the hosted service inside and so cannot be deleted.' });
    await rig.client.hostedServices.delete({ serviceName: 'inside' });
    await rig.refuses(remove, { status: 409, code: 'ConflictError', message: 'The affinity group near is in use by the storage account insidetoo and so cannot be deleted.' });
    await rig.client.storageAccounts.delete({ serviceName: 'insidetoo' });
    await remove();
    await rig.refuses(() => rig.client.affinityGroups.get({ affinityGroupName }), { status: 404, code: 'ResourceNotFound', message: 'The affinity group does not exist.' });
    await rig.refuses(remove, { status: 404, code: 'ResourceNotFound', message: 'The affinity group does not exist.' });
  });

  it('refuses what is wrong with a new one', async () => {
    const create = (change: object) => () => rig.client.affinityGroups.create({ name: 'good', label: 'Good', location: 'West US', ...change });
    const bad = { status: 400, code: 'BadRequest' };
    await rig.refuses(create({ name: 'not good' }), { ...bad, message: 'The affinity group name is invalid.' });
    await rig.refuses(create({ label: long }), { ...bad, message: /^The label of the affinity group is invalid/ });
    await rig.refuses(create({ description: 'x'.repeat(1025) }), { ...bad, message: 'The description for the affinity group is invalid.' });
    await rig.refuses(create({ location: 'Atlantis' }), { ...bad, message: 'The location constraint is not valid' });
  });
});

describe('Operations in the emulator', () => {
  let rig: Rig;
  before(async () => { rig = await startRig({ operationSeconds: 0 }); });
  after(() => rig.stop());

  it('are done before the first poll when they take no time', async () => {
    const accepted = await rig.client.storageAccounts.create({ serviceName: 'atonce', label: 'l', location: 'West US' });
    assert.equal((await rig.client.operations.getStatus(accepted)).status, 'Succeeded');
    assert.equal((await rig.client.storageAccounts.get({ serviceName: 'atonce' })).storageServiceProperties?.status, 'Created');
  });

  it('are found by their id with and without dashes, and nothing else is', async () => {
    const { requestId } = await rig.client.affinityGroups.create({ name: 'found', label: 'l', location: 'West US' });
    const { id } = await rig.client.operations.getStatus({ requestId });
    assert.equal((await rig.client.operations.getStatus({ requestId: id! })).status, 'Succeeded');
    await rig.refuses(() => rig.client.operations.getStatus({ requestId: 'nonsense' }), { status: 400, code: 'BadRequest', message: 'A parameter was incorrect' });
    const unknown = '0'.repeat(32);
    await rig.refuses(() => rig.client.operations.getStatus({ requestId: unknown }), { status: 404, code: 'ResourceNotFound', message: `There is no operation with the request id ${unknown}.` });
  });
});

describe('A scenario of the emulator', () => {
  let rig: Rig | undefined;
  afterEach(() => rig?.stop());

  it('is what a new data folder begins with, and nothing to one that has a state', async () => {
    const first = await startRig();
    const file = path.join(first.directory, 'scenario.json');
    await writeFile(file, JSON.stringify({ subscriptionName: 'Ours', quotas: { cores: 3 }, hostedServices: [{ name: 'only', location: 'East US' }] }));
    rig = await startRig({ scenario: file });
    assert.deepEqual((await rig.client.hostedServices.list()).map(({ serviceName }) => serviceName), ['only']);
    assert.equal((await rig.client.subscriptions.get()).maxCoreCount, 3);
    await first.restart({ scenario: file });
    assert.equal((await first.client.subscriptions.get()).subscriptionName, 'Demo subscription');
    await first.stop();
  });

  it('leaves no state behind when it is invalid', async () => {
    rig = await startRig();
    const directory = path.join(rig.directory, 'other');
    const file = path.join(rig.directory, 'bad.json');
    await writeFile(file, '{"subscriptionName":"x","hostedServices":[{"name":"a","location":"Atlantis"}]}');
    await assert.rejects(startEmulator({ directory, scenario: file }), { code: 'ScenarioInvalid', message: `The scenario ${file} is invalid: hostedServices[0]: there is no location "Atlantis".` });
    assert.ok(!existsSync(path.join(directory, 'state.json')));
  });
});

/** The clock's time as the wire has it, some seconds ago. */
function seconds({ clock }: Rig, ago = 0): Date {
  const at = Math.floor((clock.now() - ago * 1000) / 1000) * 1000;
  return new Date(at);
}
