import assert from 'node:assert/strict';
import { startRig, type Rig } from './emulatorRig.ts';

describe('Resource extensions in the emulator', () => {
  let rig: Rig;
  before(async () => { rig = await startRig(); });
  after(() => rig.stop());
  const api = () => rig.client.resourceExtensions;

  it('are each told with their newest version, as far as its second number', async () => {
    const newest = new Map((await api().list()).map(({ publisher, name, version }) => [`${publisher}.${name}`, version]));
    for (const [extension, version] of Object.entries({ 'Microsoft.Compute.BGInfo': '2.1', 'Chef.Bootstrap.WindowsAzure.ChefClient': '1207.12', 'Microsoft.Azure.Security.IaaSAntimalware': '1.3' })) assert.equal(newest.get(extension), version);
    for (const { publisher, name, version } of await api().list()) {
      const versions = (await api().listVersions({ publisherName: publisher, extensionName: name })).map((each) => each.version);
      assert.ok(versions.at(-1)!.startsWith(version), `${publisher}.${name}`);
      assert.equal(new Set(versions).size, versions.length);
    }
  });

  it('have the versions that there were, and none where there is no such extension', async () => {
    const versions = await api().listVersions({ publisherName: 'microsoft.compute', extensionName: 'bginfo' });
    assert.deepEqual(versions.map(({ version }) => version), ['1.0', '1.0.1', '1.1', '1.2.2', '2.1']);
    assert.deepEqual(versions[0], {
      publisher: 'Microsoft.Compute', name: 'BGInfo', version: '1.0', label: 'Windows Azure BGInfo Extension for IaaS', description: 'Shows facts about the machine on its desktop',
      publicConfigurationSchema: '', privateConfigurationSchema: '', replicationCompleted: true, companyName: 'Microsoft',
    });
    assert.equal((await rig.send('/{sub}/services/resourceextensions/nobody/nothing')).body, '<ResourceExtensions xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"/>');
    const antimalware = '/{sub}/services/resourceextensions/Microsoft.Azure.Security/IaaSAntimalware';
    assert.match((await rig.send(antimalware)).body, /<SampleConfig>eyJ[^<]+<\/SampleConfig><ReplicationCompleted>true<\/ReplicationCompleted><Eula>/);
    assert.doesNotMatch((await rig.send(antimalware, { headers: { 'x-ms-version': '2013-11-01' } })).body, /ReplicationCompleted|Eula|PrivacyUri|HomepageUri|IsJsonExtension/);
  });
});
