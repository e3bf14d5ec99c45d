import assert from 'node:assert/strict';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { back, choose, click, enter, inject, refused, run } from './person.ts';
import { emulatorConnection, eventually, row, services, words } from './services.ts';
import { putVhd, vhdsIn } from './vhds.ts';

const failed = /^(?:.+: this failed\. )?InternalError: .*\(request \w+\)$/;
const gone = /^ResourceNotFound: .*\(request \w+\)$/;
const nowhere = /redirects more than 5 times/;
const account = 'imagestorage';
let client: ServiceManagementClient;
const address = async (file: string) => `${(await client.storageAccounts.get({ serviceName: account })).storageServiceProperties!.endpoints![0]!.replace(/\/$/, '')}/vhds/${file}`;

describe('images', () => {
  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await client.operations.wait((await client.storageAccounts.create({ serviceName: account, label: account, location: 'West Europe' })).requestId);
    for (const file of ['web.vhd', 'db.vhd', 'one.vhd', 'two.vhd']) await putVhd(client, account, file);
  });
  afterEach(() => inject(''));

  describe('an image of an operating system', () => {
    const own = async () => (await client.osImages.list()).filter(({ category }) => category === 'User').map(({ name }) => name);
    const image = (label: string) => row('Local emulator', 'OS Images', label);

    it('is made of a VHD, under a name that neither kind of image has', async () => {
      const { asked, told } = await run('azureClassic.osImages.add', [], [choose(account), choose('vhds'), choose('web.vhd'), choose('Linux'), refused('web server', /letters, digits/), enter('web-1'), enter('Web server')]);
      assert.match(asked[0]!, /^Add OS Image \(1\/6\): /);
      assert.deepEqual(told, ['The image web-1 is added.']);
      const { label, os, mediaLink } = await client.osImages.get({ imageName: 'web-1' });
      assert.deepEqual([label, os, mediaLink?.endsWith('/vhds/web.vhd')], ['Web server', 'Linux', true]);
      assert.ok((await vhdsIn(client, account)).includes('web.vhd (held)'));
      assert.equal(await words(await image('Web server')), 'Web server | Linux · West Europe');
    });

    it('is not made when its name is taken, or the service refuses', async () => {
      await inject('osImages.add:500:1');
      const { told } = await run('azureClassic.osImages.add', [await row('Local emulator', 'OS Images')], [choose(account), choose('vhds'), choose('db.vhd'), choose('Windows'), refused('WEB-1', /taken/), enter('db'), enter('Database')]);
      assert.match(told.join(), failed);
      assert.deepEqual(await own(), ['web-1']);
    });

    it('is described anew, and nothing else that it says is lost', async () => {
      await client.osImages.update({ imageName: 'web-1', label: 'Web server', recommendedVMSize: 'Small', language: 'es-ES', showInGui: true });
      await run('azureClassic.osImages.update', [await image('Web server')], [
        enter('Servidor web'), enter('Nuestro servidor'), enter('Contoso'), refused('contoso.com', /no address/), enter('https://contoso.com/a;https://contoso.com/b'), refused('https://a.com;https://b.com', /Only one/), enter('https://contoso.com/privacy'),
      ]);
      const { label, description, imageFamily, eula, privacyUri, recommendedVMSize, language, showInGui, os } = await client.osImages.get({ imageName: 'web-1' });
      assert.deepEqual({ label, description, imageFamily, eula, privacyUri, recommendedVMSize, language, showInGui, os }, {
        label: 'Servidor web', description: 'Nuestro servidor', imageFamily: 'Contoso', eula: 'https://contoso.com/a;https://contoso.com/b', privacyUri: 'https://contoso.com/privacy', recommendedVMSize: 'Small', language: 'es-ES', showInGui: true, os: 'Linux',
      });
    });

    it('stays as it is when the service refuses to change it', async () => {
      await inject('osImages.update:307:6');
      assert.match((await run('azureClassic.osImages.update', [], [choose('Servidor web'), enter('Otra'), ...['', '', '', ''].map(enter)])).told.join(), nowhere);
      assert.equal((await client.osImages.get({ imageName: 'web-1' })).label, 'Servidor web');
    });

    it('is deleted with or without its VHD, as one chooses; those of the platform are not', async () => {
      const [web, platform] = [await image('Servidor web'), await platformImage()];
      const { asked } = await run('azureClassic.osImages.delete', [web, [web, platform]], [click('Delete Image')]);
      assert.match(asked[0]!, /^Delete the image web-1\?\nSubscription: [^]*\nLeft out, because it cannot be done to them now: /);
      assert.ok((await vhdsIn(client, account)).includes('web.vhd'));
      await client.osImages.add({ name: 'web-1', label: 'web', os: 'Linux', mediaLink: await address('web.vhd') });
      await run('azureClassic.osImages.delete', [], [choose('web'), click('Delete Image and VHDs'), refused('web', /Type web-1/), enter('web-1')]);
      await eventually(async () => (await vhdsIn(client, account)).includes('web.vhd'), false);
      assert.deepEqual(await own(), []);
    });

    it('is deleted with others; one that fails stays, and is told', async () => {
      for (const name of ['one', 'two']) await client.osImages.add({ name, label: name, os: 'Linux', mediaLink: await address(`${name}.vhd`) });
      const rows = [await image('one'), await image('two')];
      await inject('osImages.delete:307:6');
      assert.match((await run('azureClassic.osImages.delete', [rows[1], rows], [click('Delete Images')])).told.join(), /^Delete Image: 1 of 2 are done\. What failed: one: .*redirects more than 5 times/);
      assert.deepEqual(await own(), ['one']);
      await client.osImages.delete({ imageName: 'one' });
      for (const [command, answers] of [['update', []], ['delete', [click('Delete Image')]]] as const) assert.match((await run(`azureClassic.osImages.${command}`, [rows[0]], answers)).told.join(), gone);
    });

    async function platformImage() {
      const { tree } = await services();
      const group = await row('Local emulator', 'OS Images');
      for (let nodes = await tree.getChildren(group); ;) {
        const leaf = nodes.find((node) => tree.getTreeItem(node).contextValue?.startsWith('osImage;platform'));
        if (leaf) return leaf;
        nodes = await tree.getChildren(nodes.find((node) => tree.getTreeItem(node).contextValue?.startsWith('folder')));
      }
    }
  });

  describe('an image of a machine', () => {
    const names = async () => (await client.vmImages.list({ category: 'User' })).map(({ name }) => name);
    const image = (label: string) => row('Local emulator', 'VM Images', label);
    const make = async (name: string) =>
      client.operations.wait((await client.vmImages.create({ name, label: name, osDiskConfiguration: { osState: 'Generalized', os: 'Linux', mediaLink: await address(`${name}.vhd`) } })).requestId);

    it('is made of VHDs, but not when the service refuses', async () => {
      const answers = [choose(account), choose('vhds'), choose('db.vhd'), choose('Linux'), choose('Specialized'), choose('Choose data disks...'), back, choose('Choose data disks...'), choose('one.vhd', 'two.vhd'), refused('a b', /letters/), enter('machine'), enter('Máquina')];
      await inject('vmImages.create:500:1');
      assert.match((await run('azureClassic.vmImages.create', [], answers)).told.join(), failed);
      assert.deepEqual(await names(), []);
      assert.deepEqual((await run('azureClassic.vmImages.create', [await row('Local emulator', 'VM Images')], answers)).told, ['The image machine is created.']);
      const { osDiskConfiguration, dataDiskConfigurations } = (await client.vmImages.list({ category: 'User' }))[0]!;
      assert.deepEqual([osDiskConfiguration?.osState, dataDiskConfigurations?.map(({ lun = 0, mediaLink }) => [lun, mediaLink?.split('/').at(-1)])], ['Specialized', [[0, 'one.vhd'], [1, 'two.vhd']]]);
    });

    it('is described anew, and stays as it is when the service refuses that', async () => {
      const words = (label: string) => [enter(label), enter('Nuestra máquina'), enter('Contoso'), enter(''), enter('')];
      await run('azureClassic.vmImages.update', [await image('Máquina')], words('Otra'));
      await inject('vmImages.update:307:6');
      assert.match((await run('azureClassic.vmImages.update', [], [choose('Otra'), ...words('Tercera')])).told.join(), nowhere);
      const { label, description, imageFamily } = (await client.vmImages.list({ category: 'User' }))[0]!;
      assert.deepEqual({ label, description, imageFamily }, { label: 'Otra', description: 'Nuestra máquina', imageFamily: 'Contoso' });
    });

    it('stays when its deletion fails, and goes with its VHDs once its name has been typed', async () => {
      const machine = await image('Otra');
      await inject('vmImages.delete:fail:1');
      const answers = [click('Delete Image and VHDs'), refused('no', /Type machine/), enter('machine')];
      assert.match((await run('azureClassic.vmImages.delete', [machine], answers)).told.join(), /^Deleting the image machine: this failed\. /);
      assert.deepEqual(await names(), ['machine']);
      assert.deepEqual((await run('azureClassic.vmImages.delete', [machine], answers)).told, ['The image machine is deleted.']);
      assert.deepEqual(await names(), []);
      await eventually(() => vhdsIn(client, account), []);
      assert.match((await run('azureClassic.vmImages.update', [machine], [])).told.join(), /not one of this subscription any more/);
    });

    it('is deleted with others, and their VHDs stay', async () => {
      for (const name of ['one', 'two']) await putVhd(client, account, `${name}.vhd`).then(() => make(name));
      const rows = [await image('one'), await image('two')];
      const { asked, told } = await run('azureClassic.vmImages.delete', [rows[0], rows], [click('Delete Images')]);
      assert.match(asked[0]!, /^Delete 2 images\?[^]*\nSelected: one, two\n/);
      assert.deepEqual(told, ['The image one is deleted.', 'The image two is deleted.']);
      assert.deepEqual(await vhdsIn(client, account), ['one.vhd', 'two.vhd']);
    });
  });
});
