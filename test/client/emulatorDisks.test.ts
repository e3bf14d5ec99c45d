import assert from 'node:assert/strict';
import type { Disk } from '../../src/client/index.ts';
import { describeBlob } from '../../src/emulator/blobs/describeBlob.ts';
import { startRig, type Rig } from './emulatorRig.ts';
import { arrive, created as madeMachines, role, service } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound', message: 'The disk with the specified name does not exist.' };
const conflict = { status: 409, code: 'ConflictError' };
const GiB = 1024 ** 3;
const at = (blob: string, account = 'contosopackages') => `https://${account}.blob.core.windows.net/vhds/${blob}.vhd`;

describe('Disks in the emulator', function () {
  this.timeout(30_000);
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 10 }); });
  afterEach(() => rig.stop());

  const api = () => rig.client.disks;
  /** A disk with its VHD. */
  const make = async (name: string, more: object = {}, gigabytes = 1) => api().add({ name, mediaLink: await rig.makeVhd(gigabytes, at(name)), ...more });
  const blobAt = async (url: string) => describeBlob(await rig.blob(url));
  const account = async (serviceName: string, accountType: string) => rig.finish(await rig.client.storageAccounts.create({ serviceName, label: serviceName, location: 'West US', accountType }));
  const created = () => new Date(Math.floor(rig.clock.now() / 1000) * 1000);
  /** Somebody else, who has the key but no lease, deletes a blob. */
  const deleteBlob = async (url: string) => (await rig.blob(url)).ask({ method: 'DELETE' });
  const isLeased = (url: string) => assert.rejects(deleteBlob(url), /LeaseIdMissing/);
  const failNext = (operation: string) => rig.send('/_emulator/faults', { method: 'POST', body: `${operation}:fail:1` });

  it('are made of VHDs, in the form of the real service', async () => {
    await account('premium1', 'Premium_LRS');
    assert.deepEqual(await api().list(), []);
    assert.deepEqual(await make('system', { os: 'linux', label: 'The system' }, 30), {
      affinityGroup: 'contoso-west', os: 'Linux', label: 'The system', logicalDiskSizeInGB: 30, mediaLink: at('system'), name: 'system', isPremium: false, createdTime: created(), ioType: 'Standard',
    });
    const mediaLink = await rig.makeVhd(1, at('data', 'premium1'));
    const body = `<Disk xmlns="http://schemas.microsoft.com/windowsazure"><Label>DataDiskLabelOld</Label><MediaLink>${mediaLink}</MediaLink><Name>data</Name></Disk>`;
    const expected = `<Disk xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Label>DataDiskLabelOld</Label><Location>West US</Location><LogicalDiskSizeInGB>1</LogicalDiskSizeInGB>`
      + `<MediaLink>${mediaLink}</MediaLink><Name>data</Name><IsPremium>false</IsPremium><CreatedTime>${created().toISOString().replace('.000', '')}</CreatedTime><IOType>Provisioned</IOType></Disk>`;
    const answer = await rig.send('/{sub}/services/disks', { method: 'POST', body });
    assert.deepEqual([answer.status, answer.body], [200, expected]);
    assert.equal((await rig.send('/{sub}/services/disks/DATA')).body, expected);
    assert.equal((await rig.send('/{sub}/services/disks/data', { headers: { 'x-ms-version': '2014-06-01' } })).body, expected.replace('<IOType>Provisioned</IOType>', ''), 'IOType came with 2014-10-01');
    assert.deepEqual((await api().list()).map(({ name }) => name), ['system', 'data']);
  });

  it('are refused without a VHD of one\'s own that is nobody\'s yet', async () => {
    const add = (change: object) => () => api().add({ name: 'disk', mediaLink: at('here'), ...change });
    await rig.makeVhd(1, at('here'));
    await make('taken');
    await rig.client.osImages.add({ name: 'image', label: 'i', os: 'Linux', mediaLink: await rig.makeVhd(1, at('image')) });

    await rig.refuses(add({ mediaLink: at('nowhere') }), { ...bad, message: `There is no blob at ${at('nowhere')}.` });
    await rig.refuses(add({ mediaLink: 'disk.vhd' }), { ...bad, message: 'The media link disk.vhd is not the URL of a blob in Blob storage.' });
    await rig.refuses(add({ mediaLink: at('here', 'strangers') }), { ...bad, message: /strangers, which the subscription does not have/ });
    await rig.refuses(add({ mediaLink: await rig.stage(Buffer.alloc(1000)) }), { ...bad, message: 'The blob is not a valid VHD.' });
    const empty = await rig.blob(at('empty'));
    await empty.ask({ method: 'PUT', headers: { 'x-ms-blob-type': 'PageBlob', 'x-ms-blob-content-length': `${GiB + 512}` } });
    await rig.refuses(add({ mediaLink: at('empty') }), { ...bad, message: 'The blob is not a valid VHD.' });
    await rig.refuses(add({ name: 'TAKEN' }), { ...conflict, message: 'A disk with name TAKEN already exists.' });
    for (const [name, mediaLink] of [['taken', at('taken')], ['image', at('image')], ['taken', `${rig.emulator.blobEndpoint}/contosopackages/vhds/taken.vhd`]]) {
      await rig.refuses(add({ mediaLink }), { ...conflict, message: `The VHD ${mediaLink} is already registered with image repository as the resource with ID ${name}.` });
    }
    for (const name of ['with space', 'ñ', '../up', 'x'.repeat(101)]) await rig.refuses(add({ name }), { ...bad, message: /^The disk name .* is invalid/ });
    await rig.refuses(add({ os: 'BeOS' }), { ...bad, message: 'The operating system BeOS has to be Linux or Windows.' });
    const here = await rig.blob(at('here'));
    await here.ask({ method: 'PUT', query: '?comp=lease', headers: { 'x-ms-lease-action': 'acquire', 'x-ms-lease-duration': '-1' } });
    await rig.refuses(add({}), { ...conflict, message: /^Somebody else holds a lease on the blob/ });
  });

  it('need a VHD of whole megabytes', async () => {
    const { vhdFooter } = await import('../../src/emulator/blobs/vhd.ts');
    const odd = await rig.blob(at('odd'));
    await odd.ask({ method: 'PUT', query: '?restype=container', toContainer: true });
    await odd.ask({ method: 'PUT', headers: { 'x-ms-blob-type': 'PageBlob', 'x-ms-blob-content-length': `${GiB + 1024}` } });
    await odd.ask({ method: 'PUT', query: '?comp=page', headers: { 'x-ms-page-write': 'update', 'x-ms-range': `bytes=${GiB + 512}-${GiB + 1023}` }, body: vhdFooter(GiB + 512) });
    await rig.refuses(() => api().add({ name: 'odd', mediaLink: at('odd') }), { ...bad, message: `The VHD ${at('odd')} has an unsupported virtual size of ${GiB + 512} bytes. The size must be a whole number (in MBs).` });
    await deleteBlob(at('odd'));
  });

  it('of one VHD are one, whoever is quicker, and it stays leased', async () => {
    const mediaLink = await rig.makeVhd(1, at('wanted'));
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => api().add({ name, mediaLink })));
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
    assert.equal((await api().list()).length, 1);
    await isLeased(mediaLink);
  });

  it('keep their VHDs from everybody, over a restart too, and give them back or delete them in the end', async () => {
    await make('kept');
    await make('gone');
    await rig.restart();
    for (const name of ['kept', 'gone']) await isLeased(at(name));
    await api().delete({ diskName: 'KEPT' });
    await api().delete({ diskName: 'gone', deleteMedia: true });
    assert.deepEqual(await api().list(), []);
    assert.equal(await blobAt(at('gone')), undefined);
    await deleteBlob(at('kept'));
    for (const attempt of [() => api().get({ diskName: 'gone' }), () => api().delete({ diskName: 'gone' }), () => api().update({ diskName: 'gone', label: 'l' })]) await rig.refuses(attempt, missing);
  });

  it('are known by the address of the real service, whoever was told to be allowed to read them', async () => {
    const { mediaLink } = await api().add({ name: 'disk', mediaLink: `${await rig.makeVhd(1, at('disk'))}?sv=2014-02-14&sig=secret` });
    assert.equal(mediaLink, at('disk'));
    await rig.makeVhd(1, at('a%20b'));
    assert.equal((await api().add({ name: 'own', mediaLink: `${rig.emulator.blobEndpoint}/contosopackages/vhds/a%20b.vhd` })).mediaLink, at('a%20b'));
    await rig.restart();
    assert.deepEqual((await api().list()).map((each) => [each.name, each.affinityGroup]), [['disk', 'contoso-west'], ['own', 'contoso-west']]);
  });

  it('keep their storage account', async () => {
    await account('fresh1', 'Standard_LRS');
    await api().add({ name: 'first', mediaLink: await rig.makeVhd(1, at('first', 'fresh1')) });
    await rig.refuses(() => rig.client.storageAccounts.delete({ serviceName: 'fresh1' }), {
      ...bad, message: 'Storage account fresh1 has some active image(s) and/or disk(s), e.g. first. Ensure these image(s) and/or disk(s) are removed before deleting this storage account.',
    });
    await api().delete({ diskName: 'first' });
    await rig.client.storageAccounts.delete({ serviceName: 'fresh1' });
  });

  it('get another label at once', async () => {
    await make('disk', { label: 'before' });
    const { status } = await rig.send('/{sub}/services/disks/disk', { method: 'PUT', body: '<Disk xmlns="http://schemas.microsoft.com/windowsazure"><Label>after</Label><Name>other</Name></Disk>' });
    assert.equal(status, 200);
    assert.deepEqual(await api().list().then(([disk]) => [disk?.name, disk?.label]), ['disk', 'after']);
  });

  it('are enlarged, which takes time, and their VHDs with them', async () => {
    await make('disk', { label: 'before' });
    const resizing = await api().update({ diskName: 'disk', label: 'after', resizedSizeInGB: 5 });
    const meanwhile = await api().get({ diskName: 'disk' });
    assert.deepEqual([meanwhile.label, meanwhile.logicalDiskSizeInGB], ['after', 1]);
    assert.equal((await rig.client.operations.getStatus(resizing)).status, 'InProgress');
    const busy = { ...conflict, message: 'Windows Azure is currently performing an operation on this disk that requires exclusive access.' };
    for (const attempt of [() => api().update({ diskName: 'disk', label: 'l' }), () => api().delete({ diskName: 'disk' })]) await rig.refuses(attempt, busy);
    await rig.restart();
    await rig.finish(resizing);
    assert.equal((await api().get({ diskName: 'disk' })).logicalDiskSizeInGB, 5);
    assert.equal((await blobAt(at('disk')))?.vhd?.bytes, 5 * GiB);
    await isLeased(at('disk'));
    for (const resizedSizeInGB of [4, 1024]) await rig.refuses(() => api().update({ diskName: 'disk', resizedSizeInGB }), { ...bad, message: `The disk disk cannot have ${resizedSizeInGB} GB: it has 5 GB already, and 1023 GB are the most.` });

    await failNext('disks.update');
    await assert.rejects(rig.finish(await api().update({ diskName: 'disk', resizedSizeInGB: 6 })), /internal error/);
    assert.equal((await api().get({ diskName: 'disk' })).logicalDiskSizeInGB, 5);
    assert.equal((await blobAt(at('disk')))?.vhd?.bytes, 5 * GiB);
  });

  describe('that a machine has', () => {
    /** The disk of a machine that is made from an image of the platform. */
    const ofMachine = async () => {
      const sourceImageName = 'b4590d9e3ed742e4a1d46e5424aa335e__SUSE-Linux-Enterprise-Server-11-SP3-Prio-v203';
      await madeMachines(rig, [role('web1', { osVirtualHardDisk: { sourceImageName, mediaLink: at('web1') } })]);
      arrive(rig);
      const [{ name: diskName }] = await api().list() as [Disk];
      return { diskName };
    };

    it('tell so, and of the image that they were made from, and what it costs', async () => {
      const { label: _, createdTime: __, ...disk } = await api().get(await ofMachine());
      assert.deepEqual(disk, {
        affinityGroup: 'contoso-west', attachedTo: { deploymentName: 'vms', hostedServiceName: service, roleName: 'web1' }, os: 'Linux', logicalDiskSizeInGB: 30, mediaLink: at('web1'),
        name: disk.name, sourceImageName: 'b4590d9e3ed742e4a1d46e5424aa335e__SUSE-Linux-Enterprise-Server-11-SP3-Prio-v203', isPremium: true,
        pricingDetailLink: 'http://azure.microsoft.com/en-us/pricing/details/virtual-machines/', ioType: 'Standard',
      });
      assert.equal((await blobAt(at('web1')))?.vhd?.bytes, 30 * GiB);
    });

    it('are enlarged while it is deallocated', async () => {
      const disk = await ofMachine();
      const resize = () => api().update({ ...disk, resizedSizeInGB: 31 });
      const runs = { ...bad, message: `The disk ${disk.diskName} cannot be resized while its virtual machine web1 is not stopped and deallocated.` };
      const shutdown = (postShutdownAction: 'Stopped' | 'StoppedDeallocated') => rig.client.virtualMachines.shutdown({ serviceName: service, deploymentName: 'vms', roleName: 'web1', postShutdownAction });
      await rig.refuses(resize, runs);
      await rig.finish(await shutdown('Stopped'));
      arrive(rig);
      await rig.refuses(resize, runs);
      await rig.finish(await shutdown('StoppedDeallocated'));
      arrive(rig);
      await rig.finish(await resize());
      assert.equal((await api().get(disk)).logicalDiskSizeInGB, 31);
      assert.equal((await blobAt(at('web1')))?.vhd?.bytes, 31 * GiB);
    });

    it('stay until it is gone', async () => {
      const disk = await ofMachine();
      const message = `A disk with name ${disk.diskName} is currently in use by virtual machine web1 running within hosted service ${service}, deployment vms.`;
      for (const deleteMedia of [true, false]) await rig.refuses(() => api().delete({ ...disk, deleteMedia }), { ...bad, message });
      await rig.finish(await rig.client.deployments.delete({ serviceName: service, deploymentName: 'vms' }));
      await api().delete({ ...disk, deleteMedia: true });
      assert.equal(await blobAt(at('web1')), undefined);
    });
  });
});
