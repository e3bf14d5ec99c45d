import assert from 'node:assert/strict';
import type { PersistentVMRole } from '../../src/client/index.ts';
import type { Rig } from './emulatorRig.ts';
import { arrive, at, blobAt, blobsIn, changeState, created, deployment, disksOf, failNext, fails, mediaLink, network, putVhd, refuses, role, startMachineRig, stateOf, statuses } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };
const ssh = { name: 'SSH', protocol: 'tcp', port: 22, localPort: 22 };

describe('Adding, changing and deleting virtual machines in the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await startMachineRig();
    await created(rig, [role('web1')]);
    arrive(rig);
  });
  afterEach(() => rig.stop());

  const machines = () => rig.client.virtualMachines;
  const get = (roleName = 'web1') => machines().get({ ...at, roleName });
  const add = (name: string, change: Partial<PersistentVMRole> = {}) => machines().add({ ...at, ...role(name, change) });
  const update = (change: Partial<PersistentVMRole>, roleName = 'web1') => machines().update({ ...at, roleName, ...change });
  const remove = (roleName: string, deleteMedia?: boolean) => machines().delete({ ...at, roleName, deleteMedia });
  const done = async (accepted: Promise<{ requestId: string }>) => rig.finish(await accepted);

  it('one more comes up beside the others', async () => {
    await done(add('web2'));
    assert.deepEqual(await statuses(rig), { web1: 'ReadyRole Started', web2: 'Provisioning Started' });
    assert.equal(await blobAt(rig, mediaLink('web2.vhd')), 'leased');
    const { configuration, virtualIPs } = await deployment(rig);
    assert.deepEqual([configuration!.match(/Role name="\w+"/g), virtualIPs!.length], [['Role name="web1"', 'Role name="web2"'], 1]);
    await failNext(rig, 'virtualMachines.add');
    arrive(rig);
    await fails(rig, () => add('web3', { dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1 }] }), { code: 'InternalError' });
    await refuses(rig, () => add('WEB2'), { ...conflict, message: 'There is already a role named WEB2 in the deployment.' });
  });

  it('one goes, with or without its disks, but the last', async () => {
    await done(add('web2', { dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1, mediaLink: mediaLink('data2.vhd') }] }));
    await done(add('web3', { dataVirtualHardDisks: [{ logicalDiskSizeInGB: 1, mediaLink: mediaLink('data3.vhd') }] }));
    arrive(rig);
    await failNext(rig, 'virtualMachines.delete');
    await fails(rig, () => remove('web2', true), { code: 'InternalError' });
    await done(remove('web2', true));
    await done(remove('WEB3'));
    assert.deepEqual(Object.keys(await statuses(rig)), ['web1']);
    assert.deepEqual(await blobsIn(rig), { 'data3.vhd': 'leased', 'web1.vhd': 'leased', 'web3.vhd': 'leased' });
    assert.deepEqual((await stateOf(rig)).disks.map(({ mediaLink: url, attachedTo }) => [url, attachedTo?.role]), [[mediaLink('web1.vhd'), 'web1'], [mediaLink('web3.vhd'), undefined], [mediaLink('data3.vhd'), undefined]]);
    await refuses(rig, () => remove('web1'), {
      ...bad, message: 'Role web1 is the only role present in the deployment and so cannot be removed. Please delete the deployment or add another role before removing this role.',
    });
    const notThere = { ...missing, message: 'Role web2 was not found in the currently deployed service.' };
    await refuses(rig, () => remove('web2'), notThere);
    await refuses(rig, () => get('web2'), notThere);
    await refuses(rig, () => update({}, 'web2'), notThere);
  });

  it('are on their way out while their deletion goes on', async () => {
    await done(add('web2'));
    arrive(rig);
    await remove('web2');
    rig.clock.advance(9);
    assert.deepEqual(await statuses(rig), { web1: 'ReadyRole Started', web2: 'DeletingVM Stopped' });
  });

  it('another size starts a machine anew, and is a matter of cores', async () => {
    await update({ roleSize: 'Large' });
    rig.clock.advance(8);
    assert.deepEqual([(await get()).roleSize, (await statuses(rig))['web1']], ['Large', 'StartingVM Starting']);
    arrive(rig);
    await done(update({ roleSize: 'Large' }));
    assert.equal((await statuses(rig))['web1'], 'ReadyRole Started', 'it has that size');
    await changeState(rig, (subscription) => { subscription.quotas.cores = 5; });
    await fails(rig, () => update({ roleSize: 'ExtraLarge' }), { code: 'BadRequest', message: /is 5 per subscription, the current count is 4, and the requested increment is 4\.$/ });
    await done(machines().shutdown({ ...at, roleName: 'web1', postShutdownAction: 'StoppedDeallocated' }));
    await done(update({ roleSize: 'ExtraLarge' }));
    assert.deepEqual([(await get()).roleSize, (await statuses(rig))['web1']], ['ExtraLarge', 'StoppedDeallocated Stopped']);
    await fails(rig, () => machines().start({ ...at, roleName: 'web1' }), { code: 'BadRequest', message: /the current count is 0, and the requested increment is 8\.$/ });
  });

  it('what an update leaves out stays', async () => {
    await done(update({
      availabilitySetName: 'front', osVirtualHardDisk: { hostCaching: 'ReadOnly' }, configurationSets: [network({ inputEndpoints: [ssh] })], provisionGuestAgent: true,
      resourceExtensionReferences: [{ referenceName: 'a', publisher: 'p', name: 'n', version: '1.0' }], debugSettings: { bootDiagnosticsEnabled: true }, licenseType: 'Windows_Server',
    }));
    const before = await get();
    const newest = { headers: { 'x-ms-version': '2017-01-01' } };
    const url = '/{sub}/services/hostedservices/contoso-shop/deployments/vms/roles/web1';
    const shown = (await rig.send(url, newest)).body;
    assert.match(shown, /<AvailabilitySetName>front<.*<HostCaching>ReadOnly<.*<DebugSettings><BootDiagnosticsEnabled>true<\/BootDiagnosticsEnabled><ConsoleScreenshotBlobUri>http:\/\/contosopackages\.blob\.core\.windows\.net\/bootdiagnostics[-0-9a-f]{36}\/vms\.[0-9a-f]{32}\.web1-screenshot\.bmp<\/ConsoleScreenshotBlobUri><SerialOutputBlobUri>[^<]+-seriallog\.txt<.*<LicenseType>Windows_Server</);
    assert.deepEqual([before.debugSettings, before.licenseType], [undefined, undefined], 'an older version does not show them');
    assert.equal((await rig.client.virtualMachines.get({ ...at, roleName: 'web1' }, { version: '2017-01-01' })).licenseType, 'Windows_Server');
    await done(update({}));
    assert.deepEqual(await get(), before);
    assert.equal((await rig.send(url, newest)).body, shown);
    await done(update({ configurationSets: [network()], resourceExtensionReferences: [], debugSettings: { bootDiagnosticsEnabled: false } }));
    const after = await get();
    assert.deepEqual([after.configurationSets![0]!.inputEndpoints, after.resourceExtensionReferences, after.availabilitySetName], [undefined, undefined, 'front']);
    assert.match((await rig.send(url, newest)).body, /<DebugSettings\/>/);
  });

  it('data disks are added by an update or change their caching, and none goes', async () => {
    await putVhd(rig, mediaLink('mine.vhd'));
    await done(update({ dataVirtualHardDisks: [{ lun: 1, logicalDiskSizeInGB: 1, mediaLink: mediaLink('one.vhd') }, { sourceMediaLink: mediaLink('mine.vhd') }] }));
    await done(update({ dataVirtualHardDisks: [{ lun: 1, hostCaching: 'None' }, { lun: 2, logicalDiskSizeInGB: 1, mediaLink: mediaLink('two.vhd') }] }));
    const luns = (await get()).dataVirtualHardDisks!.map(({ lun = 0, hostCaching, mediaLink: url }) => [lun, hostCaching, url]);
    assert.deepEqual(luns, [[1, 'None', mediaLink('one.vhd')], [0, 'ReadOnly', mediaLink('mine.vhd')], [2, 'ReadOnly', mediaLink('two.vhd')]]);
    assert.equal((await disksOf(rig, 'web1')).length, 4);
    await failNext(rig, 'virtualMachines.update');
    await fails(rig, () => update({ roleSize: 'Medium', dataVirtualHardDisks: [{ lun: 3, logicalDiskSizeInGB: 1 }] }), { code: 'InternalError' });
    await refuses(rig, () => update({ dataVirtualHardDisks: [{ lun: 4 }] }), { ...bad, message: /^A new data disk of role web1 has to have 1 to 1023 GB, not 0/ });
    await refuses(rig, () => update({ dataVirtualHardDisks: [{ lun: 1, hostCaching: 'Often' as never }] }), { ...bad, message: 'The host caching Often of a disk of role web1 has to be None, ReadOnly or ReadWrite.' });
  });

  it('machines of an availability set are spread over the domains', async () => {
    for (let i = 2; i <= 7; i++) await done(add(`web${i}`, { availabilitySetName: 'front', roleSize: 'ExtraSmall' }));
    const { roleInstanceList, upgradeDomainCount } = await deployment(rig);
    assert.deepEqual(roleInstanceList!.map(({ instanceUpgradeDomain, instanceFaultDomain }) => `${instanceUpgradeDomain}/${instanceFaultDomain}`), ['0/0', '0/0', '1/1', '2/0', '3/1', '4/0', '0/1']);
    assert.equal(upgradeDomainCount, 5);
  });
});
