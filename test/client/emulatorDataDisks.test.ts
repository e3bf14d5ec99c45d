import assert from 'node:assert/strict';
import type { Rig } from './emulatorRig.ts';
import { arrive, at, blobAt, blobsIn, changeState, created, disksOf, failNext, fails, mediaLink, putVhd, refuses, role, service, startMachineRig, stateOf } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound' };
const conflict = { status: 409, code: 'ConflictError' };
const xmlns = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

describe('Data disks in the emulator', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await startMachineRig();
    await created(rig, [role('web1'), role('web2')]);
    arrive(rig);
  });
  afterEach(() => rig.stop());

  const on = { ...at, roleName: 'web1' };
  type Disk = Partial<Parameters<Rig['client']['dataDisks']['add']>[0]>;
  const api = () => rig.client.dataDisks;
  const add = (disk: Disk) => api().add({ ...on, ...disk });
  const done = async (accepted: Promise<{ requestId: string }>) => rig.finish(await accepted);
  const fresh = (change: Disk = {}): Disk => ({ logicalDiskSizeInGB: 1, mediaLink: mediaLink('data.vhd'), ...change });

  it('are made empty, and shown as the real service showed them, byte for byte', async () => {
    await done(add(fresh({ diskLabel: 'logs', hostCaching: 'ReadWrite' })));
    assert.equal(await blobAt(rig, mediaLink('data.vhd')), 'leased');
    const [, disk] = await disksOf(rig, 'web1');
    assert.match(disk!.name, /^vms-web1-0-\d{18}$/);
    const shown = `<HostCaching>ReadWrite</HostCaching><DiskLabel>logs</DiskLabel><DiskName>${disk!.name}</DiskName><LogicalDiskSizeInGB>1</LogicalDiskSizeInGB><MediaLink>${mediaLink('data.vhd')}</MediaLink><IOType>Standard</IOType>`;
    const url = `/{sub}/services/hostedservices/${service}/deployments/vms/roles/web1/DataDisks`;
    assert.equal((await rig.send(`${url}/0`)).body, `<DataVirtualHardDisk ${xmlns}>${shown}</DataVirtualHardDisk>`);
    await done(add(fresh({ lun: 7, mediaLink: undefined })));
    const { mediaLink: chosen, lun, hostCaching } = await api().get({ ...on, lun: 7 });
    assert.match(chosen!, /^https:\/\/contosopackages\.blob\.core\.windows\.net\/vhds\/contoso-shop-web1-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.vhd$/);
    assert.deepEqual([lun, hostCaching], [7, 'ReadOnly']);
  });

  it('are attached from a VHD that is there, detached, attached elsewhere, and deleted with their blob', async () => {
    await putVhd(rig, mediaLink('mine.vhd'), 2);
    await done(add({ lun: 1, sourceMediaLink: mediaLink('mine.vhd') }));
    const { diskName, logicalDiskSizeInGB } = await api().get({ ...on, lun: 1 });
    assert.equal(logicalDiskSizeInGB, 2);
    const elsewhere = () => api().add({ ...on, roleName: 'web2', diskName });
    await refuses(rig, elsewhere, { ...bad, message: `A disk with name ${diskName} is currently in use by virtual machine web1 running within hosted service contoso-shop, deployment vms.` });
    await done(api().delete({ ...on, lun: 1 }));
    assert.deepEqual([await blobAt(rig, mediaLink('mine.vhd')), (await stateOf(rig)).disks.find(({ name }) => name === diskName)!.attachedTo], ['leased', undefined]);
    await done(elsewhere());
    assert.equal((await disksOf(rig, 'web2')).length, 2);
    await done(api().delete({ ...on, roleName: 'web2', lun: 0, deleteMedia: true }));
    assert.equal(await blobAt(rig, mediaLink('mine.vhd')), undefined);
    assert.ok(!(await stateOf(rig)).disks.some(({ name }) => name === diskName));
  });

  it('change their caching, place and label at once', async () => {
    await done(add(fresh({ lun: 2 })));
    const { requestId } = await api().update({ ...on, lun: 2, hostCaching: 'None', newLun: 5, diskLabel: 'other' });
    assert.equal((await rig.client.operations.getStatus({ requestId })).status, 'Succeeded');
    const { lun, hostCaching, diskLabel, diskName } = await api().get({ ...on, lun: 5 });
    assert.deepEqual([lun, hostCaching, diskLabel], [5, 'None', 'other']);
    await refuses(rig, () => api().get({ ...on, lun: 2 }), { ...missing, message: 'The role web1 has no data disk at LUN 2.' });
    await api().update({ ...on, lun: 5, diskName });
    assert.equal((await api().get({ ...on, lun: 5 })).hostCaching, 'None');
    await refuses(rig, () => api().update({ ...on, lun: 5, diskName: 'another' }), { ...bad, message: `The disk at that LUN is ${diskName}; detach it before another is attached.` });
    await done(add(fresh({ lun: 6, mediaLink: mediaLink('six.vhd') })));
    await refuses(rig, () => api().update({ ...on, lun: 5, newLun: 6 }), { ...conflict, message: 'The role web1 already has a data disk at LUN 6.' });
    await refuses(rig, () => api().update({ ...on, lun: 5, newLun: 32 }), { ...bad, message: 'The LUN 32 of a data disk has to be a number from 0 to 31.' });
  });

  it('in premium storage have a throughput of their own', async () => {
    await changeState(rig, ({ storageAccounts }) => { storageAccounts[0]!.accountType = 'Premium_LRS'; });
    await done(add(fresh()));
    assert.equal((await api().get({ ...on, lun: 0 })).ioType, 'Provisioned');
  });

  it('are as before where an operation fails', async () => {
    await done(add(fresh()));
    for (const [name, attempt] of [['add', () => add(fresh({ lun: 1, mediaLink: mediaLink('other.vhd') }))], ['delete', () => api().delete({ ...on, lun: 0, deleteMedia: true })]] as const) {
      await failNext(rig, `dataDisks.${name}`);
      await fails(rig, attempt, { code: 'InternalError' });
    }
    assert.deepEqual(Object.keys(await blobsIn(rig)), ['data.vhd', 'web1.vhd', 'web2.vhd']);
  });

  it('are refused where they cannot be', async () => {
    await done(add(fresh()));
    await refuses(rig, () => add(fresh()), { ...conflict, message: 'The role web1 already has a data disk at LUN 0.' });
    for (const lun of [-1, 32]) await refuses(rig, () => add(fresh({ lun })), { ...bad, message: `The LUN ${lun} of a data disk has to be a number from 0 to 31.` });
    for (const logicalDiskSizeInGB of [0, 1024, undefined]) {
      await refuses(rig, () => add(fresh({ lun: 1, logicalDiskSizeInGB })), { ...bad, message: `A new data disk of role web1 has to have 1 to 1023 GB, not ${logicalDiskSizeInGB ?? 0}; name a DiskName or a SourceMediaLink for one that is there.` });
    }
    const [disk] = await disksOf(rig, 'web1');
    await refuses(rig, () => add(fresh({ lun: 1, mediaLink: mediaLink('web1.vhd') })), { ...conflict, message: `The VHD ${mediaLink('web1.vhd')} is already registered with image repository as the resource with ID ${disk!.name}.` });
    await refuses(rig, () => add({ lun: 1, sourceMediaLink: mediaLink('web1.vhd') }), { ...conflict, message: `The VHD ${mediaLink('web1.vhd')} is already registered with image repository as the resource with ID ${disk!.name}.` });
    await refuses(rig, () => add({ lun: 1, sourceMediaLink: mediaLink('nothing.vhd') }), { ...bad, message: `There is no blob at ${mediaLink('nothing.vhd')}.` });
    const noDisk = await rig.stage(Buffer.from('no disk'));
    await refuses(rig, () => add({ lun: 1, sourceMediaLink: `${noDisk}?sig=secret` }), { ...bad, message: 'The blob is not a valid VHD.' });
    await refuses(rig, () => add({ lun: 1, diskName: 'nothing' }), { ...missing, message: 'The disk with the specified name does not exist.' });
    await refuses(rig, () => add(fresh({ lun: 1, ioType: 'Standard' })), { ...bad, message: 'IOType is implicitly determined from the MediaLink. This should not be explicitly specified in the request.' });
    await putVhd(rig, mediaLink('free.vhd'));
    await refuses(rig, () => add(fresh({ lun: 1, mediaLink: mediaLink('free.vhd') })), { ...conflict, message: /^There is already a blob at / });
    const notThere = { ...missing, message: 'The role web1 has no data disk at LUN 3.' };
    for (const attempt of [api().get, api().update, api().delete]) await refuses(rig, () => attempt({ ...on, lun: 3 }), notThere);
    const nobody = { ...missing, message: 'Role nobody was not found in the currently deployed service.' };
    for (const attempt of [api().get, api().update, api().delete]) await refuses(rig, () => attempt({ ...on, roleName: 'nobody', lun: 0 }), nobody);
    assert.equal((await rig.send(`/{sub}/services/hostedservices/${service}/deployments/vms/roles/web1/DataDisks/first`)).status, 404);
  });

  it('of a machine that is being changed are left alone', async () => {
    await done(add(fresh()));
    await rig.client.virtualMachines.restart(on);
    const busy = { ...conflict, message: /on this deployment that requires exclusive access\.$/ };
    await refuses(rig, () => add(fresh({ lun: 1, mediaLink: mediaLink('other.vhd') })), busy);
    for (const attempt of [api().update, api().delete]) await refuses(rig, () => attempt({ ...on, lun: 0 }), busy);
  });

  it('asked for at the same place twice at once are made once', async () => {
    const [first, second] = await Promise.allSettled([add(fresh()), add(fresh())]);
    assert.deepEqual([first!.status, second!.status].sort(), ['fulfilled', 'rejected']);
    rig.clock.advance(60);
    assert.equal((await disksOf(rig, 'web1')).length, 2);
    assert.equal(await blobAt(rig, mediaLink('data.vhd')), 'leased');
  });
});
