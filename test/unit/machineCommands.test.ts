import assert from 'node:assert/strict';
import './fakeVscode.ts';
import { buildXml } from '../../src/protocol/schema.ts';
import { persistentVMRole } from '../../src/protocol/virtualMachineRole.ts';
import { buildRequest, parseAnswer, type Deployment, type ServiceManagementClient, type StorageAccount } from '../../src/client/index.ts';

const { addressFate, areAll } = await import('../../src/ui/commands/virtualMachines/consequences.ts');
const { freeLun, gigabytesProblem, lunProblem, newVhd } = await import('../../src/ui/commands/virtualMachines/dataDiskRules.ts');
const { endpointNameProblem, publicPortProblem } = await import('../../src/ui/commands/virtualMachines/endpoints.ts');
const { settingsOf, withEndpoint, withoutEndpoint } = await import('../../src/ui/commands/virtualMachines/settings.ts');
const { sizeChoices } = await import('../../src/ui/commands/virtualMachines/size.ts');
const { machineFacts } = await import('../../src/ui/commands/virtualMachines/choose.ts');
const { accountsNear } = await import('../../src/ui/commands/virtualMachines/near.ts');
const { deploymentChoices } = await import('../../src/ui/input/pickResource.ts');
const { sshCommand } = await import('../../src/ui/commands/virtualMachines/connect.ts');
const { imageNameProblem } = await import('../../src/ui/input/names.ts');

describe('the public address of machines that are deallocated', () => {
  const of = (statuses: Record<string, string>, change: Partial<Deployment> = {}): Deployment => ({
    name: 'vms', status: 'Running', virtualIPs: [{ address: '1.2.3.4' }], ...change,
    roleInstanceList: Object.entries(statuses).map(([roleName, instanceStatus]) => ({ roleName, instanceName: roleName, instanceStatus })),
  });

  it('stays while another machine is allocated, be it stopped', () => {
    assert.equal(addressFate(of({ a: 'ReadyRole', b: 'ReadyRole' }), ['a']), 'stays');
    assert.equal(addressFate(of({ a: 'ReadyRole', b: 'StoppedVM' }), ['a']), 'stays');
  });
  it('is lost with the last one', () => {
    assert.equal(addressFate(of({ a: 'ReadyRole', b: 'StoppedDeallocated' }), ['a']), 'lost');
    assert.equal(addressFate(of({ a: 'ReadyRole', b: 'ReadyRole' }), ['a', 'b']), 'lost');
  });
  it('stays where it is reserved, and there is nothing to say where there is none', () => {
    assert.equal(addressFate(of({ a: 'ReadyRole' }, { reservedIPName: 'mine' }), ['a']), 'reserved');
    assert.equal(addressFate(of({ a: 'StoppedDeallocated' }, { virtualIPs: [] }), ['a']), 'none');
  });
  it('goes with the deployment when all of its machines are deleted', () => {
    const deployment = of({}, { roleList: [{ roleName: 'a' }, { roleName: 'b' }] });
    assert.deepEqual([areAll(deployment, ['b', 'a']), areAll(deployment, ['a'])], [true, false]);
  });
});

describe('the LUN of a data disk', () => {
  it('is the first that is free, where answers leave out 0', () => {
    assert.equal(freeLun([]), 0);
    assert.equal(freeLun([{}, { lun: 1 }, { lun: 3 }], 4), 2);
    assert.equal(freeLun([{ lun: 1 }], 2), 0);
  });
  it('is none where the size of the machine has no room, wherever its disks are', () => {
    assert.equal(freeLun([{}, { lun: 1 }], 2), undefined);
    assert.equal(freeLun([{ lun: 7 }, { lun: 9 }], 2), undefined);
    assert.equal(freeLun(Array.from({ length: 32 }, (_, lun) => ({ lun }))), undefined);
  });
  it('is refused in words where it is taken or no number of the size', () => {
    assert.equal(lunProblem(' 1 ', [{}], 2), undefined);
    assert.equal(lunProblem('0', [{}], 2), 'There is a disk at LUN 0 already.');
    for (const text of ['', 'x', '-1', '1.5', '2', '99']) assert.equal(lunProblem(text, [], 2), 'A LUN is a whole number from 0 to 1.', text);
    assert.equal(lunProblem('32', []), 'A LUN is a whole number from 0 to 31.');
  });
});

describe('a new data disk', () => {
  it('has 1 to 1023 GB', () => {
    for (const text of ['1', ' 1023 ']) assert.equal(gigabytesProblem(text), undefined);
    for (const text of ['', '0', '1024', '5.5', '-3', '9999', 'many']) assert.match(gigabytesProblem(text)!, /from 1 to 1023/, text);
  });
  it('goes into a VHD that says whose it is, whatever the endpoint ends with', () => {
    const vhd = 'https://a.blob.core.windows.net/vhds/shop-web1-2026-11-24-18-05-09-007.vhd';
    for (const endpoint of ['https://a.blob.core.windows.net/', 'https://a.blob.core.windows.net']) assert.equal(newVhd(endpoint, 'shop', 'web1', new Date('2026-11-24T18:05:09.007Z')), vhd);
  });
});

describe('an endpoint', () => {
  it('is refused while it is typed where its public port is taken, or none', () => {
    const takenBy = (port: number) => (port === 443 ? 'web2' : undefined);
    assert.equal(publicPortProblem('444', takenBy), undefined);
    assert.equal(publicPortProblem('443', takenBy), 'The public port 443 is taken by web2.');
    for (const text of ['', '0', '65536', '1e3', '80.5']) assert.equal(publicPortProblem(text, takenBy), 'A port is a whole number from 1 to 65535.', text);
  });
  it('has a name of its own, whatever the case', () => {
    assert.equal(endpointNameProblem('Web', [{ name: 'SSH' }]), undefined);
    assert.equal(endpointNameProblem('ssh ', [{ name: 'SSH' }]), 'The machine has an endpoint ssh already.');
    assert.equal(endpointNameProblem(' ', []), 'Enter a name.');
  });
});

describe('the settings of a machine that is changed', () => {
  const shown = `<PersistentVMRole xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><RoleName>web1</RoleName><OsVersion/><RoleType>PersistentVMRole</RoleType>
    <ConfigurationSets><ConfigurationSet i:type="NetworkConfigurationSet"><ConfigurationSetType>NetworkConfiguration</ConfigurationSetType>
      <InputEndpoints><InputEndpoint><LocalPort>22</LocalPort><Name>SSH</Name><Port>50022</Port><Protocol>tcp</Protocol><EndpointAcl><Rules><Rule><Order>1</Order><Action>deny</Action><RemoteSubnet>0.0.0.0/0</RemoteSubnet></Rule></Rules></EndpointAcl><Newer><Deep>1</Deep></Newer></InputEndpoint></InputEndpoints>
      <SubnetNames><SubnetName>front</SubnetName></SubnetNames><PublicIPs><PublicIP><Name>own</Name><DomainNameLabel>web</DomainNameLabel></PublicIP></PublicIPs><LaterSetting>on</LaterSetting></ConfigurationSet></ConfigurationSets>
    <ResourceExtensionReferences><ResourceExtensionReference><ReferenceName>Access</ReferenceName><Publisher>p</Publisher><Name>n</Name><Version>1.*</Version><State>Enable</State></ResourceExtensionReference></ResourceExtensionReferences>
    <AvailabilitySetName>set</AvailabilitySetName><DataVirtualHardDisks><DataVirtualHardDisk><HostCaching>None</HostCaching><DiskName>data</DiskName><LogicalDiskSizeInGB>5</LogicalDiskSizeInGB><MediaLink>https://a/data.vhd</MediaLink><IOType>Standard</IOType></DataVirtualHardDisk></DataVirtualHardDisks>
    <OSVirtualHardDisk><HostCaching>ReadWrite</HostCaching><DiskName>os</DiskName><MediaLink>https://a/os.vhd</MediaLink><OS>Linux</OS><IOType>Standard</IOType></OSVirtualHardDisk><RoleSize>Small</RoleSize><ProvisionGuestAgent>true</ProvisionGuestAgent>
    <DebugSettings><BootDiagnosticsEnabled>true</BootDiagnosticsEnabled><ConsoleScreenshotBlobUri>https://a/s.bmp</ConsoleScreenshotBlobUri></DebugSettings></PersistentVMRole>`;
  const settings = () => settingsOf(parseAnswer('virtualMachines.get', 200, {}, shown));
  const sent = (change: ReturnType<typeof settings>) => buildRequest('virtualMachines.update', { ...change, serviceName: 's', deploymentName: 'd', roleName: 'web1' });

  it('are sent as they were shown, with what no shape knows, and without what only answers have', () => {
    const { body = '', headers } = sent(settings());
    assert.equal(body.replace(/^<\?xml[^>]*\?>/, ''), shown.replace(/>\s+</g, '><').replace('<OsVersion/>', '').replace(/<ResourceExtensionReferences>.*<\/ResourceExtensionReferences>/, '')
      .replace(/<IOType>\w+<\/IOType>/g, '').replace(/<ConsoleScreenshotBlobUri>.*<\/ConsoleScreenshotBlobUri>/, ''));
    assert.equal(headers['x-ms-version'], '2017-01-01');
  });

  it('say nothing of extensions, whose protected parameters no answer shows, so that they stay', () => assert.doesNotMatch(sent(settings()).body!, /Extension/));

  it('have an endpoint more, or less, and nothing else is otherwise', () => {
    const endpoint = { localPort: 80, name: 'Web', port: 80, protocol: 'tcp' } as const;
    const more = withEndpoint(settings(), endpoint);
    assert.deepEqual(more.configurationSets![0]!.inputEndpoints, [...settings().configurationSets![0]!.inputEndpoints!, endpoint]);
    assert.deepEqual(withoutEndpoint(more, 'Web'), settings());
    assert.deepEqual(withoutEndpoint(settings(), 'SSH').configurationSets![0]!.inputEndpoints, []);
  });

  it('have a network configuration for their first endpoint', () => {
    const bare = withEndpoint({ roleName: 'web1' }, { name: 'Web' });
    assert.equal(buildXml('PersistentVMRole', persistentVMRole, bare).includes('<ConfigurationSetType>NetworkConfiguration</ConfigurationSetType><InputEndpoints><InputEndpoint><Name>Web</Name>'), true);
  });
});

describe('the sizes that a machine can have', () => {
  it('are others, of machines, with room for its data disks, the smallest first', () => {
    const size = (name: string, cores: number, memoryInMb: number, maxDataDiskCount: number, supportedByVirtualMachines = true) => ({ name, cores, memoryInMb, maxDataDiskCount, supportedByVirtualMachines });
    const sizes = [size('Large', 4, 7168, 8), size('Small', 1, 1792, 2), size('Tiny', 1, 768, 1), size('Roles', 1, 1024, 16, false), size('Medium', 2, 3584, 4)];
    assert.deepEqual(sizeChoices(sizes, 'small', 2).map(({ value, description }) => [value, description]), [
      ['Medium', 'cores: 2, memory: 3.5 GB, data disks: 4 at most'], ['Large', 'cores: 4, memory: 7 GB, data disks: 8 at most'],
    ]);
  });
});

describe('the ssh command of a machine', () => {
  it('has the host of its deployment and the public port of its port 22', () => {
    const role = { roleName: 'web1', configurationSets: [{ configurationSetType: 'NetworkConfiguration' as const, inputEndpoints: [{ name: 'Web', localPort: 80, port: 80 }, { name: 'SSH', localPort: 22, port: 50022 }] }] };
    const command = (url?: string) => sshCommand({ serviceName: 'shop', deployment: { name: 'd', url }, machine: { serviceName: 'shop', deployment: { name: 'd' }, role, instance: undefined } });
    assert.equal(command('http://shop.chinacloudapp.cn/'), 'ssh -p 50022 shop.chinacloudapp.cn');
    assert.equal(command(), 'ssh -p 50022 shop.cloudapp.net');
  });
});

describe('a storage account for disks', () => {
  it('is where the machine is, wherever that is said, takes page blobs, and neither comes nor goes just now', async () => {
    const account = (serviceName: string, change: StorageAccount['storageServiceProperties']): StorageAccount =>
      ({ serviceName, storageServiceProperties: { status: 'Created', endpoints: [`https://${serviceName}/`], accountType: 'Standard_LRS', ...change } });
    const accounts = [
      account('near', { location: 'West Europe' }), account('grouped', { affinityGroup: 'eu' }), account('regional', { geoPrimaryRegion: 'West Europe' }), account('far', { location: 'East US' }),
      account('zones', { location: 'West Europe', accountType: 'Standard_ZRS' }), account('going', { location: 'West Europe', status: 'Deleting' }), account('coming', { location: 'West Europe', status: 'Creating' }),
    ];
    const client = {
      hostedServices: { get: async () => ({ hostedServiceProperties: { location: 'West Europe' } }) },
      affinityGroups: { list: async () => [{ name: 'eu', location: 'West Europe' }] }, storageAccounts: { list: async () => accounts },
    };
    assert.deepEqual((await accountsNear(client as unknown as ServiceManagementClient, 'shop')).map(({ label }) => label), ['near', 'grouped', 'regional']);
  });
});

describe('the deployments to choose from', () => {
  const services = Array.from({ length: 9 }, (_, at) => ({ serviceName: `s${at}` }));
  const rig = (get: (serviceName: string) => Promise<unknown>) => deploymentChoices({
    hostedServices: { list: async () => services, get: ({ serviceName }: { serviceName: string }) => get(serviceName) },
  } as unknown as ServiceManagementClient);
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('are those of the services that are there still, a few of which are looked into at a time', async () => {
    let [now, most] = [0, 0];
    const choices = await rig(async (serviceName) => {
      most = Math.max(most, ++now);
      await turn();
      now--;
      if (serviceName === 's3') throw Object.assign(new Error('gone'), { code: 'ResourceNotFound', httpStatus: 404 });
      return { deployments: [{ name: `d-${serviceName}`, status: 'Running' }] };
    });
    assert.deepEqual(choices.map(({ label }) => label), ['s0', 's1', 's2', 's4', 's5', 's6', 's7', 's8']);
    assert.equal(most, 4);
  });

  it('are none when the service fails, and no more is asked of it', async () => {
    const asked: string[] = [];
    await assert.rejects(rig(async (serviceName) => {
      asked.push(serviceName);
      await turn();
      throw new Error('no');
    }), /no/);
    await turn();
    assert.deepEqual(asked, ['s0', 's1', 's2', 's3']);
  });
});

describe('machines that are asked about', () => {
  it('are named in one line, and of many it is said how many more there are', () => {
    const machines = Array.from({ length: 14 }, (_, at) => ({ serviceName: 'shop', deployment: { name: 'd' }, role: { roleName: `m${at}` }, instance: undefined }));
    const facts = machineFacts([{ connection: { name: 'n', subscriptionId: 's' }, serviceName: 'shop', deployment: { name: 'd' }, machines } as unknown as Parameters<typeof machineFacts>[0][number]]);
    assert.equal(facts.at(-1), 'Virtual machines: m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11 and 2 more');
  });
});

describe('the name of an image', () => {
  it('has at most 100 letters, digits, hyphens, dots and underscores', () => {
    for (const name of ['a', 'web-2026.11_24', 'x'.repeat(100)]) assert.equal(imageNameProblem(name), undefined);
    for (const name of ['', 'with space', 'ñ', 'x'.repeat(101)]) assert.notEqual(imageNameProblem(name), undefined, name);
  });
});
