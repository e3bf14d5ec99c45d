import assert from 'node:assert/strict';
import type { Rig } from './emulatorRig.ts';
import { arrive, at, blobAt, blobsIn, changeState, create, created, deployment, disksOf, failNext, fails, markAt, mediaLink, putVhd, role, service, startMachineRig, stateOf, stateText, statuses } from './machineRig.ts';

describe('The disks of virtual machines in the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => { rig = await startMachineRig(); });
  afterEach(() => rig.stop());

  const get = (roleName: string) => rig.client.virtualMachines.get({ ...at, roleName });
  const remove = async (deleteMedia?: boolean) => rig.finish(await rig.client.deployments.delete({ ...at, deleteMedia }));

  it('stay with their blobs when a deployment is deleted, or go with it', async () => {
    await created(rig, [role('web1', { dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1, mediaLink: mediaLink('data.vhd') }] })]);
    await remove();
    assert.deepEqual((await stateOf(rig)).disks.map(({ attachedTo, mediaLink: url }) => [attachedTo, url]), [[undefined, mediaLink('web1.vhd')], [undefined, mediaLink('data.vhd')]]);
    assert.deepEqual(await blobsIn(rig), { 'data.vhd': 'leased', 'web1.vhd': 'leased' });
    const [system, data] = (await stateOf(rig)).disks;

    await created(rig, [role('web2', { configurationSets: [], osVirtualHardDisk: { diskName: system!.name }, dataVirtualHardDisks: [{ diskName: data!.name, lun: 4 }] })]);
    arrive(rig);
    const { osVirtualHardDisk, dataVirtualHardDisks } = await get('web2');
    assert.deepEqual([osVirtualHardDisk?.sourceImageName, osVirtualHardDisk?.os, dataVirtualHardDisks?.[0]?.diskName, dataVirtualHardDisks?.[0]?.lun], ['linux', 'Linux', data!.name, 4]);
    assert.equal((await deployment(rig)).roleInstanceList![0]!.hostName, 'web2', 'it was set up before');
    await remove(true);
    assert.deepEqual((await stateOf(rig)).disks, []);
    assert.deepEqual(await blobsIn(rig), {});
    assert.deepEqual((await stateOf(rig)).blobJobs, []);
  });

  it('lose their blobs even where the emulator was killed before that was done', async () => {
    await created(rig, [role('web1', { dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1, mediaLink: mediaLink('data.vhd') }] })]);
    await putVhd(rig, mediaLink('other.vhd'));
    // As it was when the operation had ended and only one of the blobs was gone.
    await changeState(rig, (subscription) => {
      delete subscription.hostedServices.find(({ name }) => name === service)!.deployments.Production;
      subscription.disks = [];
      subscription.blobJobs = ['gone.vhd', 'web1.vhd', 'data.vhd'].map((file) => ({ does: 'delete', url: mediaLink(file) }));
    });
    await rig.client.locations.list();
    assert.deepEqual(await blobsIn(rig), { 'other.vhd': 'free' });
    assert.deepEqual((JSON.parse(stateText(rig)) as { subscriptions: { blobJobs: unknown[] }[] }).subscriptions[0]!.blobJobs, [], 'and it is written down');
  });

  it('go with the service, blobs and all', async () => {
    await created(rig);
    arrive(rig);
    await failNext(rig, 'hostedServices.delete');
    const deleting = () => rig.client.hostedServices.delete({ serviceName: service, deleteMedia: true });
    await fails(rig, deleting, { code: 'InternalError' });
    await rig.finish(await deleting());
    assert.deepEqual(await blobsIn(rig), {});
    assert.deepEqual([(await stateOf(rig)).disks, (await rig.client.subscriptions.get()).currentCoreCount], [[], 0]);
  });

  it('stay as they were where a deletion fails', async () => {
    await created(rig);
    arrive(rig);
    await failNext(rig, 'deployments.delete');
    await fails(rig, () => rig.client.deployments.delete({ ...at, deleteMedia: true }), { code: 'InternalError' });
    assert.deepEqual(await statuses(rig), { web1: 'ReadyRole Started' });
  });

  it('are not there where a creation fails', async () => {
    await putVhd(rig, mediaLink('mine.vhd'), 1, 'mine');
    await failNext(rig, 'virtualMachines.createDeployment');
    await fails(rig, () => create(rig, [role('web1', { dataVirtualHardDisks: [{ sourceMediaLink: mediaLink('mine.vhd') }, { lun: 1, logicalDiskSizeInGB: 1 }] })]), { code: 'InternalError' });
    assert.equal(await blobAt(rig, mediaLink('mine.vhd')), 'free');
    assert.equal(await markAt(rig, mediaLink('mine.vhd')), 'mine');
  });

  it('are VHDs that are there, copies of one, or new ones where no place was given', async () => {
    for (const name of ['own', 'golden']) await putVhd(rig, mediaLink(`${name}.vhd`), 1, name);
    await created(rig, [
      role('own', { configurationSets: [], osVirtualHardDisk: { mediaLink: mediaLink('own.vhd'), os: 'Windows', diskName: '' } }),
      role('copy', { osVirtualHardDisk: { remoteSourceImageLink: `${mediaLink('golden.vhd')}`, mediaLink: mediaLink('copied.vhd'), os: 'Linux', resizedSizeInGB: 2 } }),
      role('anywhere', { osVirtualHardDisk: { sourceImageName: 'LINUX' }, dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1 }] }),
    ]);
    assert.equal(await markAt(rig, mediaLink('copied.vhd')), 'golden');
    assert.deepEqual([await blobAt(rig, mediaLink('own.vhd')), await blobAt(rig, mediaLink('golden.vhd'))], ['leased', 'free']);
    const [own, copy, anywhere] = await Promise.all(['own', 'copy', 'anywhere'].map(get));
    assert.deepEqual([own!.osVirtualHardDisk?.os, copy!.osVirtualHardDisk?.remoteSourceImageLink], ['Windows', mediaLink('golden.vhd')]);
    assert.equal((await disksOf(rig, 'copy'))[0]!.gigabytes, 2);
    const urls = [anywhere!.osVirtualHardDisk!.mediaLink!, anywhere!.dataVirtualHardDisks![0]!.mediaLink!];
    for (const url of urls) {
      assert.match(url, /^https:\/\/contosopackages\.blob\.core\.windows\.net\/vhds\/contoso-shop-anywhere-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.vhd$/);
      assert.equal(await blobAt(rig, url), 'leased');
    }
  });

  it('are copies of those of a VM image', async () => {
    for (const [file, mark] of [['vm-os', 'system'], ['vm-data', 'data']] as const) await putVhd(rig, mediaLink(`${file}.vhd`, 'images'), 1, mark);
    await changeState(rig, ({ vmImages }) => vmImages.push({
      name: 'myvm', label: 'My VM', created: 0, modified: 0,
      osDisk: { name: 'myvm-os-2015-01-01', hostCaching: 'ReadOnly', mediaLink: mediaLink('vm-os.vhd', 'images'), gigabytes: 1, osState: 'Specialized', os: 'Linux' },
      dataDisks: [{ name: 'myvm-datadisk-0-2015-01-01', mediaLink: mediaLink('vm-data.vhd', 'images'), gigabytes: 1, lun: 2 }],
    }));
    await created(rig, [role('one', {
      configurationSets: [], osVirtualHardDisk: undefined, vmImageName: 'myvm', mediaLocation: mediaLink('', 'copies'),
      vmImageInput: { osDiskConfiguration: { resizedSizeInGB: 3 }, dataDiskConfigurations: [{ name: 'myvm-datadisk-0-2015-01-01', resizedSizeInGB: 2 }] },
    })]);
    const { vmImageName, osVirtualHardDisk: system, dataVirtualHardDisks: [data] = [] } = await get('one');
    assert.deepEqual([vmImageName, system?.sourceImageName, system?.hostCaching, data?.lun, data?.logicalDiskSizeInGB], ['myvm', 'myvm-os-2015-01-01', 'ReadOnly', 2, 2]);
    assert.ok(system!.mediaLink!.startsWith(mediaLink('', 'copies')));
    assert.deepEqual([await markAt(rig, system!.mediaLink!), await markAt(rig, data!.mediaLink!)], ['system', 'data']);
    assert.deepEqual((await disksOf(rig, 'one')).map(({ gigabytes }) => gigabytes), [3, 2]);
  });
});
