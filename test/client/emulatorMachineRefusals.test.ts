import assert from 'node:assert/strict';
import type { PersistentVMRole } from '../../src/client/index.ts';
import { configuration, shopPackage, type Rig } from './emulatorRig.ts';
import { arrive, at, blobsIn, changeState, create, created, disksOf, linux, mediaLink, network, password, putVhd, refuses, role, service, startMachineRig, stateOf, windows, type Creation } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };

describe('Virtual machines are refused by the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  // Nothing is ever made here, but what a test says.
  before(async () => { rig = await startMachineRig(); });
  afterEach(async () => assert.deepEqual(await blobsIn(rig), {}, 'no blob is left behind'));
  after(() => rig.stop());

  const creating = (change: Partial<PersistentVMRole>, more: Creation = {}) => () => create(rig, [role('web1', change)], more);
  const refused = (change: Partial<PersistentVMRole>, message: string | RegExp, facts = bad) => refuses(rig, creating(change), { ...facts, message });
  const ofLinux = (change: Parameters<typeof linux>[0], message: string | RegExp) => refused({ configurationSets: [linux(change)] }, message);
  const ofWindows = (change: Parameters<typeof windows>[0], message: string | RegExp) => refused({ configurationSets: [windows(change)], osVirtualHardDisk: { sourceImageName: 'windows', mediaLink: mediaLink('w.vhd') } }, message);

  it('in a deployment that cannot be', async () => {
    await refuses(rig, creating({}, { deploymentSlot: 'Staging' }), { ...bad, message: 'A deployment of virtual machines has to be in the Production slot.' });
    await refuses(rig, creating({}, { name: 'a/b' }), { ...bad, message: 'The deployment name is invalid.' });
    await refuses(rig, creating({}, { label: '' }), { ...bad, message: 'The label of the deployment is invalid: it has to have 1 to 100 characters.' });
    await refuses(rig, creating({}, { roleList: [] }), { ...bad, message: 'A deployment of virtual machines needs at least one role.' });
    await refuses(rig, creating({}, { serviceName: 'nothing' }), { ...missing, message: 'The hosted service does not exist.' });
    await refuses(rig, creating({}, { roleList: [role('same'), role('SAME', { osVirtualHardDisk: { sourceImageName: 'linux' } })] }), { ...conflict, message: 'There is already a role named SAME in the deployment.' });
  });

  it('with a name, size or type that cannot be', async () => {
    for (const roleName of ['', 'two words', '-a', 'a-', 'a<b', 'x'.repeat(65)]) await refused({ roleName }, `The role name ${roleName} is invalid: it has to have 1 to 64 letters, digits, hyphens, underscores and full stops, a letter or digit first and last.`);
    await refused({ roleSize: 'Gigantic' }, 'The size Gigantic of role web1 does not exist.');
    await refused({ roleType: 'WebRole' }, 'The type WebRole of role web1 has to be PersistentVMRole.');
    await refused({ licenseType: 'Mac' }, 'The license type Mac has to be Windows_Server or Windows_Client.');
    await refused({ configurationSets: [{ configurationSetType: 'Other' } as never] }, 'The configuration set Other is none of NetworkConfiguration, LinuxProvisioningConfiguration and WindowsProvisioningConfiguration.');
  });

  it('of Linux without a name, a user and a way in', async () => {
    for (const hostName of ['', 'two words', 'x'.repeat(65)]) await ofLinux({ hostName }, 'The host name has to have 1 to 64 ASCII characters without spaces.');
    for (const userName of ['', 'two words', 'x'.repeat(33)]) await ofLinux({ userName }, 'The user name has to have 1 to 32 ASCII characters without spaces.');
    const message = 'The password has to have 6 to 72 ASCII characters. It can be left out where there is an SSH key and passwords are disabled.';
    for (const userPassword of ['short', 'contraseña', 'x'.repeat(73), '', undefined]) await ofLinux({ userPassword }, message);
    const key = { fingerprint: 'A'.repeat(40), path: '/x' };
    await ofLinux({ userPassword: undefined, ssh: { publicKeys: [key] }, disableSshPasswordAuthentication: false }, message);
    await ofLinux({ userPassword: undefined, ssh: { publicKeys: [key] }, disableSshPasswordAuthentication: true }, `The certificate with thumbprint ${'A'.repeat(40)} was not found.`);
    await ofLinux({ ssh: { keyPairs: [key] } }, `The certificate with thumbprint ${'A'.repeat(40)} was not found.`);
    await ofLinux({ customData: 'x'.repeat(65_536) }, 'The custom data is larger than 64 KB.');
  });

  it('of Windows with a name or password that it would not take', async () => {
    const nameRule = 'The computer name cannot be more than 15 characters long, be entirely numeric, or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ / ; : . \' " , < > / ?.';
    for (const computerName of ['sixteen-chars-xx', '12345', 'my_computer', 'a.b', "it's"]) await ofWindows({ computerName }, nameRule);
    await ofWindows({ adminUsername: '' }, 'The name of the administrator is missing.');
    for (const adminPassword of ['Short1!', 'alllowercase1', 'ALLUPPER1', 'NoDigitsOrOther', 'x1X'.repeat(42)]) {
      await ofWindows({ adminPassword }, 'The password of the administrator has to have 8 to 123 characters, of three of these kinds: upper case, lower case, digits, others.');
    }
    const thumbprint = 'B'.repeat(40);
    await ofWindows({ winRM: { listeners: [{ protocol: 'Https', certificateThumbprint: thumbprint }] } }, `The certificate with thumbprint ${thumbprint} was not found.`);
    await ofWindows({ storedCertificateSettings: [{ thumbprint }] }, `The certificate with thumbprint ${thumbprint} was not found.`);
  });

  it('where what a generalized image needs is missing or for another system', async () => {
    const message = 'The role web1 is made from a generalized image of Linux and needs a LinuxProvisioningConfiguration.';
    for (const configurationSets of [undefined, [], [network()], [windows()]]) await refused({ configurationSets }, message);
  });

  it('with extensions that cannot be', async () => {
    const extension = { referenceName: 'r', publisher: 'p', name: 'n', version: '1.0' };
    for (const key of ['referenceName', 'publisher', 'name', 'version']) await refused({ resourceExtensionReferences: [{ ...extension, [key]: undefined }] }, 'A resource extension of role web1 lacks a reference name, publisher, name or version.');
    const value = { key: 'k', value: 'nobody may see', type: 'Private' };
    await refused({ resourceExtensionReferences: [{ ...extension, resourceExtensionParameterValues: [value, value] }] }, 'The resource extension n of role web1 has more than one Private parameter.');
    await refused({ resourceExtensionReferences: [extension], provisionGuestAgent: false }, 'The role web1 has resource extensions, which need the guest agent: ProvisionGuestAgent has to be true.');
  });

  it('without a disk to start from', async () => {
    const noDisk = 'The role web1 needs an OSVirtualHardDisk with a SourceImageName, a DiskName or a MediaLink, or a VMImageName.';
    for (const osVirtualHardDisk of [undefined, {}, { os: 'Linux' }]) await refused({ osVirtualHardDisk }, noDisk);
    await refused({ osVirtualHardDisk: { sourceImageName: 'nothing' } }, 'The image with the specified name does not exist.', missing);
    await refused({ osVirtualHardDisk: undefined, vmImageName: 'nothing' }, 'The image with the specified name does not exist.', missing);
    await refused({ osVirtualHardDisk: undefined, vmImageName: 'linux' }, 'The image linux is no VM image: name it in SourceImageName of OSVirtualHardDisk.');
    await refused({ vmImageName: 'linux' }, 'The role web1 is made from a VM image, which has its disks: leave OSVirtualHardDisk and DataVirtualHardDisks out.');
    await refused({ osVirtualHardDisk: { diskName: 'nothing' } }, 'The disk with the specified name does not exist.', missing);
    await refused({ osVirtualHardDisk: { sourceImageName: 'linux', ioType: 'Standard' } }, 'IOType is implicitly determined from the MediaLink. This should not be explicitly specified in the request.');
    await refused({ osVirtualHardDisk: { sourceImageName: 'linux', hostCaching: 'Often' } }, 'The host caching Often of a disk of role web1 has to be None, ReadOnly or ReadWrite.');
    for (const resizedSizeInGB of [0, 1024]) await refused({ osVirtualHardDisk: { sourceImageName: 'linux', resizedSizeInGB } }, `The disk of role web1 cannot have ${resizedSizeInGB} GB: the image has 1 GB, and 1023 GB are the most.`);
    await refused({ osVirtualHardDisk: { mediaLink: mediaLink('mine.vhd') } }, 'The operating system on the disk of role web1 has to be said: Linux or Windows.');
    await refused({ osVirtualHardDisk: { mediaLink: mediaLink('mine.vhd'), os: 'Linux' } }, `There is no blob at ${mediaLink('mine.vhd')}.`);
    await refused({ osVirtualHardDisk: { remoteSourceImageLink: mediaLink('mine.vhd'), os: 'Linux' } }, 'The role web1 is made from a remote image and needs a MediaLink for its own disk.');
    await refused({ osVirtualHardDisk: { remoteSourceImageLink: `${mediaLink('mine.vhd')}?sig=secret`, os: 'Linux', mediaLink: mediaLink('new.vhd') } }, `There is no blob at ${mediaLink('mine.vhd')}.`);
  });

  it('with a disk where none can be', async () => {
    const linkTo = (url: string, message: string | RegExp) => refused({ osVirtualHardDisk: { sourceImageName: 'linux', mediaLink: url } }, message);
    await linkTo('disk.vhd', 'The media link disk.vhd is not the URL of a blob in Blob storage.');
    await linkTo('https://example.com/vhds/disk.vhd?sig=secret', 'The media link https://example.com/vhds/disk.vhd is not the URL of a blob in Blob storage.');
    await linkTo(mediaLink('disk.vhd', '$root'), `Creating OS disks in $root storage container is not supported. Storage URL: ${mediaLink('disk.vhd', '$root')}`);
    await linkTo('https://stranger.blob.core.windows.net/vhds/disk.vhd', 'The media link is in the storage account stranger, which the subscription does not have.');
    const inside = { lun: 1, logicalDiskSizeInGB: 1 };
    await refused({ dataVirtualHardDisks: [inside, inside] }, 'The role web1 already has a data disk at LUN 1.', conflict);
    await refused({ dataVirtualHardDisks: [{ ...inside, mediaLink: mediaLink('web1.vhd') }] }, /^The VHD https:\/\/contosopackages\.blob\.core\.windows\.net\/vhds\/web1\.vhd is already registered with image repository as the resource with ID vms-web1-0-\d+\.$/, conflict);

    // In North Europe, where there is no account, and none of the disks or images.
    const reports = { serviceName: 'contoso-reports' };
    const wrongPlace = (found: string) => `The location or affinity group ${found} of the storage account contosopackages, where the media link is, is not in the same location or affinity group as the cloud service. It has to be in North Europe.`;
    await refuses(rig, creating({}, reports), { ...bad, message: /^The location or affinity group West Europe of the storage account where the source image linux resides is not in the same location or affinity group as the specified cloud service\. / });
    await putVhd(rig, mediaLink('free.vhd', 'free'));
    await refuses(rig, creating({ osVirtualHardDisk: { mediaLink: mediaLink('free.vhd', 'free'), os: 'Linux' } }, reports), { ...bad, message: wrongPlace('West Europe') });
    await changeState(rig, ({ osImages }) => osImages.push({ name: 'platform', label: '', os: 'Linux', gigabytes: 1, created: 0, modified: 0 } as never));
    await refuses(rig, creating({ osVirtualHardDisk: { sourceImageName: 'platform' } }, reports), { ...bad, message: 'There is no storage account in North Europe where a disk could be. Make one, or specify a media link.' });
  });

  it('with a disk that another has, or that has no system', async () => {
    await created(rig, [role('web1', { dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1 }] })]);
    arrive(rig);
    const [system, data] = await disksOf(rig, 'web1');
    const adding = (change: Partial<PersistentVMRole>) => () => rig.client.virtualMachines.add({ ...at, ...role('web2', change) });
    const inUse = (name: string) => `A disk with name ${name} is currently in use by virtual machine web1 running within hosted service contoso-shop, deployment vms.`;
    await refuses(rig, adding({ osVirtualHardDisk: { diskName: system!.name } }), { ...bad, message: inUse(system!.name) });
    await refuses(rig, adding({ osVirtualHardDisk: { sourceImageName: 'linux', diskName: system!.name } }), { ...conflict, message: `A disk with name ${system!.name} already exists.` });
    await refuses(rig, () => create(rig), { ...conflict, message: 'The specified deployment slot Production is occupied.' });
    await rig.finish(await rig.client.dataDisks.delete({ ...at, roleName: 'web1', lun: 0 }));
    await refuses(rig, adding({ configurationSets: [], osVirtualHardDisk: { diskName: data!.name } }), { ...bad, message: `The disk ${data!.name} has no operating system.` });
    const twice = [{ lun: 0, diskName: data!.name }, { lun: 1, diskName: data!.name }];
    await refuses(rig, adding({ dataVirtualHardDisks: twice }), { ...bad, message: `The disk ${data!.name} cannot be attached twice.` });
    await rig.finish(await rig.client.dataDisks.add({ ...at, roleName: 'web1', diskName: data!.name }));
    await rig.finish(await rig.client.deployments.delete({ ...at, deleteMedia: true }));
    assert.deepEqual((await stateOf(rig)).disks, []);
  });

  it('where the deployment is one of web and worker roles', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    await rig.finish(await rig.client.deployments.create({ serviceName: service, slot: 'Production', name: 'web', label: 'x', packageUrl, configuration: configuration() }));
    const web = { serviceName: service, deploymentName: 'web' };
    const message = 'The deployment holds web and worker roles; this operation is for virtual machines.';
    await refuses(rig, () => rig.client.virtualMachines.add({ ...web, ...role('web1') }), { ...bad, message });
    await refuses(rig, () => rig.client.virtualMachines.get({ ...web, roleName: 'Web' }), { ...bad, message });
    await refuses(rig, () => rig.client.dnsServers.add({ ...web, name: 'a', address: '1.1.1.1' }), { ...bad, message });
  });

  it('and no refusal says what is secret', async () => {
    for (const attempt of [creating({ configurationSets: [windows()] }), creating({ osVirtualHardDisk: { sourceImageName: 'nothing' } })]) {
      await assert.rejects(attempt, (error: Error) => !error.message.includes(password));
    }
    assert.ok(!rig.logged.join('\n').includes(password));
  });
});
