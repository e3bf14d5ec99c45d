import assert from 'node:assert/strict';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import { configuration, shopPackage, type Rig } from './emulatorRig.ts';
import {
  arrive, ask, at, blobAt, create, created, deployment, disksOf, failNext, fails, linux, markAt, mediaLink, network, password, role, service, startMachineRig, stateText, statuses, windows,
} from './machineRig.ts';

const xmlns = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

describe('Virtual machines in the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => { rig = await startMachineRig(); });
  afterEach(() => rig.stop());

  const get = (roleName: string) => rig.client.virtualMachines.get({ ...at, roleName });
  const remove = async (deleteMedia?: boolean) => rig.finish(await rig.client.deployments.delete({ ...at, deleteMedia }));

  it('are created from an image, with a VHD and a disk of their own', async () => {
    const accepted = await create(rig);
    const { status, locked } = await deployment(rig);
    assert.deepEqual([status, locked], ['Deploying', true]);
    await rig.finish(accepted);
    assert.equal((await deployment(rig)).status, 'Running');
    assert.equal(await markAt(rig, mediaLink('web1.vhd')), 'Linux');
    assert.equal(await blobAt(rig, mediaLink('web1.vhd')), 'leased');
    assert.equal((await ask(rig, 'DELETE', mediaLink('web1.vhd'))).status, 412, 'nobody deletes it under a machine');
    const [disk, ...more] = await disksOf(rig, 'web1');
    assert.equal(more.length, 0);
    assert.match(disk!.name, /^vms-web1-0-\d{18}$/);
    assert.deepEqual({ ...disk, name: '', created: 0 }, {
      name: '', mediaLink: mediaLink('web1.vhd'), gigabytes: 1, os: 'Linux', sourceImage: 'linux', attachedTo: { hostedService: service, deployment: 'vms', role: 'web1' }, created: 0,
    });
    const { currentCoreCount } = await rig.client.subscriptions.get();
    assert.equal(currentCoreCount, 1);
  });

  it('are shown as the real service showed them, byte for byte', async () => {
    await created(rig, [role('web1', {
      osVirtualHardDisk: { sourceImageName: 'linux', mediaLink: mediaLink('web1.vhd'), diskLabel: 'my disk', diskName: 'mydisk' },
      dataVirtualHardDisks: [{ logicalDiskSizeInGB: 2, mediaLink: mediaLink('data0.vhd') }, { lun: 3, logicalDiskSizeInGB: 1, diskLabel: 'logs', hostCaching: 'None', mediaLink: mediaLink('data3.vhd') }],
      configurationSets: [linux(), network({ inputEndpoints: [{ name: 'SSH', protocol: 'tcp', port: 22, localPort: 22, idleTimeoutInMinutes: 4 }] })],
    })]);
    arrive(rig);
    const [, data0, data3] = (await disksOf(rig, 'web1')).map(({ name }) => name);
    const { privateId, createdTime, lastModifiedTime, virtualIPs: [vip] = [], internalDnsSuffix, roleInstanceList: [instance] = [] } = await deployment(rig);
    const second = (date?: Date) => date?.toISOString().replace('.000', '');
    const roleXml = (withVip: string) => '<RoleName>web1</RoleName><OsVersion/><RoleType>PersistentVMRole</RoleType>'
      + '<ConfigurationSets><ConfigurationSet i:type="NetworkConfigurationSet"><ConfigurationSetType>NetworkConfiguration</ConfigurationSetType>'
      + `<InputEndpoints><InputEndpoint><LocalPort>22</LocalPort><Name>SSH</Name><Port>22</Port><Protocol>tcp</Protocol>${withVip}<EnableDirectServerReturn>false</EnableDirectServerReturn><IdleTimeoutInMinutes>4</IdleTimeoutInMinutes></InputEndpoint></InputEndpoints>`
      + `${withVip && '<SubnetNames/>'}</ConfigurationSet></ConfigurationSets>`
      + `<DataVirtualHardDisks><DataVirtualHardDisk><HostCaching>ReadOnly</HostCaching><DiskName>${data0}</DiskName><LogicalDiskSizeInGB>2</LogicalDiskSizeInGB><MediaLink>${mediaLink('data0.vhd')}</MediaLink><IOType>Standard</IOType></DataVirtualHardDisk>`
      + `<DataVirtualHardDisk><HostCaching>None</HostCaching><DiskLabel>logs</DiskLabel><DiskName>${data3}</DiskName><Lun>3</Lun><LogicalDiskSizeInGB>1</LogicalDiskSizeInGB><MediaLink>${mediaLink('data3.vhd')}</MediaLink><IOType>Standard</IOType></DataVirtualHardDisk></DataVirtualHardDisks>`
      + `<OSVirtualHardDisk><HostCaching>ReadWrite</HostCaching><DiskLabel>my disk</DiskLabel><DiskName>mydisk</DiskName><MediaLink>${mediaLink('web1.vhd')}</MediaLink><SourceImageName>linux</SourceImageName><OS>Linux</OS><IOType>Standard</IOType></OSVirtualHardDisk>`
      + '<RoleSize>Small</RoleSize>';
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const configuration = '<ServiceConfiguration xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">\r\n  <Role name="web1">\r\n    <Instances count="1" />\r\n  </Role>\r\n</ServiceConfiguration>';
    assert.equal((await rig.send(`/{sub}/services/hostedservices/${service}/deployments/vms/roles/web1`)).body, `<PersistentVMRole ${xmlns}>${roleXml('')}</PersistentVMRole>`);
    assert.equal((await rig.send(`/{sub}/services/hostedservices/${service}/deploymentslots/production`)).body, `<Deployment ${xmlns}><Name>vms</Name><DeploymentSlot>Production</DeploymentSlot><PrivateID>${privateId}</PrivateID><Status>Running</Status>`
      + `<Label>${base64('my machines')}</Label><Url>http://contoso-shop.cloudapp.net/</Url><Configuration>${base64(configuration)}</Configuration>`
      + '<RoleInstanceList><RoleInstance><RoleName>web1</RoleName><InstanceName>web1</InstanceName><InstanceStatus>ReadyRole</InstanceStatus><InstanceUpgradeDomain>0</InstanceUpgradeDomain><InstanceFaultDomain>0</InstanceFaultDomain><InstanceSize>Small</InstanceSize><InstanceStateDetails/>'
      + `<IpAddress>${instance!.ipAddress}</IpAddress><InstanceEndpoints><InstanceEndpoint><Name>SSH</Name><Vip>${vip!.address}</Vip><PublicPort>22</PublicPort><LocalPort>22</LocalPort><Protocol>tcp</Protocol><IdleTimeoutInMinutes>4</IdleTimeoutInMinutes></InstanceEndpoint></InstanceEndpoints>`
      + `<PowerState>Started</PowerState><HostName>myhost</HostName><RemoteAccessCertificateThumbprint>${instance!.remoteAccessCertificateThumbprint}</RemoteAccessCertificateThumbprint></RoleInstance></RoleInstanceList><UpgradeDomainCount>1</UpgradeDomainCount>`
      + `<RoleList><Role i:type="PersistentVMRole">${roleXml(`<Vip>${vip!.address}</Vip>`)}</Role></RoleList><SdkVersion/><Locked>false</Locked><RollbackAllowed>false</RollbackAllowed><CreatedTime>${second(createdTime)}</CreatedTime><LastModifiedTime>${second(lastModifiedTime)}</LastModifiedTime><ExtendedProperties/>`
      + `<VirtualIPs><VirtualIP><Address>${vip!.address}</Address><IsDnsProgrammed>true</IsDnsProgrammed><Name>vmsContractContract</Name></VirtualIP></VirtualIPs><InternalDnsSuffix>${internalDnsSuffix}</InternalDnsSuffix><LoadBalancers/></Deployment>`);
    assert.match(instance!.remoteAccessCertificateThumbprint!, /^[0-9a-f]{32}$/);
    assert.match(internalDnsSuffix!, /^contoso-shop\.d\d+\.internal\.cloudapp\.net$/);
  });

  it('come up step by step, Windows with its own words', async () => {
    await created(rig, [role('win', { configurationSets: [windows()], osVirtualHardDisk: { sourceImageName: 'windows', mediaLink: mediaLink('win.vhd') }, provisionGuestAgent: true })]);
    await remove(true);
    await create(rig, [role('win', { configurationSets: [windows()], osVirtualHardDisk: { sourceImageName: 'windows', mediaLink: mediaLink('win.vhd') }, provisionGuestAgent: true })]);
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      const [{ instanceStatus, powerState, instanceStateDetails, hostName, remoteAccessCertificateThumbprint, guestAgentStatus } = assert.fail()] = (await deployment(rig)).roleInstanceList!;
      const line = [instanceStatus, powerState, instanceStateDetails, hostName, remoteAccessCertificateThumbprint?.replace(/^[0-9A-F]{40}$/, 'SHA-1'), guestAgentStatus?.status, guestAgentStatus?.formattedMessage?.message].join(' | ');
      if (seen.at(-1) !== line) seen.push(line);
      rig.clock.advance(1);
    }
    const notReady = 'NotReady | Status not available for role win.';
    assert.deepEqual(seen, [
      `RoleStateUnknown | Starting |  |  |  | ${notReady}`,
      `CreatingVM | Starting |  |  |  | ${notReady}`,
      `StartingVM | Starting |  |  |  | ${notReady}`,
      `Provisioning | Started | Windows is preparing your computer for first use... | mycomputer |  | ${notReady}`,
      'ReadyRole | Started |  | mycomputer | SHA-1 | Ready | GuestAgent is running and accepting new configurations.',
    ]);
  });

  it('are there after a restart, and nothing secret is kept of them', async () => {
    const thumbprint = await addCertificate();
    await created(rig, [
      role('web1', {
        configurationSets: [linux({ ssh: { publicKeys: [{ fingerprint: thumbprint, path: '/home/myuser/.ssh/authorized_keys' }] }, customData: 'never-kept-either' })],
        provisionGuestAgent: true,
        resourceExtensionReferences: [{
          referenceName: 'Script', publisher: 'Microsoft.OSTCExtensions', name: 'CustomScriptForLinux', version: '1.0',
          resourceExtensionParameterValues: [{ key: 'pub', type: 'Public', value: 'everybody may see' }, { key: 'priv', type: 'Private', value: 'nobody may see' }],
        }],
      }),
      role('win', {
        configurationSets: [windows({
          domainJoin: { credentials: { domain: 'contoso', username: 'joiner', password: 'never-kept-domain' }, joinDomain: 'contoso.com' },
          additionalUnattendContent: { passes: [{ passName: 'oobeSystem', components: [{ componentName: 'c', componentSettings: [{ settingName: 's', content: 'never-kept-unattended' }] }] }] },
        })],
        osVirtualHardDisk: { sourceImageName: 'windows', mediaLink: mediaLink('win.vhd') },
      }),
    ]);
    arrive(rig);
    const before = await rig.snapshot();
    await rig.restart();
    assert.deepEqual(JSON.parse(JSON.stringify(await rig.snapshot(), withoutTimes)), JSON.parse(JSON.stringify(before, withoutTimes)));
    assert.equal(await blobAt(rig, mediaLink('win.vhd')), 'leased');
    const kept = stateText(rig) + JSON.stringify(before) + rig.logged.join('\n') + (await rig.send(`/{sub}/services/hostedservices/${service}/deployments/vms`)).body;
    for (const secret of [password, 'never-kept', 'nobody may see']) {
      assert.ok(!kept.includes(secret), secret);
      assert.ok(!kept.includes(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1)), secret);
    }
    const [extension] = (await get('web1')).resourceExtensionReferences!;
    assert.deepEqual(extension, {
      referenceName: 'Script', publisher: 'Microsoft.OSTCExtensions', name: 'CustomScriptForLinux', version: '1.0', resourceExtensionParameterValues: [{ key: 'pub', type: 'Public', value: 'everybody may see' }], state: 'Enable',
    });
    const [instance] = (await deployment(rig)).roleInstanceList!;
    assert.deepEqual(instance!.resourceExtensionStatusList, [{
      handlerName: 'Microsoft.OSTCExtensions.CustomScriptForLinux', version: '1.0', status: 'Ready',
      formattedMessage: { language: 'en-US', message: 'Plugin enabled (name: Microsoft.OSTCExtensions.CustomScriptForLinux, version: 1.0).' },
    }]);
  });

  /** A guest agent reports at every look. */
  const withoutTimes = (key: string, value: unknown) => (key === 'timestamp' ? undefined : value);
  const addCertificate = async (): Promise<string> => {
    const { cert } = await makeManagementCertificate({ commonName: 'www.contoso.com', days: 30, now: new Date() });
    await rig.finish(await rig.client.serviceCertificates.add({ serviceName: service, data: cert.replace(/-----[^-]+-----|\s/g, ''), certificateFormat: 'cer' }));
    return (await rig.client.serviceCertificates.list({ serviceName: service })).at(-1)!.thumbprint!;
  };

  it('hold the certificates that they were provisioned with', async () => {
    const thumbprint = await addCertificate();
    await created(rig, [role('win', {
      configurationSets: [windows({ storedCertificateSettings: [{ storeLocation: 'LocalMachine', storeName: 'My', thumbprint: thumbprint.toLowerCase() }] })], osVirtualHardDisk: { sourceImageName: 'windows', mediaLink: mediaLink('win.vhd') },
    })]);
    const deleting = async () => rig.finish(await rig.client.serviceCertificates.delete({ serviceName: service, thumbprintAlgorithm: 'sha1', thumbprint }));
    await assert.rejects(deleting(), { code: 'ConflictError', message: 'Certificate deletion is not allowed when it is being used in a deployment.' });
    await remove();
    await deleting();
  });

  it('listen for WinRM with a certificate that the service makes once, and keeps', async () => {
    const listening = (name: string) => role(name, {
      configurationSets: [windows({ winRM: { listeners: [{ protocol: 'Https' }] } })], osVirtualHardDisk: { sourceImageName: 'windows', mediaLink: mediaLink(`${name}.vhd`) },
    });
    await failNext(rig, 'virtualMachines.createDeployment');
    await fails(rig, () => create(rig, [listening('win')]), { code: 'InternalError' });
    await created(rig, [listening('win')]);
    const { defaultWinRmCertificateThumbprint: thumbprint } = await rig.client.hostedServices.get({ serviceName: service });
    assert.match(thumbprint!, /^[0-9A-F]{40}$/);
    assert.equal((await get('win')).defaultWinRmCertificateThumbprint, thumbprint);
    const certificate = await rig.client.serviceCertificates.get({ serviceName: service, thumbprintAlgorithm: 'sha1', thumbprint: thumbprint! });
    assert.ok(certificate.data);
    await rig.finish(await rig.client.virtualMachines.add({ ...at, ...listening('win2') }));
    assert.equal((await get('win2')).defaultWinRmCertificateThumbprint, thumbprint);
    assert.equal((await rig.client.serviceCertificates.list({ serviceName: service })).length, 1);
    await remove(true);
    assert.equal((await rig.client.hostedServices.get({ serviceName: service })).defaultWinRmCertificateThumbprint, thumbprint);
  });

  it('are created once where the answer to that was lost', async () => {
    await rig.send('/_emulator/faults', { method: 'POST', body: 'virtualMachines.createDeployment:reset-after:1,virtualMachines.add:reset-after:1' });
    assert.deepEqual(await create(rig), { requestId: '' });
    rig.clock.advance(60);
    assert.deepEqual(await rig.client.virtualMachines.add({ ...at, ...role('web2') }), { requestId: '' });
    assert.deepEqual(Object.keys(await statuses(rig)), ['web1', 'web2']);
  });

  it('are not what a deployment of web roles is for, nor the other way round', async () => {
    await created(rig);
    const message = 'The deployment holds virtual machines; this operation is for web and worker roles.';
    await rig.refuses(() => rig.client.deployments.updateStatus({ ...at, status: 'Suspended' }), { status: 400, code: 'BadRequest', message });
    const packageUrl = await rig.stage(await shopPackage());
    await rig.finish(await rig.client.deployments.create({ serviceName: service, slot: 'Staging', name: 'web', label: 'x', packageUrl, configuration: configuration() }));
    await rig.refuses(() => rig.client.deployments.swap({ serviceName: service, production: 'vms', sourceDeployment: 'web' }), { status: 400, code: 'BadRequest', message });
  });
});
