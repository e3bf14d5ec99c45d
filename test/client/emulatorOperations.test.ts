import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeCertificate } from '../../src/certificates/index.ts';
import { splitPem } from '../../src/emulator/identity.ts';
import { configuration, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const dayMs = 24 * 60 * 60 * 1000;
const withDashes = (id: string) => id.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const invalid = { status: 400, code: 'MissingOrInvalidRequiredQueryParameter', message: 'A required query parameter was not specified for this request or was specified incorrectly.' };

describe('The history of a subscription in the emulator', () => {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 6 }); });
  afterEach(() => rig.stop());

  type Filter = Partial<Parameters<Rig['client']['operations']['list']>[0]>;
  const history = (filter: Filter = {}) => rig.client.operations.list({ startTime: new Date(rig.clock.now() - dayMs), endTime: new Date(rig.clock.now() + dayMs), ...filter });
  const shown = async (filter?: Filter) => (await history(filter)).subscriptionOperations!.map(({ operationName, operationObjectId, operationStatus }) =>
    `${operationName} ${operationObjectId?.replace(`/${rig.emulator.subscriptionId}/`, '')} ${operationStatus?.status} ${operationStatus?.httpStatusCode ?? ''}`.trim());
  const createAccount = (serviceName: string) => rig.client.storageAccounts.create({ serviceName, label: 'label', location: 'West US', accountType: 'Standard_LRS', extendedProperties: [{ name: 'ext1', value: 'val1' }] });

  it('is empty to begin with', async () => {
    const { body } = await rig.send(`/{sub}/operations?StartTime=${new Date(rig.clock.now() - dayMs).toISOString().slice(0, 10)}&EndTime=${new Date(rig.clock.now() + dayMs).toISOString().slice(0, 10)}`);
    assert.equal(body, '<SubscriptionOperationCollection xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><SubscriptionOperations/></SubscriptionOperationCollection>');
  });

  it('tells of a write what it did, for whom and how it ended, byte for byte as the service did', async () => {
    const { requestId } = await createAccount('fresh');
    const started = seconds(rig);
    rig.clock.advance(20);
    const completed = seconds(rig, -14);
    const id = rig.emulator.subscriptionId;
    const thumbprint = describeCertificate(splitPem(await readFile(rig.emulator.certificatePath, 'utf8')).cert).thumbprint;
    const { body } = await rig.send(`/{sub}/operations?StartTime=${started}&EndTime=${seconds(rig)}`);
    const input = '<?xml version="1.0" encoding="utf-16"?><CreateStorageServiceInput xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ServiceName>fresh</ServiceName><Label>bGFiZWw=</Label>'
      + '<Location>West US</Location><ExtendedProperties><ExtendedProperty><Name>ext1</Name><Value>val1</Value></ExtendedProperty></ExtendedProperties><AccountType>Standard_LRS</AccountType></CreateStorageServiceInput>';
    assert.equal(body, '<SubscriptionOperationCollection xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><SubscriptionOperations><SubscriptionOperation>'
      + `<OperationId>${withDashes(requestId)}</OperationId><OperationObjectId>/${id}/services/storageservices/fresh</OperationObjectId><OperationName>CreateStorageService</OperationName>`
      + '<OperationParameters xmlns:a="http://schemas.datacontract.org/2004/07/Microsoft.WindowsAzure.ServiceManagement">'
      + `<OperationParameter><a:Name>subscriptionID</a:Name><a:Value>${id}</a:Value></OperationParameter>`
      + `<OperationParameter><a:Name>input</a:Name><a:Value>${input.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}</a:Value></OperationParameter></OperationParameters>`
      + `<OperationCaller><UsedServiceManagementApi>true</UsedServiceManagementApi><UserEmailAddress>Unknown</UserEmailAddress><SubscriptionCertificateThumbprint>${thumbprint}</SubscriptionCertificateThumbprint><ClientIP>127.0.0.1</ClientIP></OperationCaller>`
      + `<OperationStatus><ID>${withDashes(requestId)}</ID><Status>Succeeded</Status><HttpStatusCode>200</HttpStatusCode></OperationStatus>`
      + `<OperationStartedTime>${started}</OperationStartedTime><OperationCompletedTime>${completed}</OperationCompletedTime><OperationKind>CreateStorageServiceOperation</OperationKind>`
      + '</SubscriptionOperation></SubscriptionOperations></SubscriptionOperationCollection>');
  });

  it('has every kind of write in the order in which they began: at once, in progress, failed later, refused, and by slot', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    const serviceName = 'contoso-shop';
    const target = { serviceName, slot: 'Production' as const };
    const create = (change: object) => rig.client.deployments.create({ ...target, name: 'v1', label: 'v1', packageUrl, configuration: configuration(), ...change });
    const step = async (write: Promise<unknown>) => { await write.catch(() => undefined); rig.clock.advance(7); };
    await step(rig.client.affinityGroups.create({ name: 'near', label: 'n', location: 'West US' }));
    await step(create({ name: 'misfit', slot: 'Staging', configuration: configuration({ settings: '' }) }));
    await step(create({}));
    await step(create({}));
    await step(rig.client.deployments.changeConfiguration({ ...target, configuration: configuration({ web: 1 }) }));
    await step(rig.client.deployments.updateStatus({ serviceName, deploymentName: 'v1', status: 'Running' }));
    await step(rig.client.storageAccounts.delete({ serviceName: 'nobody' }));
    await rig.client.hostedServices.delete({ serviceName, deleteMedia: true });
    assert.deepEqual(await shown(), [
      'CreateAffinityGroup affinitygroups/near Succeeded 200',
      'CreateOrUpdateDeployment services/hostedservices/contoso-shop/deploymentslots/Staging Failed 400',
      'CreateOrUpdateDeployment services/hostedservices/contoso-shop/deploymentslots/Production Succeeded 200',
      'CreateOrUpdateDeployment services/hostedservices/contoso-shop/deploymentslots/Production Failed 409',
      'ChangeConfigurationBySlot services/hostedservices/contoso-shop/deploymentslots/Production Succeeded 200',
      'UpdateDeploymentStatus services/hostedservices/contoso-shop/deployments/v1 Succeeded 200',
      'DeleteStorageService services/storageservices/nobody Failed 404',
      'DeleteHostedService services/hostedservices/contoso-shop InProgress',
    ]);
    const { subscriptionOperations: all } = await history();
    assert.deepEqual(all![3]!.operationStatus?.error, { code: 'ConflictError', message: 'The specified deployment slot Production is occupied.' });
    assert.match(all![1]!.operationStatus?.error?.message ?? '', /Setting 'Greeting'/);
    const last = all!.at(-1)!;
    assert.deepEqual([last.operationCompletedTime, last.operationStatus?.httpStatusCode], [undefined, undefined]);
    assert.deepEqual(last.operationParameters, [{ name: 'subscriptionID', value: rig.emulator.subscriptionId }, { name: 'serviceName', value: serviceName }, { name: 'comp', value: 'media' }]);
    assert.ok(!JSON.stringify(all).includes(Buffer.from(configuration()).toString('base64').slice(0, 40)), 'no configuration');
  });

  it('can be asked for one object, one result and a span of time', async () => {
    await createAccount('one');
    rig.clock.advance(10);
    const middle = new Date(rig.clock.now());
    rig.clock.advance(10);
    await createAccount('two');
    await rig.client.storageAccounts.delete({ serviceName: 'three' }).catch(() => undefined);
    const object = `/${rig.emulator.subscriptionId}/services/storageservices`;
    assert.deepEqual(await shown({ objectIdFilter: `${object}/ONE` }), ['CreateStorageService services/storageservices/one Succeeded 200']);
    assert.deepEqual(await shown({ objectIdFilter: object }), []);
    assert.deepEqual(await shown({ operationResultFilter: 'Failed' }), ['DeleteStorageService services/storageservices/three Failed 404']);
    assert.deepEqual(await shown({ operationResultFilter: 'InProgress' }), ['CreateStorageService services/storageservices/two InProgress']);
    assert.deepEqual(await shown({ operationResultFilter: 'InProgress', objectIdFilter: `${object}/one` }), []);
    assert.deepEqual(await shown({ endTime: middle }), ['CreateStorageService services/storageservices/one Succeeded 200']);
    assert.equal((await shown({ startTime: middle })).length, 2);
  });

  it('comes 50 at a time, with a token that leads to the rest', async () => {
    const remove = () => rig.client.storageAccounts.delete({ serviceName: 'nobody' }).catch(() => undefined);
    for (let i = 0; i < 60; i++) {
      await remove();
      // Most of them in one and the same millisecond.
      if (i % 30 === 0) rig.clock.advance(1);
    }
    for (let i = 0; i < 60; i++) await rig.client.hostedServices.delete({ serviceName: 'nobody' }).catch(() => undefined);
    const pages: string[][] = [];
    let continuationToken: string | undefined;
    do {
      const page = await history({ continuationToken });
      pages.push(page.subscriptionOperations!.map(({ operationId }) => operationId));
      continuationToken = page.continuationToken;
      if (continuationToken) assert.match(continuationToken, /^1!36![A-Za-z0-9]{34}--$/, 'in the form that was recorded');
    } while (continuationToken !== undefined);
    assert.deepEqual(pages.map(({ length }) => length), [50, 50, 20]);
    assert.equal(new Set(pages.flat()).size, 120);
    const failed = await history({ operationResultFilter: 'Failed', objectIdFilter: `/${rig.emulator.subscriptionId}/services/hostedservices/nobody` });
    const rest = await history({ operationResultFilter: 'Failed', objectIdFilter: `/${rig.emulator.subscriptionId}/services/hostedservices/nobody`, continuationToken: failed.continuationToken });
    assert.deepEqual([failed, rest].map((page) => page.subscriptionOperations!.length), [50, 10], 'filters hold on every page');
  });

  it('refuses a span that is missing, turned around or begins more than 90 days ago, and what it cannot filter by', async () => {
    const now = rig.clock.now();
    assert.equal((await rig.send('/{sub}/operations')).status, 400);
    assert.match((await rig.send(`/{sub}/operations?StartTime=${seconds(rig)}`)).body, /MissingOrInvalidRequiredQueryParameter/);
    assert.match((await rig.send('/{sub}/operations?StartTime=yesterday&EndTime=today')).body, /MissingOrInvalidRequiredQueryParameter/);
    await rig.refuses(() => history({ startTime: new Date(now), endTime: new Date(now - 1000) }), invalid);
    await rig.refuses(() => history({ startTime: new Date(now - 91 * dayMs) }), invalid);
    await rig.refuses(() => history({ operationResultFilter: 'Perhaps' }), invalid);
    for (const continuationToken of ['', 'x', '1!36!', '1!4!MTIz']) await rig.refuses(() => history({ continuationToken }), invalid);
    assert.equal((await history({ startTime: new Date(now - 89 * dayMs) })).subscriptionOperations!.length, 0);
  });

  it('is kept over a restart, for 90 days, and has nothing secret in the file', async () => {
    await rig.client.storageAccounts.delete({ serviceName: 'nobody' }).catch(() => undefined);
    const packageUrl = await rig.stage(await shopPackage());
    const secretUrl = `${packageUrl}?sv=2015-04-05&sig=${encodeURIComponent('SECRET+SIGNATURE')}`;
    await rig.client.deployments.create({ serviceName: 'contoso-shop', slot: 'Production', name: 'v1', label: 'v1', packageUrl: secretUrl, configuration: configuration() }).catch(() => undefined);
    const before = await history();
    assert.equal(before.subscriptionOperations?.length, 2);
    await rig.restart();
    assert.deepEqual(await history(), before);
    const state = JSON.parse(await readFile(path.join(rig.directory, 'state.json'), 'utf8')) as { subscriptions: { operations: unknown[] }[] };
    assert.ok(!JSON.stringify(state.subscriptions[0]!.operations).includes('SIGNATURE'));
    rig.clock.advance(90 * 24 * 60 * 60 + 1);
    await rig.client.storageAccounts.delete({ serviceName: 'later' }).catch(() => undefined);
    assert.deepEqual(await shown({ startTime: new Date(rig.clock.now() - 90 * dayMs) }), ['DeleteStorageService services/storageservices/later Failed 404']);
  });

  it('answers for a refused write by its request id, too', async () => {
    const refused = await rig.send('/{sub}/services/storageservices/nobody', { method: 'DELETE' });
    assert.deepEqual(await rig.client.operations.getStatus({ requestId: String(refused.headers['x-ms-request-id']) }), {
      id: withDashes(String(refused.headers['x-ms-request-id'])), status: 'Failed', httpStatusCode: 404, error: { code: 'ResourceNotFound', message: "The storage account 'nobody' was not found." },
    });
  });

  it('leaves out what an emulator of before wrote down without saying what it was', async () => {
    await rig.client.affinityGroups.create({ name: 'near', label: 'n', location: 'West US' });
    await rig.emulator.stop();
    const file = path.join(rig.directory, 'state.json');
    const state = JSON.parse(await readFile(file, 'utf8')) as { subscriptions: { operations: { asked?: object }[]; quotas: object }[] };
    delete state.subscriptions[0]!.operations[0]!.asked;
    state.subscriptions[0]!.quotas = { cores: 20, hostedServices: 20, storageAccounts: 20 };
    await writeFile(file, JSON.stringify(state));
    await rig.restart();
    assert.deepEqual(await shown(), []);
    assert.equal((await rig.client.subscriptions.get()).maxReservedIps, 20, 'and quotas that it did not know are there');
  });
});

function seconds(rig: Rig, more = 0): string {
  return new Date(rig.clock.now() + more * 1000).toISOString().replace(/\.\d+/, '');
}
