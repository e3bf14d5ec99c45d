import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import * as vscode from 'vscode';
import { describeCertificate, makeManagementCertificate } from '../../src/certificates/index.ts';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { click, enter, inject, refused, run } from './person.ts';
import { emulatorConnection, row, services } from './services.ts';

const location = 'West Europe';
let client: ServiceManagementClient;

/** What is selected together in the tree and deleted together. */
describe('several resources', () => {
  before(async () => { client = await (await services()).connections.client(await emulatorConnection()); });
  afterEach(() => inject(''));

  const rows = async (...path: string[]) => {
    const { tree } = await services();
    return tree.readChildren(await row('Local emulator', ...path));
  };
  const labelled = async (path: string[], names: readonly string[]) => {
    const { tree } = await services();
    const all = await rows(...path);
    return names.map((name) => all.find((node) => tree.getTreeItem(node).label === name)!);
  };

  it('that are storage accounts go once their number has been typed, but for those that the service keeps', async () => {
    const names = ['severalone', 'severaltwo', 'severalthree'];
    for (const serviceName of names) await client.operations.wait((await client.storageAccounts.create({ serviceName, label: serviceName, location })).requestId);
    const selection = await labelled(['Storage Accounts'], names);
    await client.storageAccounts.delete({ serviceName: 'severaltwo' });
    const { asked, told } = await run('azureClassic.storageAccounts.delete', [selection[0], selection], [click('Delete Storage Accounts'), refused('severalone', /Type 3/), enter('3')]);
    assert.match(asked[0]!, /^Delete 3 storage accounts\?\nSubscription: [^\n]*\nSelected: severalone, severaltwo, severalthree\nAll their blobs/);
    assert.match(told.join(), /^Delete Storage Account: 2 of 3 are done\. What failed: severaltwo: ResourceNotFound: /);
    assert.deepEqual((await client.storageAccounts.list()).filter(({ serviceName }) => names.includes(serviceName)), []);
  });

  it('that are affinity groups go after a click, or with their number typed where that is set', async () => {
    const settings = vscode.workspace.getConfiguration('azureClassic');
    const names = ['several-1', 'several-2'];
    const make = async () => {
      for (const name of names) await client.affinityGroups.create({ name, label: name, location });
      return labelled(['Affinity Groups'], names);
    };
    const selection = await make();
    await client.hostedServices.create({ serviceName: 'several-inside', label: 'inside', affinityGroup: 'several-1' });
    assert.match((await run('azureClassic.affinityGroups.delete', [selection[0], selection], [click('Delete Affinity Groups')])).told.join(), /^Delete Affinity Group: 1 of 2 are done\. What failed: several-1: \w+: .*\(request \w+\)$/);
    await client.hostedServices.delete({ serviceName: 'several-inside' });
    await client.affinityGroups.create({ name: 'several-2', label: 'several-2', location });
    await settings.update('confirmDelete', 'typeName', vscode.ConfigurationTarget.Global);
    try {
      await run('azureClassic.affinityGroups.delete', [selection[0], selection], [click('Delete Affinity Groups'), refused('1', /Type 2/), enter('2')]);
    } finally {
      await settings.update('confirmDelete', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.deepEqual((await client.affinityGroups.list()).filter(({ name }) => names.includes(name)), []);
  });

  it('that are reserved addresses go; the one whose deletion fails stays, and is told', async () => {
    const names = ['several-a', 'several-b'];
    for (const name of names) await client.operations.wait((await client.reservedIps.create({ name, location })).requestId);
    const selection = await labelled(['Reserved IP Addresses'], names);
    await inject('reservedIps.delete:fail:1');
    const { told } = await run('azureClassic.reservedIps.delete', [selection[0], selection], [click('Delete Reserved Addresses')]);
    assert.match(told[0]!, /^Deleting the reserved address several-a: this failed\. /);
    assert.equal(told[1], 'The reserved address several-b is deleted.');
    await run('azureClassic.reservedIps.delete', [selection[0]], [click('Delete Reserved Address')]);
    assert.deepEqual((await client.reservedIps.list()).filter(({ name }) => names.includes(name)), []);
  });

  it('that are cloud services go with their certificates before them', async () => {
    const names = ['several-east', 'several-west'];
    const made = await makeManagementCertificate({ commonName: 'varios', days: 30, now: new Date() });
    for (const serviceName of names) {
      await client.hostedServices.create({ serviceName, label: serviceName, location });
      await client.operations.wait((await client.serviceCertificates.add({ serviceName, data: new X509Certificate(made.cert).raw.toString('base64'), certificateFormat: 'cer', password: '' })).requestId);
    }
    const certificates = (await Promise.all(names.map((name) => labelled(['Cloud Services', name, 'Certificates'], ['varios'])))).flat();
    const { asked } = await run('azureClassic.serviceCertificates.delete', [certificates[0], certificates], [click('Delete Service Certificates')]);
    assert.match(asked[0]!, /^Delete 2 certificates\?[^]*\nCloud services: several-east, several-west\n/);
    for (const serviceName of names) assert.deepEqual(await client.serviceCertificates.list({ serviceName }), []);

    const selection = await labelled(['Cloud Services'], names);
    const { told } = await run('azureClassic.hostedServices.delete', [selection[1], selection], [click('Delete Cloud Services')]);
    assert.deepEqual([...told].sort(), ['The cloud service several-east is deleted.', 'The cloud service several-west is deleted.']);
    assert.deepEqual((await client.hostedServices.list()).filter(({ serviceName }) => names.includes(serviceName)), []);
  });

  it('that are management certificates go, and what this window uses is said', async () => {
    const thumbprints: string[] = [];
    for (const commonName of ['uno', 'dos']) {
      const { cert } = await makeManagementCertificate({ commonName, days: 30, now: new Date() });
      const { raw, publicKey } = new X509Certificate(cert);
      const { thumbprint } = describeCertificate(cert);
      await client.managementCertificates.add({ publicKey: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'), thumbprint, data: raw.toString('base64') });
      thumbprints.push(thumbprint);
    }
    const all = await rows('Management Certificates');
    const { asked } = await run('azureClassic.managementCertificates.delete', [all[0], all], [click('')]);
    assert.match(asked[0]!, /This window itself uses one of them/);
    const selection = all.filter(({ name }) => thumbprints.includes(name!));
    await client.managementCertificates.delete({ thumbprint: thumbprints[0]! });
    assert.match((await run('azureClassic.managementCertificates.delete', [selection[0], selection], [click('Delete Management Certificates')])).told.join(), /^Delete Management Certificate: 1 of 2 are done\. What failed: \w+: ResourceNotFound: /);
    assert.deepEqual((await client.managementCertificates.list()).filter(({ thumbprint }) => thumbprints.includes(thumbprint)), []);
  });
});
