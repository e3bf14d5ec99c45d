import assert from 'node:assert/strict';
import { describeBlob } from '../../src/emulator/blobs/describeBlob.ts';
import { startRig, type Rig } from './emulatorRig.ts';
import { arrive, created, role, service, windows } from './machineRig.ts';

const bad = { status: 400, code: 'BadRequest' };
const missing = { status: 404, code: 'ResourceNotFound', message: 'The image with the specified name does not exist.' };
const forbidden = { status: 403, code: 'ForbiddenError', message: 'This operation is not allowed for this subscription.' };
const conflict = { status: 409, code: 'ConflictError' };
const busy = { ...conflict, message: 'Windows Azure is currently performing an operation on this image that requires exclusive access.' };
const xmlns = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
const at = (blob: string, account = 'contosopackages') => `https://${account}.blob.core.windows.net/vhds/${blob}.vhd`;
const guides = 'OpenLogic__OpenLogic-CentOS-62-20120531-es-es-30GB.vhd';
const cloudera = '1acf693f34c74e86a50be61cb631ddfe__ClouderaGolden-202406-699696';
const sql = 'fb83b3509582419d99629ce476bcb5c8__SQL-Server-2014-RTM-12.0.2430.0-OLTP-ENU-Win2012R2-cy14su11';
const second = (date: Date | number) => new Date(Math.floor(Number(date) / 1000) * 1000);

/** What a person may say of an image of either kind. */
const facts = {
  description: 'Our web server', eula: 'http://contoso.com/eula', imageFamily: 'Contoso', publishedDate: new Date('2015-04-15T00:13:20Z'), privacyUri: 'http://contoso.com/privacy',
  iconUri: 'large.png', smallIconUri: 'small.png', recommendedVMSize: 'Small', language: 'es-ES', showInGui: true,
};

/** What both suites need. */
function makeRig() {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 10 }); });
  afterEach(() => rig.stop());
  return {
    rig: () => rig,
    blobAt: async (url: string) => describeBlob(await rig.blob(url)),
    deleteBlob: async (url: string) => (await rig.blob(url)).ask({ method: 'DELETE' }),
    isLeased: (url: string) => assert.rejects(rig.blob(url).then((blob) => blob.ask({ method: 'DELETE' })), /LeaseIdMissing/),
    failNext: (operation: string) => rig.send('/_emulator/faults', { method: 'POST', body: `${operation}:fail:1` }),
  };
}

describe('OS images in the emulator', function () {
  this.timeout(30_000);
  const { rig, blobAt, deleteBlob, isLeased } = makeRig();
  const api = () => rig().client.osImages;
  const own = async () => (await api().list()).filter(({ category }) => category === 'User');
  const add = async (name: string, more: object = {}) => api().add({ name, label: name, os: 'Linux', mediaLink: await rig().makeVhd(30, at(name)), ...more });
  const get = (imageName: string) => api().get({ imageName });

  it('are those of the platform, by publisher and family', async () => {
    const images = await api().list();
    assert.ok(images.length > 50);
    assert.equal(new Set(images.map(({ name }) => name.toLowerCase())).size, images.length);
    for (const { name, category, label, location, logicalSizeInGB, mediaLink, os, imageFamily, publisherName, publishedDate } of images) {
      assert.ok(label && imageFamily && publisherName && location?.includes('West US;') && logicalSizeInGB && publishedDate && /^(Linux|Windows)$/.test(os ?? ''), name);
      assert.deepEqual([category, mediaLink], ['Public', undefined], name);
    }
    const families = new Set(images.map(({ publisherName, imageFamily }) => `${publisherName}: ${imageFamily}`));
    for (const family of ['Canonical: Ubuntu Server 14.04 LTS', 'Microsoft Windows Server Group: Windows Server 2012 R2 Datacenter', 'SUSE: openSUSE 13.1', 'Microsoft SQL Server Group: SQL Server 2014 RTM Standard on Windows Server 2012 R2']) assert.ok(families.has(family), family);
    assert.deepEqual(images.filter(({ isPremium }) => isPremium).map(({ pricingDetailLink }) => pricingDetailLink).every(Boolean), true);
    const locations = (await rig().client.locations.list()).map(({ name }) => name).join(';');
    assert.deepEqual(await get(guides), {
      name: guides, category: 'Public', label: 'OpenLogic CentOS 6.2', location: locations, logicalSizeInGB: 30, os: 'Linux', eula: 'http://www.openlogic.com/azure/service-agreement/',
      description: 'CentOS 6.2 with the packages of a basic server, provided by OpenLogic.', imageFamily: 'OpenLogic CentOS 6.2', publishedDate: new Date('2012-05-31'), isPremium: false, publisherName: 'OpenLogic', ioType: 'Standard_LRS',
    });
  });

  it('of the platform are nobody\'s to change', async () => {
    for (const attempt of [
      () => api().update({ imageName: guides, label: 'Mine' }), () => api().delete({ imageName: guides }), () => api().getDetails({ imageName: guides }),
      () => api().replicate({ imageName: guides, targetLocations: ['West US'] }), () => api().unreplicate({ imageName: guides }), () => api().share({ imageName: guides, permission: 'Public' }),
    ]) await rig().refuses(attempt, forbidden);
  });

  it('are made of VHDs, in the form of the real service', async () => {
    const mediaLink = await rig().makeVhd(30, at('ubuntu'));
    const body = `<OSImage ${xmlns}><Label>utcentosimg</Label><MediaLink>${mediaLink}</MediaLink><Name>ubuntu</Name><OS>Linux</OS></OSImage>`;
    const expected = `<OSImage ${xmlns}><AffinityGroup>contoso-west</AffinityGroup><Category>User</Category><Label>utcentosimg</Label><LogicalSizeInGB>30</LogicalSizeInGB><MediaLink>${mediaLink}</MediaLink>`
      + '<Name>ubuntu</Name><OS>Linux</OS><IsPremium>false</IsPremium><OSState>Generalized</OSState><IOType>Standard</IOType></OSImage>';
    const answer = await rig().send('/{sub}/services/images', { method: 'POST', body });
    assert.deepEqual([answer.status, answer.body], [200, expected]);
    assert.equal((await rig().send('/{sub}/services/images/UBUNTU')).body, expected);
    assert.equal((await rig().send('/{sub}/services/images/ubuntu', { headers: { 'x-ms-version': '2014-06-01' } })).body, expected.replace('<IOType>Standard</IOType>', ''), 'IOType came with 2014-10-01');
    assert.deepEqual((await own()).map(({ name }) => name), ['ubuntu']);
    await isLeased(mediaLink);
  });

  it('say what was said of them, and after an update nothing else', async () => {
    const told = { ...facts, affinityGroup: 'contoso-west', category: 'User', label: 'Web', logicalSizeInGB: 30, mediaLink: at('web'), name: 'web', os: 'Windows', isPremium: false, osState: 'Generalized', ioType: 'Standard' };
    assert.deepEqual(await add('web', { ...facts, label: 'Web', os: 'windows' }), told);
    assert.deepEqual(await get('web'), told);

    const { affinityGroup, category, logicalSizeInGB, mediaLink, isPremium, osState, ioType } = told;
    const kept = { affinityGroup, category, logicalSizeInGB, mediaLink, isPremium, osState, ioType, name: 'web', os: 'Windows' };
    const empty = { description: '', eula: '', imageFamily: '', recommendedVMSize: '', language: '', showInGui: false };
    const links = { iconUri: '', privacyUri: '', smallIconUri: '' };
    assert.deepEqual(await api().update({ imageName: 'WEB', label: 'new', os: 'Linux', mediaLink: at('other'), name: 'other', ...empty, ...links }), { ...kept, label: 'new', ...empty, ...links });
    assert.deepEqual(await get('web'), { ...kept, label: 'new', ...empty }, 'empty addresses are none');
    assert.deepEqual(await api().update({ imageName: 'web', label: 'newer' }), { ...kept, label: 'newer' });
  });

  it('are refused where something is wrong', async () => {
    await add('taken');
    const mediaLink = await rig().makeVhd(1, at('free'));
    const adding = (change: object) => () => api().add({ name: 'new', label: 'New', os: 'Linux', mediaLink, ...change });
    await rig().refuses(adding({ name: 'Taken' }), { ...conflict, message: 'There is already an image named Taken.' });
    await rig().refuses(adding({ name: cloudera.toUpperCase() }), { ...conflict, message: /^There is already an image named/ });
    for (const name of ['with space', 'x'.repeat(101)]) await rig().refuses(adding({ name }), { ...bad, message: /^The image name .* is invalid/ });
    await rig().refuses(adding({ label: '' }), { ...bad, message: 'The label of the image is invalid: it has to have 1 to 100 characters.' });
    await rig().refuses(adding({ description: 'x'.repeat(1025) }), { ...bad, message: 'The description for the image is invalid.' });
    await rig().refuses(adding({ os: 'BeOS' }), { ...bad, message: /BeOS has to be Linux or Windows/ });
    await rig().refuses(adding({ mediaLink: at('taken') }), { ...conflict, message: `The VHD ${at('taken')} is already registered with image repository as the resource with ID taken.` });
    await rig().refuses(adding({ mediaLink: at('nowhere') }), { ...bad, message: /^There is no blob/ });
    await rig().refuses(() => api().update({ imageName: 'taken', label: '' }), { ...bad, message: /label/ });
    for (const attempt of [() => get('nobody'), () => get(cloudera), () => api().getDetails({ imageName: 'nobody' }), () => api().update({ imageName: 'nobody', label: 'l' }), () => api().delete({ imageName: 'nobody' })]) await rig().refuses(attempt, missing);
    await deleteBlob(mediaLink);
  });

  it('give their VHDs back or delete them in the end', async () => {
    await add('kept');
    await add('gone');
    await rig().refuses(() => rig().client.storageAccounts.delete({ serviceName: 'contosopackages' }), {
      ...bad, message: 'Storage account contosopackages has some active image(s) and/or disk(s), e.g. kept. Ensure these image(s) and/or disk(s) are removed before deleting this storage account.',
    });
    await rig().restart();
    await api().delete({ imageName: 'kept' });
    await api().delete({ imageName: 'gone', deleteMedia: true });
    assert.deepEqual(await own(), []);
    assert.equal(await blobAt(at('gone')), undefined);
    await deleteBlob(at('kept'));
    await rig().client.storageAccounts.delete({ serviceName: 'contosopackages' });
  });

  it('are replicated by their publisher, which takes time, and shared', async () => {
    await add('image', { label: 'Image' });
    const attributes = { computeImageAttributes: { offer: 'Contoso', sku: 'Web', version: '1.2.3' }, marketplaceImageAttributes: { publisherId: 'contoso', plan: { name: 'plan', publisher: 'contoso', product: 'web' } } };
    const details = async () => api().getDetails({ imageName: 'image' });
    assert.deepEqual((await details()).replicationProgress, []);
    await rig().refuses(() => api().share({ imageName: 'image', permission: 'Public' }), { ...bad, message: 'The image image has not been replicated.' });
    await rig().refuses(() => api().unreplicate({ imageName: 'image' }), { ...bad, message: 'The image image has not been replicated.' });
    await rig().refuses(() => api().replicate({ imageName: 'image', targetLocations: ['Atlantis'] }), { ...bad, message: 'The location constraint is not valid' });
    await rig().refuses(() => api().replicate({ imageName: 'image', targetLocations: [] }), { ...bad, message: /at least one region/ });

    const published = `${rig().emulator.subscriptionId.replaceAll('-', '')}__image`;
    assert.equal(await api().replicate({ imageName: 'image', targetLocations: ['west us', 'West Europe'], ...attributes }), published);
    const expected = { name: 'image', label: 'Image', category: 'User', os: 'Linux', logicalSizeInGB: 30, mediaLink: at('image'), affinityGroup: 'contoso-west', isPremium: false, ...attributes };
    const progress = (percent: number) => ['West US', 'West Europe'].map((location) => ({ location, progress: percent }));
    assert.deepEqual(await details(), { ...expected, replicationProgress: progress(0) });
    rig().clock.advance(4);
    assert.deepEqual((await details()).replicationProgress, progress(40));
    rig().clock.advance(60);
    assert.deepEqual((await details()).replicationProgress, progress(100));
    await api().replicate({ imageName: 'image', targetLocations: ['East US', 'West US'], ...attributes });
    assert.deepEqual((await details()).replicationProgress, [{ location: 'East US', progress: 0 }, { location: 'West US', progress: 100 }], 'what is there stays, what is not asked for goes');
    for (const change of [{ version: '1.0' }, { offer: 'with space' }, { sku: 'x'.repeat(65) }]) {
      await rig().refuses(() => api().replicate({ imageName: 'image', targetLocations: ['West US'], computeImageAttributes: { ...attributes.computeImageAttributes, ...change } }), { ...bad, message: /offer and the SKU/ });
    }

    await rig().refuses(() => api().share({ imageName: 'image', permission: 'Nobody' }), { ...bad, message: 'The permission Nobody has to be Public, MSDN or Private.' });
    const sharing = await api().share({ imageName: 'image', permission: 'msdn' });
    for (const attempt of [() => api().delete({ imageName: 'image' }), () => api().update({ imageName: 'image', label: 'l' }), () => api().unreplicate({ imageName: 'image' })]) await rig().refuses(attempt, busy);
    await rig().finish(sharing);
    await api().unreplicate({ imageName: 'image' });
    const { computeImageAttributes: _, marketplaceImageAttributes: __, ...rest } = expected;
    assert.deepEqual(await details(), { ...rest, replicationProgress: [] });
  });

  it('answer their publisher in the form of the real service', async () => {
    await add('image');
    const serialization = 'xmlns="http://schemas.microsoft.com/2003/10/Serialization/"';
    const body = `<ReplicationInput ${xmlns}><TargetLocations><Region>West US</Region></TargetLocations></ReplicationInput>`;
    const replicated = await rig().send('/{sub}/services/images/image/replicate', { method: 'PUT', body, headers: { 'x-ms-version': '2015-04-01' } });
    assert.equal(replicated.status, 200);
    assert.match(replicated.body, new RegExp(`^<string ${serialization}>[0-9a-f]{32}__image</string>$`));
    const shared = await rig().send('/{sub}/services/images/image/shareasync?permission=Private', { method: 'PUT' });
    assert.deepEqual([shared.status, shared.body], [202, `<boolean ${serialization}>false</boolean>`]);
    assert.equal((await rig().send('/{sub}/services/images/image/shareasync', { method: 'PUT' })).status, 400);
  });
});

describe('VM images in the emulator', function () {
  this.timeout(30_000);
  const { rig, blobAt, deleteBlob, isLeased, failNext } = makeRig();
  const api = () => rig().client.vmImages;
  const osDisk = (more: object = {}) => ({ osState: 'Specialized', os: 'Linux', mediaLink: at('os'), ...more });
  type Creation = Parameters<Rig['client']['vmImages']['create']>[0];
  const create = (change: Partial<Creation> = {}) => api().create({ name: 'image', label: 'Image', osDiskConfiguration: osDisk(), ...change });
  const data = () => [{ mediaLink: at('data1'), lun: 0 }, { mediaLink: at('data2'), lun: 3, hostCaching: 'None' }];
  /** An image of three disks. */
  const made = async (change: Partial<Creation> = {}) => {
    for (const [name, gigabytes] of [['os', 30], ['data1', 1], ['data2', 2]] as const) await rig().makeVhd(gigabytes, at(name));
    await rig().finish(await create({ dataDiskConfigurations: data(), ...change }));
  };
  const own = () => api().list({ category: 'User' });
  const names = async (filter: Parameters<ReturnType<typeof api>['list']>[0]) => (await api().list(filter)).map(({ name }) => name);

  it('are found by location, publisher and category', async () => {
    await made();
    const all = await names({});
    assert.deepEqual(all.slice(-1), ['image']);
    assert.deepEqual(await names({ category: 'Public' }), all.slice(0, -1));
    assert.deepEqual(await names({ category: 'user' }), ['image']);
    assert.deepEqual(await names({ publisher: 'Cloudera' }), [cloudera]);
    assert.deepEqual(await names({ publisher: 'cloudera', category: 'User' }), []);
    assert.deepEqual(await names({ location: 'East US' }), all.slice(0, -1));
    assert.deepEqual(await names({ location: 'Atlantis' }), []);
  });

  it('of the platform make machines, and machines make images, which tell so', async () => {
    await created(rig(), [role('web1', { configurationSets: [windows()], vmImageName: sql, osVirtualHardDisk: undefined, mediaLocation: 'https://contosopackages.blob.core.windows.net/vhds' })]);
    arrive(rig());
    const [disk] = await rig().client.disks.list();
    const { osDiskConfiguration: platform = {}, pricingDetailLink } = (await api().list({})).find(({ name }) => name === sql)!;
    assert.ok(pricingDetailLink);
    assert.deepEqual([disk!.sourceImageName, disk!.logicalDiskSizeInGB, disk!.os, disk!.pricingDetailLink], [platform.name, platform.logicalDiskSizeInGB, platform.os, pricingDetailLink]);
    const accepted = await rig().client.virtualMachines.captureVmImage({ serviceName: service, deploymentName: 'vms', roleName: 'web1', osState: 'Specialized', vmImageName: 'captured', vmImageLabel: 'Captured' });
    await rig().refuses(() => create({ name: 'captured' }), { ...conflict, message: 'There is already an image named captured.' });
    await rig().finish(accepted);
    const [image] = await own();
    assert.deepEqual([image!.name, image!.serviceName, image!.deploymentName, image!.roleName], ['captured', service, 'vms', 'web1']);
    assert.deepEqual([image!.osDiskConfiguration!.osState, image!.osDiskConfiguration!.logicalDiskSizeInGB], ['Specialized', disk!.logicalDiskSizeInGB]);
    await api().update({ imageName: 'captured', label: 'Mine' });
    await rig().finish(await api().delete({ imageName: 'captured', deleteMedia: true }) as { requestId: string });
    assert.equal(await blobAt(image!.osDiskConfiguration!.mediaLink!), undefined);
  });

  it('are made of VHDs, which takes time, with all that is said of them', async () => {
    for (const [name, gigabytes] of [['os', 30], ['data1', 1], ['data2', 2]] as const) await rig().makeVhd(gigabytes, at(name));
    const accepted = await create({ ...facts, dataDiskConfigurations: data() });
    await rig().refuses(() => api().delete({ imageName: 'image' }), busy);
    await rig().restart();
    await rig().finish(accepted);
    const [{ createdTime, modifiedTime, ...image } = { name: '' }] = await own();
    assert.deepEqual(createdTime, modifiedTime);
    const date = createdTime!.toISOString().slice(0, 10);
    const standard = { ioType: 'Standard' };
    assert.deepEqual(image, {
      name: 'image', label: 'Image', category: 'User', ...facts, affinityGroup: 'contoso-west', isPremium: false, vmImageState: 'VMImageReadyForUse',
      osDiskConfiguration: { name: `image-os-${date}`, hostCaching: 'ReadWrite', osState: 'Specialized', os: 'Linux', mediaLink: at('os'), logicalDiskSizeInGB: 30, ...standard },
      dataDiskConfigurations: [
        { name: `image-datadisk-0-${date}`, hostCaching: 'ReadOnly', mediaLink: at('data1'), logicalDiskSizeInGB: 1, ...standard },
        { name: `image-datadisk-3-${date}`, hostCaching: 'None', lun: 3, mediaLink: at('data2'), logicalDiskSizeInGB: 2, ...standard },
      ],
    });
    for (const name of ['os', 'data1', 'data2']) await isLeased(at(name));
    await rig().refuses(() => rig().client.storageAccounts.delete({ serviceName: 'contosopackages' }), { ...bad, message: /has some active image\(s\) and\/or disk\(s\), e\.g\. image\./ });
  });

  it('are refused where something is wrong, and leave the VHDs alone', async () => {
    const creating = (change: Partial<Creation>) => () => create({ name: 'other', ...change });
    await made();
    for (const name of ['free', 'free2']) await rig().makeVhd(1, at(name));
    const free = { osDiskConfiguration: osDisk({ mediaLink: at('free') }) };
    const other = (more: object) => ({ ...free, dataDiskConfigurations: [{ mediaLink: at('free2'), ...more }] });
    await rig().refuses(creating({ ...free, name: 'IMAGE' }), { ...conflict, message: 'There is already an image named IMAGE.' });
    await rig().refuses(creating({ ...free, name: guides }), { ...conflict, message: `There is already an image named ${guides}.` });
    await rig().refuses(creating({ ...free, label: '' }), { ...bad, message: /label/ });
    await rig().refuses(creating({ osDiskConfiguration: osDisk({ mediaLink: at('free'), osState: 'Tired' }) }), { ...bad, message: 'The state Tired of the operating system has to be Generalized or Specialized.' });
    await rig().refuses(creating({ osDiskConfiguration: { osState: 'Generalized', mediaLink: at('free') } }), { ...bad, message: /needs a MediaLink, and the one with the operating system its OS/ });
    await rig().refuses(creating({ osDiskConfiguration: osDisk({ mediaLink: at('free'), hostCaching: 'Much' }) }), { ...bad, message: /^The host caching Much/ });
    await rig().refuses(creating(other({ lun: 32 })), { ...bad, message: /LUNs from 0 to 31; 32/ });
    await rig().refuses(creating({ ...free, dataDiskConfigurations: [{ mediaLink: at('free2') }, { mediaLink: at('data1') }] }), { ...bad, message: /LUNs from 0 to 31; 0/ });
    await rig().refuses(creating({ ...free, dataDiskConfigurations: [{ mediaLink: at('free') }] }), { ...bad, message: `The VHD ${at('free')} cannot be two disks of an image.` });
    await rig().refuses(creating({ ...free, dataDiskConfigurations: [{ mediaLink: at('data1') }] }), { ...conflict, message: `The VHD ${at('data1')} is already registered with image repository as the resource with ID image.` });
    await rig().refuses(creating({ ...free, dataDiskConfigurations: [{ mediaLink: at('nowhere') }] }), { ...bad, message: /^There is no blob/ });
    for (const attempt of [() => api().getDetails({ imageName: 'nobody' }), () => api().update({ imageName: 'nobody', label: 'l' }), () => api().delete({ imageName: 'nobody' })]) await rig().refuses(attempt, missing);
    for (const attempt of [() => api().getDetails({ imageName: cloudera }), () => api().update({ imageName: cloudera, label: 'l' }), () => api().delete({ imageName: cloudera, deleteMedia: true })]) await rig().refuses(attempt, forbidden);
    for (const name of ['free', 'free2']) await deleteBlob(at(name));
  });

  it('are not there when making them failed, and their VHDs are free', async () => {
    await rig().makeVhd(1, at('os'));
    await failNext('vmImages.create');
    await assert.rejects(create().then((accepted) => rig().finish(accepted)), /internal error/);
    assert.deepEqual(await own(), []);
    await deleteBlob(at('os'));
  });

  it('change only in what an update says', async () => {
    await made({ ...facts });
    const [before] = await own();
    rig().clock.advance(60);
    const [, disk] = before!.dataDiskConfigurations!;
    await api().update({ imageName: 'image', label: 'Other', osDiskConfiguration: { hostCaching: 'ReadOnly' }, dataDiskConfigurations: [{ name: disk!.name, hostCaching: 'ReadWrite', lun: 5 }], eula: '' });
    const [after] = await own();
    const { hostCaching: _, ...os } = before!.osDiskConfiguration!;
    assert.deepEqual(after, {
      ...before, label: 'Other', eula: '', modifiedTime: second(rig().clock.now()), osDiskConfiguration: { ...os, hostCaching: 'ReadOnly' },
      dataDiskConfigurations: [before!.dataDiskConfigurations![0], { ...disk, hostCaching: 'ReadWrite', lun: 5 }],
    });
    await rig().refuses(() => api().update({ imageName: 'image', dataDiskConfigurations: [{ name: 'stranger' }] }), { ...bad, message: 'The image has no data disk named stranger.' });
    await rig().refuses(() => api().update({ imageName: 'image', dataDiskConfigurations: [{ name: disk!.name, lun: 0 }] }), { ...bad, message: /LUNs/ });
  });

  it('give their VHDs back at once, or delete them, which takes time', async () => {
    await made();
    await api().delete({ imageName: 'image' });
    assert.deepEqual(await own(), []);
    await rig().finish(await create({ dataDiskConfigurations: data() }));
    await failNext('vmImages.delete');
    await assert.rejects(api().delete({ imageName: 'image', deleteMedia: true }).then((accepted) => rig().finish(accepted)), /internal error/);
    for (const name of ['os', 'data1', 'data2']) await isLeased(at(name));

    const deleting = await api().delete({ imageName: 'image', deleteMedia: true });
    await rig().refuses(() => api().update({ imageName: 'image', label: 'l' }), busy);
    assert.equal((await own()).length, 1);
    await rig().finish(deleting);
    assert.deepEqual(await own(), []);
    for (const name of ['os', 'data1', 'data2']) assert.equal(await blobAt(at(name)), undefined);
  });

  it('are replicated by their publisher, and shared', async () => {
    await made({ osDiskConfiguration: osDisk({ osState: 'Generalized' }) });
    const details = () => api().getDetails({ imageName: 'image' });
    const facts = { name: 'image', label: 'Image', category: 'User', affinityGroup: 'contoso-west', isPremium: false };
    assert.deepEqual(await details(), { ...facts, replicationProgress: [] });
    const publishedName = await api().replicate({ imageName: 'image', targetLocations: ['West US'], computeImageAttributes: { offer: 'o', sku: 's', version: '1.0.0' } });
    assert.match(publishedName, /^[0-9a-f]{32}__image$/);
    assert.deepEqual(await details(), { ...facts, publishedName, replicationProgress: [{ location: 'West US', progress: 0 }], computeImageAttributes: { offer: 'o', sku: 's', version: '1.0.0' } });
    const shared = await rig().send('/{sub}/services/vmimages/image/shareasync?permission=Private', { method: 'PUT' });
    assert.deepEqual([shared.status, shared.body], [202, '']);
    rig().clock.advance(10);
    await api().unreplicate({ imageName: 'image' });
    assert.deepEqual(await details(), { ...facts, replicationProgress: [] });
    for (const attempt of [() => api().unreplicate({ imageName: cloudera }), () => api().share({ imageName: cloudera, permission: 'Private' }), () => api().replicate({ imageName: cloudera, targetLocations: ['West US'] })]) await rig().refuses(attempt, forbidden);
  });
});
