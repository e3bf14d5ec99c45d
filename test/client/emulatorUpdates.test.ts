import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageSasUrl } from '../../src/staging/index.ts';
import { startRig, type Rig } from './emulatorRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const long = 'x'.repeat(101);

describe('An update in the emulator', () => {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 6 }); });
  afterEach(() => rig.stop());

  describe('of a cloud service', () => {
    const serviceName = 'contoso-reports';
    const update = (change: object) => rig.client.hostedServices.update({ serviceName, ...change });
    const shown = async () => (await rig.client.hostedServices.get({ serviceName })).hostedServiceProperties!;

    it('changes what it gives and leaves the rest', async () => {
      const before = await shown();
      rig.clock.advance(90);
      assert.equal((await rig.client.operations.getStatus(await update({ label: 'Informes año' }))).status, 'Succeeded');
      assert.deepEqual(await shown(), { ...before, label: 'Informes año', dateLastModified: new Date(Math.floor(rig.clock.now() / 1000) * 1000) });
      await update({ description: 'Of all shops' });
      await rig.client.hostedServices.update({ serviceName: 'CONTOSO-reports', reverseDnsFqdn: 'contoso-reports.cloudapp.net.' });
      const { label, description, reverseDnsFqdn, location } = await shown();
      assert.deepEqual({ label, description, reverseDnsFqdn, location }, { label: 'Informes año', description: 'Of all shops', reverseDnsFqdn: 'contoso-reports.cloudapp.net.', location: before.location });
      await update({ description: '', reverseDnsFqdn: '' });
      assert.deepEqual([(await shown()).description, (await shown()).reverseDnsFqdn], ['', '']);
    });

    it('sets extended properties one by one, and removes those whose value is empty', async () => {
      await update({ extendedProperties: [{ name: 'ext2', value: '42' }, { name: 'ext1', value: 'val1' }] });
      await update({ extendedProperties: [{ name: 'ext1', value: 'val1update' }, { name: 'ext3', value: 'brandnew' }] });
      await update({ extendedProperties: [] });
      assert.deepEqual((await shown()).extendedProperties, [{ name: 'ext2', value: '42' }, { name: 'ext1', value: 'val1update' }, { name: 'ext3', value: 'brandnew' }]);
      await update({ extendedProperties: [{ name: 'ext1', value: '' }, { name: 'ext3' }, { name: 'unknown', value: '' }] });
      const body = '<UpdateHostedService xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ExtendedProperties><ExtendedProperty><Name>ext2</Name><Value i:nil="true"/></ExtendedProperty></ExtendedProperties></UpdateHostedService>';
      assert.equal((await rig.send(`/{sub}/services/hostedservices/${serviceName}`, { method: 'PUT', body })).status, 200);
      assert.deepEqual((await shown()).extendedProperties, []);
    });

    it('refuses what is wrong with it, as the creation of one does', async () => {
      await rig.refuses(() => update({}), { ...bad, message: 'The request changes nothing of the hosted service.' });
      await rig.refuses(() => update({ label: long }), { ...bad, message: /^The label of the hosted service is invalid/ });
      await rig.refuses(() => update({ description: 'x'.repeat(1025) }), { ...bad, message: 'The description for the hosted service is invalid.' });
      await rig.refuses(() => rig.client.hostedServices.update({ serviceName: 'nobody', label: 'l' }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
      const create = (change: object) => rig.client.hostedServices.create({ serviceName: 'fresh', label: 'l', location: 'West US', ...change });
      for (const attempt of [update, create]) {
        for (const reverseDnsFqdn of ['contoso-reports.cloudapp.net', '.', 'a b.net.', '-a.net.']) {
          await rig.refuses(() => attempt({ reverseDnsFqdn }), { ...bad, message: `The reverse DNS name ${reverseDnsFqdn} is invalid: it has to be a fully qualified domain name that ends with a full stop.` });
        }
        const properties = (extendedProperties: object[], problem: string) =>
          rig.refuses(() => attempt({ extendedProperties }), { ...bad, message: `The extended properties of the hosted service are invalid: ${problem}.` });
        for (const name of ['1st', 'with-hyphen', 'ñ', '', 'x'.repeat(65)]) await properties([{ name, value: 'v' }], `the name ${name} is not 1 to 64 letters, digits and underscores, a letter first`);
        await properties([{ name: 'a', value: 'x'.repeat(256) }], 'the value of a is longer than 255 characters');
        await properties([{ name: 'a', value: '1' }, { name: 'a', value: '2' }], 'a is there twice');
        await properties(Array.from({ length: 51 }, (_, i) => ({ name: `p${i}`, value: 'v' })), 'there may be 50 of them');
      }
      await update({ extendedProperties: Array.from({ length: 50 }, (_, i) => ({ name: `p${i}`, value: 'v' })) });
      await rig.refuses(() => update({ extendedProperties: [{ name: 'p50', value: 'v' }] }), { ...bad, message: /there may be 50 of them/ });
    });

    it('shows elements only to versions that have them', async () => {
      await update({ reverseDnsFqdn: 'contoso-reports.cloudapp.net.' });
      const show = async (version: string) => (await rig.send(`/{sub}/services/hostedservices/${serviceName}`, { headers: { 'x-ms-version': version } })).body;
      assert.doesNotMatch(await show('2014-05-01'), /ReverseDnsFqdn/);
      assert.match(await show('2014-06-01'), /<ExtendedProperties\/><ReverseDnsFqdn>contoso-reports\.cloudapp\.net\.<\/ReverseDnsFqdn><\/HostedServiceProperties><\/HostedService>$/);
    });

    it('finds the services of a state that knew no certificates and no extensions', async () => {
      const file = path.join(rig.directory, 'state.json');
      await rig.emulator.stop();
      await writeFile(file, (await readFile(file, 'utf8')).replaceAll('"certificates":[],"extensions":[],', ''));
      assert.doesNotMatch(await readFile(file, 'utf8'), /"extensions"/);
      await rig.restart();
      assert.deepEqual([await rig.client.serviceCertificates.list({ serviceName }), await rig.client.extensions.list({ serviceName })], [[], []]);
    });
  });

  describe('of a storage account', () => {
    const serviceName = 'contosopackages';
    const update = (change: object) => rig.client.storageAccounts.update({ serviceName, ...change });
    const shown = async (name = serviceName) => rig.client.storageAccounts.get({ serviceName: name });

    it('changes what it gives and leaves the rest', async () => {
      const before = await shown();
      await update({ description: 'Old and new ones', label: 'Paquetes', extendedProperties: [{ name: 'ext1', value: 'val1' }] });
      assert.deepEqual(await shown(), {
        ...before, storageServiceProperties: { ...before.storageServiceProperties, description: 'Old and new ones', label: 'Paquetes' }, extendedProperties: [{ name: 'ext1', value: 'val1' }],
      });
      await update({ description: null, extendedProperties: [{ name: 'ext1', value: '' }] });
      assert.deepEqual(await shown(), { ...before, storageServiceProperties: { ...before.storageServiceProperties, label: 'Paquetes' } });
      await update({});
    });

    it('changes how its data are kept, in old words too', async () => {
      const type = async (change: object) => {
        await update(change);
        const { storageServiceProperties: { accountType, geoSecondaryRegion, secondaryEndpoints } = {} } = await shown();
        return [accountType, geoSecondaryRegion, secondaryEndpoints?.length];
      };
      assert.deepEqual(await type({ accountType: 'Standard_LRS' }), ['Standard_LRS', '', undefined]);
      assert.deepEqual(await type({ accountType: 'Standard_RAGRS' }), ['Standard_RAGRS', 'North Europe', 3]);
      assert.deepEqual(await type({ secondaryReadEnabled: false }), ['Standard_GRS', 'North Europe', undefined]);
      assert.deepEqual(await type({ geoReplicationEnabled: false }), ['Standard_LRS', '', undefined]);
      assert.deepEqual(await type({ geoReplicationEnabled: true, secondaryReadEnabled: true }), ['Standard_RAGRS', 'North Europe', 3]);
      assert.deepEqual(await type({ label: 'l' }), ['Standard_RAGRS', 'North Europe', 3]);
      for (const [name, given, expected] of [['once', { geoReplicationEnabled: false }, 'Standard_LRS'], ['twice', { geoReplicationEnabled: true }, 'Standard_GRS'], ['read', { secondaryReadEnabled: true }, 'Standard_RAGRS']] as const) {
        await rig.client.storageAccounts.create({ serviceName: name, label: 'l', location: 'West US', ...given });
        assert.equal((await shown(name)).storageServiceProperties?.accountType, expected);
      }
    });

    it('cannot make a zone-redundant or premium account another, nor another one of them', async () => {
      for (const [name, accountType] of [['zones', 'Standard_ZRS'], ['premium', 'Premium_LRS']] as const) {
        await rig.finish(await rig.client.storageAccounts.create({ serviceName: name, label: 'l', location: 'West US', accountType }));
        await rig.refuses(() => rig.client.storageAccounts.update({ serviceName: name, accountType: 'Standard_LRS' }), { ...bad, message: `The account type cannot be changed from ${accountType} to Standard_LRS: Standard_ZRS and Premium_LRS are for good.` });
        await rig.refuses(() => rig.client.storageAccounts.update({ serviceName: name, geoReplicationEnabled: true }), { ...bad, message: /^The account type cannot be changed/ });
        await rig.refuses(() => update({ accountType }), { ...bad, message: /^The account type cannot be changed/ });
        await rig.client.storageAccounts.update({ serviceName: name, accountType, label: 'still' });
      }
    });

    it('refuses what is wrong with it', async () => {
      await rig.refuses(() => update({ label: '' }), { ...bad, message: /^The label of the storage account is invalid/ });
      await rig.refuses(() => update({ description: 'x'.repeat(1025) }), { ...bad, message: 'The description for the storage account is invalid.' });
      await rig.refuses(() => update({ accountType: 'Gold' }), { ...bad, message: /^The account type Gold is not one of / });
      await rig.refuses(() => update({ extendedProperties: [{ name: '1st', value: 'v' }] }), { ...bad, message: /^The extended properties of the storage account are invalid: the name 1st/ });
      await rig.refuses(() => update({ customDomains: [{ name: 'blobs.contoso.com' }] }), { ...bad, message: 'The emulator has no custom domains.' });
      await rig.refuses(() => rig.client.storageAccounts.update({ serviceName: 'nobody', label: 'l' }), { status: 404, code: 'ResourceNotFound', message: "The storage account 'nobody' was not found." });
      await rig.client.storageAccounts.create({ serviceName: 'fresh', label: 'l', location: 'West US' });
      const busy = { status: 409, code: 'ConflictError', message: 'Windows Azure is currently performing an operation on this storage account that requires exclusive access.' };
      await rig.refuses(() => rig.client.storageAccounts.update({ serviceName: 'fresh', label: 'l' }), busy);
      await rig.refuses(() => rig.client.storageAccounts.regenerateKeys({ serviceName: 'fresh', keyType: 'Primary' }), busy);
    });

    it('shows an account in the words of the version that is asked with', async () => {
      const show = async (version: string) => (await rig.send(`/{sub}/services/storageservices/${serviceName}`, { headers: { 'x-ms-version': version } })).body;
      const elements = async (version: string) => (await show(version)).match(/(?<=<)(GeoReplicationEnabled|CustomDomains|StatusOfPrimary|SecondaryReadEnabled|AccountType)/g);
      assert.deepEqual(await elements('2013-03-01'), ['GeoReplicationEnabled']);
      assert.deepEqual(await elements('2014-05-01'), ['GeoReplicationEnabled', 'StatusOfPrimary', 'CustomDomains', 'SecondaryReadEnabled']);
      assert.deepEqual(await elements('2014-10-01'), ['StatusOfPrimary', 'CustomDomains', 'AccountType']);
    });

    it('of its keys takes effect at once, and leaves the other key', async () => {
      const url = await rig.stage(Buffer.from('hello'));
      const keys = async () => (await rig.client.storageAccounts.getKeys({ serviceName })).storageServiceKeys;
      const signed = async (key: string) => (await fetch(await packageSasUrl({ account: { name: serviceName, key, blobEndpoint: `${rig.emulator.blobEndpoint}/${serviceName}` }, url }))).status;
      const before = await keys();
      assert.deepEqual([await signed(before.primary), await signed(before.secondary)], [200, 200]);
      const answer = await rig.client.storageAccounts.regenerateKeys({ serviceName, keyType: 'Primary' });
      assert.deepEqual(answer, await rig.client.storageAccounts.getKeys({ serviceName }));
      const { primary, secondary } = await keys();
      assert.deepEqual([primary === before.primary, secondary === before.secondary, Buffer.from(primary, 'base64').length], [false, true, 64]);
      assert.deepEqual([await signed(before.primary), await signed(primary), await signed(secondary)], [403, 200, 200]);
      await rig.client.storageAccounts.regenerateKeys({ serviceName, keyType: 'Secondary' });
      assert.deepEqual([await signed(primary), await signed(secondary)], [200, 403]);
      await rig.restart();
      assert.equal((await keys()).primary, primary);
      await rig.refuses(() => rig.client.storageAccounts.regenerateKeys({ serviceName, keyType: 'Tertiary' }), { ...bad, message: 'The key type Tertiary is neither Primary nor Secondary.' });
      await rig.refuses(() => rig.client.storageAccounts.regenerateKeys({ serviceName: 'nobody', keyType: 'Primary' }), { status: 404, code: 'ResourceNotFound', message: "The storage account 'nobody' was not found." });
      assert.ok(![primary, secondary, before.primary].some((key) => rig.logged.join().includes(key)));
    });
  });

  describe('of an affinity group', () => {
    const affinityGroupName = 'contoso-west';
    it('gives it another label, and another description where it has one', async () => {
      const before = await rig.client.affinityGroups.get({ affinityGroupName });
      await rig.client.affinityGroups.update({ affinityGroupName, label: 'Oeste' });
      assert.deepEqual(await rig.client.affinityGroups.get({ affinityGroupName }), { ...before, label: 'Oeste' });
      await rig.client.affinityGroups.update({ affinityGroupName: 'CONTOSO-west', label: 'West', description: 'Near <Amsterdam>' });
      assert.deepEqual(await rig.client.affinityGroups.get({ affinityGroupName }), { ...before, label: 'West', description: 'Near <Amsterdam>' });
    });

    it('refuses what is wrong with it', async () => {
      const update = (change: object) => () => rig.client.affinityGroups.update({ affinityGroupName, label: 'l', ...change });
      await rig.refuses(update({ affinityGroupName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: 'The affinity group does not exist.' });
      await rig.refuses(update({ label: long }), { ...bad, message: /^The label of the affinity group is invalid/ });
      await rig.refuses(update({ description: 'x'.repeat(1025) }), { ...bad, message: 'The description for the affinity group is invalid.' });
      await assert.rejects(update({ label: undefined }), { code: 'InvalidParameter' });
    });
  });
});
