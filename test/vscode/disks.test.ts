import assert from 'node:assert/strict';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import type { Node } from '../../src/ui/tree/node.ts';
import { choose, click, enter, inject, refused, run } from './person.ts';
import { emulatorConnection, eventually, outline, row, services } from './services.ts';
import { putVhd, vhdsIn } from './vhds.ts';

const failed = /^(?:.+: this failed\. )?InternalError: .*\(request \w+\)$/;
/** What is sent on and on: writes that are not carried out are tried again otherwise. */
const nowhere = /redirects more than 5 times/;
const account = 'diskstorage';
let client: ServiceManagementClient;
let group: Node;

const shown = () => outline(group);
const disk = (name: string) => row('Local emulator', 'Disks', name);
const names = async () => (await client.disks.list()).map(({ name }) => name);

describe('a disk', () => {
  before(async () => {
    const connection = await emulatorConnection();
    client = await (await services()).connections.client(connection);
    await client.operations.wait((await client.storageAccounts.create({ serviceName: account, label: account, location: 'West Europe' })).requestId);
    for (const file of ['Datos 1.vhd', 'os.vhd', 'third.vhd', 'fourth.vhd', 'fifth.vhd']) await putVhd(client, account, file);
    group = await row('Local emulator', 'Disks');
  });
  afterEach(() => inject(''));

  it('is made of a VHD that is there, by account, container and file', async () => {
    const { asked, told } = await run('azureClassic.disks.add', [], [
      choose(account), choose('vhds'), choose('Datos 1.vhd'), choose('Data disk'), refused('dos palabras', /letters, digits/), enter('datos'), enter('Los datos'),
    ]);
    assert.match(asked[0]!, /^Add Disk \(1\/6\): In which storage account/);
    assert.deepEqual(told, ['The disk datos is added.']);
    const { label, os, logicalDiskSizeInGB } = await client.disks.get({ diskName: 'datos' });
    assert.deepEqual({ label, os, logicalDiskSizeInGB }, { label: 'Los datos', os: undefined, logicalDiskSizeInGB: 1 });
    assert.deepEqual((await vhdsIn(client, account))[0], 'Datos 1.vhd (held)');
    await eventually(shown, ['Disks | 1', ['datos | free · 1 GB']]);
  });

  it('is made of one at an address, with its operating system, and no name is given twice', async () => {
    const blob = await address('os.vhd');
    await run('azureClassic.disks.add', [], [choose('Enter an address...'), refused('ftp://somewhere/os.vhd', /names no VHD/), refused(`${blob}?sig=x`, /question mark/), enter(blob), choose('Linux'), refused('DATOS', /taken/), enter('sistema'), enter('Sistema')]);
    assert.equal((await client.disks.get({ diskName: 'sistema' })).os, 'Linux');
  });

  it('is not made when the service refuses, and VHDs that disks have are not offered', async () => {
    await inject('disks.add:500:1');
    assert.match((await run('azureClassic.disks.add', [], [choose(account), choose('vhds'), choose('third.vhd'), choose('Data disk'), enter('third'), enter('third')])).told.join(), failed);
    await assert.rejects(run('azureClassic.disks.add', [], [choose(account), choose('vhds'), choose('os.vhd')]), /os\.vhd is offered among fifth\.vhd, fourth\.vhd, third\.vhd/);
    assert.deepEqual(await names(), ['datos', 'sistema']);
  });

  it('gets another label, and stays what it is when the service refuses that', async () => {
    await run('azureClassic.disks.update', [await disk('datos')], [refused('', /Enter a label/), enter('Ñandú')]);
    await inject('disks.update:307:6');
    assert.match((await run('azureClassic.disks.update', [await disk('datos')], [enter('otra')])).told.join(), nowhere);
    assert.equal((await client.disks.get({ diskName: 'datos' })).label, 'Ñandú');
  });

  it('gets larger, never smaller, and not when the operation fails', async () => {
    const { told } = await run('azureClassic.disks.resize', [], [choose('datos'), refused('1', /more than 1/), refused('2,5', /whole number/), refused('1024', /at most 1023/), enter('3')]);
    assert.match(told.join(), /^The disk datos has 3 GB\./);
    await eventually(async () => (await client.disks.get({ diskName: 'datos' })).logicalDiskSizeInGB, 3);
    await inject('disks.update:fail:1');
    assert.match((await run('azureClassic.disks.resize', [await disk('datos')], [enter('5')])).told.join(), /^Enlarging the disk datos to 5 GB: this failed\. /);
    assert.equal((await client.disks.get({ diskName: 'datos' })).logicalDiskSizeInGB, 3);
  });

  it('that no machine has leads to none', async () => {
    assert.deepEqual((await run('azureClassic.disks.showMachine', [await disk('datos')], [])).told, ['No machine has the disk datos.']);
    await inject('disks.get:malformed:9');
    assert.match((await run('azureClassic.disks.showMachine', [await disk('datos')], [])).told.join(), /The answer/);
  });

  it('is deleted and its VHD stays, or goes too once the name has been typed', async () => {
    const { asked } = await run('azureClassic.disks.delete', [await disk('datos')], [click('Delete Disk')]);
    assert.match(asked[0]!, /^Delete the disk datos\?\nSubscription: [^]*\nVHD: http\S+Datos%201\.vhd\nVHDs can stay/);
    assert.ok((await vhdsIn(client, account)).includes('Datos 1.vhd'));
    await run('azureClassic.disks.delete', [], [choose('sistema'), click('Delete Disk and VHD'), refused('sistem', /Type sistema/), enter('sistema')]);
    await eventually(async () => (await vhdsIn(client, account)).includes('os.vhd'), false);
    assert.deepEqual(await names(), []);
    await eventually(shown, ['Disks | 0', ['none yet']]);
  });

  it('stays when one would rather keep it; one that is gone meanwhile is said to be so', async () => {
    await client.disks.add({ name: 'third', label: 'third', mediaLink: await address('third.vhd') });
    const third = await disk('third');
    await run('azureClassic.disks.delete', [third], [click('')]);
    assert.deepEqual(await names(), ['third']);
    await client.disks.delete({ diskName: 'third' });
    for (const command of ['delete', 'update', 'resize', 'showMachine']) assert.match((await run(`azureClassic.disks.${command}`, [third], [])).told.join(), /^ResourceNotFound: .*\(request \w+\)$/);
  });

  it('is deleted with others that are selected; one that fails does not keep the others, and is told', async () => {
    for (const name of ['third', 'fourth', 'fifth']) await client.disks.add({ name, label: name, mediaLink: await address(`${name}.vhd`) });
    const rows = await Promise.all(['third', 'fourth', 'fifth'].map(disk));
    const selection = [...rows, await row('Local emulator', 'Storage Accounts', account)];
    await inject('disks.delete:307:6');
    const { asked, told } = await run('azureClassic.disks.delete', [rows[0], selection], [click('Delete Disks and VHDs'), refused('2', /Type 3 to delete them/), enter('3')]);
    assert.match(asked[0]!, /^Delete 3 disks\?\nSubscription: [^]*\nSelected: third, fourth, fifth\n/);
    assert.match(told.join(), /^Delete Disk: 2 of 3 are done\. What failed: third: .*redirects more than 5 times/);
    assert.deepEqual(await names(), ['third']);
    await eventually(shown, ['Disks | 1', ['third | free · 1 GB']]);
    await client.disks.delete({ diskName: 'third' });
  });
});

/** Of a file in `vhds`. */
async function address(file: string): Promise<string> {
  const { storageServiceProperties } = await client.storageAccounts.get({ serviceName: account });
  return `${storageServiceProperties!.endpoints![0]!.replace(/\/$/, '')}/vhds/${file}`;
}
