import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { BlobTask } from '../../src/emulator/blobs/blobTask.ts';
import { createVhd } from '../../src/emulator/blobs/vhdBlobs.ts';
import { listContainers, listVhds, uploadPackage } from '../../src/staging/index.ts';
import { KiB, newKey, StagingRig } from './stagingRig.ts';

describe('The VHDs of a storage account', function () {
  this.timeout(60_000);
  const rig = new StagingRig();

  it('are the page blobs named so, in their containers, with who holds them', async () => {
    await writeFile(rig.file, Buffer.alloc(KiB));
    const account = rig.account();
    await uploadPackage({ account, path: rig.file, container: 'vhds', blobName: 'block.vhd' });
    await uploadPackage({ account, path: rig.file, container: 'packages', blobName: 'one.cspkg' });
    const made = ['folder/Datos 1.VHD', 'free.vhd', 'page.bin'].map((name) => `${account.blobEndpoint.replace(/\/$/, '')}/vhds/${name.split('/').map(encodeURIComponent).join('/')}`);
    for (const url of made) await createVhd(new BlobTask({ url }, { account, done: 'written' }), 1);
    assert.deepEqual(await listContainers(account), ['packages', 'vhds']);
    assert.deepEqual((await listVhds(account, 'vhds')).map(({ name, length, isLeased, modified }) => [name, length, isLeased, modified instanceof Date]), [
      ['folder/Datos 1.VHD', 1024 ** 3 + 512, false, true], ['free.vhd', 1024 ** 3 + 512, false, true],
    ]);
    assert.deepEqual(await listVhds(account, 'packages'), []);
  });

  it('are not told where the key is wrong or the container is gone, without the key in what is said', async () => {
    const account = rig.account();
    const key = newKey();
    await assert.rejects(listContainers({ ...account, key }), (error: Error & { code: string }) => error.name === 'StagingError' && error.code === 'KeyRefused' && !JSON.stringify(error).includes(key));
    await assert.rejects(listVhds(account, 'nowhere'), { name: 'StagingError', code: 'ServiceRefused' });
  });
});
