import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { choose, click, enter, inject, refused, run } from './person.ts';
import { deploySample, emulatorConnection, row, sample, services } from './services.ts';

const refusal = /^(?:.+: this failed\. )?InternalError: .*\(request \w+\)$/;
const serviceName = 'commands-service';
const location = 'West Europe';
let client: ServiceManagementClient;
/** Anew for each group of tests: others stop the emulator. */
const connect = async () => { client = await (await services()).connections.client(await emulatorConnection()); };

describe('creating', () => {
  before(connect);
  it('a cloud service asks for name, label and place, and says so when the service refuses', async () => {
    const create = (name: string) => run('azureClassic.hostedServices.create', [], [refused('a b', /only letters/), enter(name), enter('Tienda'), choose(location)]);
    assert.deepEqual((await create('made-service')).told, ['The cloud service made-service is created.']);
    assert.equal((await client.hostedServices.get({ serviceName: 'made-service' })).hostedServiceProperties?.label, 'Tienda');
    await inject('hostedServices.create:500:1');
    assert.match((await create('other-service')).told.join(), refusal);
    await assert.rejects(client.hostedServices.get({ serviceName: 'other-service' }), { httpStatus: 404 });
  });

  it('an affinity group asks for name, label and location, and says so when the service refuses', async () => {
    const create = (name: string) => run('azureClassic.affinityGroups.create', [], [refused('1', /begins with a letter/), enter(name), enter('Grupo'), choose(location)]);
    await create('made-group');
    assert.equal((await client.affinityGroups.get({ affinityGroupName: 'made-group' })).label, 'Grupo');
    await inject('affinityGroups.create:500:1');
    assert.match((await create('other-group')).told.join(), refusal);
    await assert.rejects(client.affinityGroups.get({ affinityGroupName: 'other-group' }), { httpStatus: 404 });
  });

  it('a storage account asks for name, place and replication, and an affinity group is such a place', async () => {
    const create = (name: string) => run('azureClassic.storageAccounts.create', [], [refused('A', /lower-case/), enter(name), choose('made-group'), choose('Standard_GRS')]);
    assert.deepEqual((await create('madestorage')).told, ['The storage account madestorage is created.']);
    const { affinityGroup, accountType } = (await client.storageAccounts.get({ serviceName: 'madestorage' })).storageServiceProperties!;
    assert.deepEqual({ affinityGroup, accountType }, { affinityGroup: 'made-group', accountType: 'Standard_GRS' });
    await inject('storageAccounts.create:500:1');
    assert.match((await create('otherstorage')).told.join(), refusal);
    await assert.rejects(client.storageAccounts.get({ serviceName: 'otherstorage' }), { httpStatus: 404 });
  });

  it('does not make an affinity group with something in it deletable', async () => {
    const { told } = await run('azureClassic.affinityGroups.delete', [], [choose('made-group'), click('Delete Affinity Group')]);
    assert.match(told.join(), /^\w+: .*\(request \w+\)$/);
    await client.affinityGroups.get({ affinityGroupName: 'made-group' });
  });
});

describe('a deployment', () => {
  before(connect);
  const inSlots = async () => (await client.hostedServices.get({ serviceName, embedDetail: true })).deployments!.map(({ name, deploymentSlot, status }) => [name, deploymentSlot, status]);
  const slot = (label: string) => row('Local emulator', 'Cloud Services', serviceName, label);

  before(() => deploySample(client, { serviceName, slot: 'Staging', account: 'commandsstorage', configuration: 'ServiceConfiguration.Cloud.cscfg' }));

  it('is suspended and run, and left as it is when the service refuses', async () => {
    await run('azureClassic.deployments.suspend', [await slot('Staging')], [click('Suspend Deployment')]);
    assert.deepEqual(await inSlots(), [['v1', 'Staging', 'Suspended']]);
    await inject('deployments.updateStatus:500:1');
    assert.match((await run('azureClassic.deployments.run', [await slot('Staging')], [])).told.join(), refusal);
    assert.deepEqual(await inSlots(), [['v1', 'Staging', 'Suspended']]);
    await run('azureClassic.deployments.run', [], [choose(serviceName), choose('Staging')]);
    assert.deepEqual(await inSlots(), [['v1', 'Staging', 'Running']]);
    await inject('deployments.updateStatus:fail:1');
    assert.match((await run('azureClassic.deployments.suspend', [await slot('Staging')], [click('Suspend Deployment')])).told.join(), /^Suspending .*: this failed\. /);
    assert.deepEqual(await inSlots(), [['v1', 'Staging', 'Running']]);
  });

  it('goes to production by a swap, or stays when that is refused', async () => {
    await inject('deployments.swap:500:1');
    assert.match((await run('azureClassic.deployments.swap', [await slot('Staging')], [click('Swap')])).told.join(), refusal);
    const { asked } = await run('azureClassic.deployments.swap', [], [choose(serviceName), click('Swap')]);
    assert.match(asked.at(-1)!, /^Move staging of commands-service to production\?/);
    assert.deepEqual(await inSlots(), [['v1', 'Production', 'Running']]);
  });

  it('gets another configuration, whose counts are said first, and keeps its own when that is refused', async () => {
    const file = vscode.Uri.file(sample('ServiceConfiguration.Local.cscfg'));
    const counts = async () => (await client.deployments.get({ serviceName, slot: 'Production' })).roleInstanceList!.length;
    const change = () => run('azureClassic.deployments.changeConfiguration', [file], [choose(serviceName), choose('Production'), click('Upload Configuration')]);
    await inject('deployments.changeConfiguration:500:1');
    assert.match((await change()).told.join(), refusal);
    assert.equal(await counts(), 4);
    assert.match((await change()).asked.at(-1)!, /StoreFront, instances: 1 instead of 2/);
    assert.equal(await counts(), 2);
  });

  it('is deleted after a click, or kept when that is refused', async () => {
    await inject('deployments.delete:fail:1');
    assert.match((await run('azureClassic.deployments.delete', [await slot('Production')], [click('Delete Deployment')])).told.join(), /this failed\. /);
    assert.equal((await inSlots()).length, 1);
    await run('azureClassic.deployments.delete', [], [choose(serviceName), choose('Production'), click('Delete Deployment')]);
    assert.deepEqual(await inSlots(), []);
  });

  it('that is in a service makes the service\'s name be typed before both are deleted', async () => {
    await deploySample(client, { serviceName: 'doomed-service', slot: 'Production', account: 'doomedstorage', configuration: 'ServiceConfiguration.Local.cscfg' });
    const remove = () => run('azureClassic.hostedServices.delete', [], [choose('doomed-service'), click('Delete Everything'), refused('doomed', /Type doomed-service/), enter('doomed-service')]);
    await inject('hostedServices.delete:fail:1');
    assert.match((await remove()).told.join(), /^Deleting the cloud service doomed-service: this failed\. /);
    await client.hostedServices.get({ serviceName: 'doomed-service' });
    await remove();
    await assert.rejects(client.hostedServices.get({ serviceName: 'doomed-service' }), { httpStatus: 404 });
    await run('azureClassic.hostedServices.delete', [], [choose('made-service'), click('Delete Cloud Service')]);
    await assert.rejects(client.hostedServices.get({ serviceName: 'made-service' }), { httpStatus: 404 });
  });
});
