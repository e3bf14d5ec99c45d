import assert from 'node:assert/strict';
import type { Rig } from './emulatorRig.ts';
import { arrive, ask, at, blobAt, blobsIn, changeState, created, deployment, failNext, fails, linux, markAt, mediaLink, refuses, role, service, startMachineRig, stateOf, stateText, statuses, windows } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };

describe('Images of virtual machines in the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await startMachineRig();
    await created(rig, [role('web1', { dataVirtualHardDisks: [{ lun: 2, hostCaching: 'None', logicalDiskSizeInGB: 1, mediaLink: mediaLink('data.vhd') }] }), role('web2')]);
    arrive(rig);
  });
  afterEach(() => rig.stop());

  const machines = () => rig.client.virtualMachines;
  const done = async (accepted: Promise<{ requestId: string }>) => {
    await rig.finish(await accepted);
    arrive(rig);
  };
  const stop = (roleName = 'web1', postShutdownAction: 'Stopped' | 'StoppedDeallocated' = 'Stopped') => done(machines().shutdown({ ...at, roleName, postShutdownAction }));
  type Capture = Partial<Parameters<Rig['client']['virtualMachines']['capture']>[0]>;
  const capture = (change: Capture = {}) => machines().capture({ ...at, roleName: 'web1', postCaptureAction: 'Delete', targetImageName: 'golden', targetImageLabel: 'My image', ...change });
  type VmCapture = Partial<Parameters<Rig['client']['virtualMachines']['captureVmImage']>[0]>;
  const captureVm = (change: VmCapture = {}) => machines().captureVmImage({ ...at, roleName: 'web1', osState: 'Specialized', vmImageName: 'golden', vmImageLabel: 'My image', ...change });
  /** Something that was done on a machine. */
  const writeOn = async (url: string, text: string) => {
    // The lease is the emulator's; its machine may write.
    const headers = { 'x-ms-lease-id': '9c5b6d1e-5f0a-4e57-9d0f-3a1c7e2b8d64', 'x-ms-page-write': 'update', 'x-ms-range': 'bytes=0-511' };
    const body = Buffer.alloc(512);
    body.write(text);
    assert.equal((await ask(rig, 'PUT', url, headers, '&comp=page', body)).status, 201);
  };

  it('of a generalized one: it goes, its disks stay, and others are made of the image', async () => {
    await writeOn(mediaLink('web1.vhd'), 'with our software');
    await stop();
    const accepted = await capture();
    assert.deepEqual((await stateOf(rig)).osImages.map(({ name }) => name), ['linux', 'windows'], 'not yet');
    await done(Promise.resolve(accepted));
    const image = (await stateOf(rig)).osImages.at(-1)!;
    assert.match(image.mediaLink, /^https:\/\/contosopackages\.blob\.core\.windows\.net\/vhds\/golden-os-\d{4}-\d\d-\d\d-[0-9A-F]{8}\.vhd$/);
    assert.deepEqual([image.name, image.label, image.os, image.gigabytes], ['golden', 'My image', 'Linux', 1]);
    assert.equal(await blobAt(rig, image.mediaLink), 'leased');
    assert.deepEqual(await statuses(rig), { web2: 'ReadyRole Started' });
    assert.deepEqual((await stateOf(rig)).disks.map(({ mediaLink: url, attachedTo }) => [url, attachedTo?.role]), [[mediaLink('web1.vhd'), undefined], [mediaLink('data.vhd'), undefined], [mediaLink('web2.vhd'), 'web2']]);

    await done(machines().add({ ...at, ...role('web3', { osVirtualHardDisk: { sourceImageName: 'golden', mediaLink: mediaLink('web3.vhd') } }) }));
    assert.equal(await markAt(rig, mediaLink('web3.vhd')), 'with our software');
    await rig.refuses(() => rig.client.storageAccounts.delete({ serviceName: 'contosopackages' }), { ...bad, message: /^Storage account contosopackages has some active image\(s\) and\/or disk\(s\), e\.g\. / });
  });

  it('of the last one takes its deployment with it', async () => {
    await done(machines().delete({ ...at, roleName: 'web2', deleteMedia: true }));
    await stop();
    await done(capture());
    await assert.rejects(deployment(rig), { code: 'ResourceNotFound', message: 'No deployments were found.' });
    await created(rig, [role('again')]);
  });

  it('of one that is set up anew afterwards', async () => {
    await stop('web1', 'StoppedDeallocated');
    await done(capture({ postCaptureAction: 'Reprovision', provisioningConfiguration: linux({ hostName: 'anew', userPassword: 'never-kept-1' }) }));
    const [web1] = (await deployment(rig)).roleInstanceList!;
    assert.deepEqual([web1!.instanceStatus, web1!.hostName], ['ReadyRole', 'anew']);
    assert.equal((await stateOf(rig)).osImages.at(-1)!.name, 'golden');
    assert.ok(!stateText(rig).includes('never-kept'));
    await stop('web2', 'StoppedDeallocated');
    await changeState(rig, (subscription) => { subscription.quotas.cores = 1; });
    await fails(rig, () => capture({ roleName: 'web2', targetImageName: 'other', postCaptureAction: 'Reprovision', provisioningConfiguration: linux() }), { code: 'BadRequest', message: /cores count/ });
  });

  it('with all disks, of one that goes on', async () => {
    await writeOn(mediaLink('data.vhd'), 'our data');
    await done(captureVm({ description: 'd', language: 'english', imageFamily: 'family', recommendedVMSize: 'Small' }));
    assert.deepEqual(await statuses(rig), { web1: 'ReadyRole Started', web2: 'ReadyRole Started' });
    const [image] = (await stateOf(rig)).vmImages;
    const { osDisk, dataDisks: [data], capturedFrom, description, language, imageFamily, recommendedVmSize } = image!;
    assert.deepEqual([description, language, imageFamily, recommendedVmSize, capturedFrom], ['d', 'english', 'family', 'Small', { hostedService: service, deployment: 'vms', role: 'web1' }]);
    assert.match(osDisk.name, /^golden-os-\d{4}-\d\d-\d\d-[0-9A-F]{8}$/);
    assert.match(data!.name, /^golden-datadisk-0-\d{4}-\d\d-\d\d-[0-9A-F]{8}$/);
    assert.deepEqual([osDisk.osState, osDisk.os, osDisk.hostCaching, data!.lun, data!.hostCaching, data!.gigabytes], ['Specialized', 'Linux', 'ReadWrite', 2, 'None', 1]);
    assert.deepEqual([await markAt(rig, osDisk.mediaLink), await markAt(rig, data!.mediaLink)], ['Linux', 'our data']);

    await done(machines().add({ ...at, roleName: 'copy', vmImageName: 'golden' }));
    const copy = await machines().get({ ...at, roleName: 'copy' });
    assert.equal(await markAt(rig, copy.dataVirtualHardDisks![0]!.mediaLink!), 'our data');
    assert.deepEqual([copy.vmImageName, copy.dataVirtualHardDisks![0]!.lun], ['golden', 2]);
  });

  it('with all disks, of a generalized one, which goes', async () => {
    await stop();
    await done(captureVm({ osState: 'Generalized' }));
    assert.deepEqual(await statuses(rig), { web2: 'ReadyRole Started' });
    await refuses(rig, () => machines().add({ ...at, roleName: 'copy', vmImageName: 'golden' }), { ...bad, message: 'The role copy is made from a generalized image of Linux and needs a LinuxProvisioningConfiguration.' });
    await done(machines().add({ ...at, roleName: 'copy', vmImageName: 'golden', configurationSets: [linux({ hostName: 'copied' })] }));
    assert.equal((await deployment(rig)).roleInstanceList!.at(-1)!.hostName, 'copied');
  });

  it('are not there where that fails, nor is a copy of a disk', async () => {
    await stop();
    for (const [name, attempt] of [['capture', capture], ['captureVmImage', captureVm]] as const) {
      await failNext(rig, `virtualMachines.${name}`);
      await fails(rig, () => attempt(), { code: 'InternalError' });
    }
    assert.deepEqual(Object.keys(await blobsIn(rig)), ['data.vhd', 'web1.vhd', 'web2.vhd']);
    await done(captureVm());
  });

  it('are refused where the machine runs, or the name or something else is wrong', async () => {
    await refuses(rig, capture, { ...bad, message: 'The role web1 is not stopped. Shut it down before its image is captured.' });
    await refuses(rig, () => captureVm({ osState: 'Generalized' }), { ...bad, message: 'The role web1 is not stopped. Shut it down before its image is captured.' });
    await stop();
    for (const name of ['', 'two words', 'a/b', 'x'.repeat(101)]) {
      await refuses(rig, () => capture({ targetImageName: name }), { ...bad, message: /^The image name .* is invalid/ });
      await refuses(rig, () => captureVm({ vmImageName: name }), { ...bad, message: /^The image name .* is invalid/ });
    }
    const exists = { ...conflict, message: 'There is already an image named LINUX.' };
    await refuses(rig, () => capture({ targetImageName: 'LINUX' }), exists);
    await refuses(rig, () => captureVm({ vmImageName: 'LINUX' }), exists);
    await refuses(rig, () => capture({ targetImageLabel: '' }), { ...bad, message: 'The label of the image is invalid: it has to have 1 to 100 characters.' });
    await refuses(rig, () => capture({ postCaptureAction: 'Keep' as never }), { ...bad, message: 'The post-capture action Keep has to be Delete or Reprovision.' });
    await refuses(rig, () => captureVm({ osState: 'Fresh' as never }), { ...bad, message: 'The state Fresh of the operating system has to be Generalized or Specialized.' });
    for (const provisioningConfiguration of [undefined, windows()]) {
      await refuses(rig, () => capture({ postCaptureAction: 'Reprovision', provisioningConfiguration }), { ...bad, message: 'The role web1 is made from a generalized image of Linux and needs a LinuxProvisioningConfiguration.' });
    }
    const notThere = { ...missing, message: 'Role nobody was not found in the currently deployed service.' };
    await refuses(rig, () => capture({ roleName: 'nobody' }), notThere);
    await refuses(rig, () => captureVm({ roleName: 'nobody' }), notThere);
  });

  it('have a name that no other gets while they are made', async () => {
    await rig.client.hostedServices.create({ serviceName: 'contoso-two', label: 'x', location: 'West Europe' });
    await created(rig, [role('other')], { serviceName: 'contoso-two', name: 'two' });
    await stop();
    await capture();
    await refuses(rig, () => captureVm({ serviceName: 'contoso-two', deploymentName: 'two', roleName: 'other', vmImageName: 'GOLDEN' }), { ...conflict, message: 'There is already an image named GOLDEN.' });
  });
});
