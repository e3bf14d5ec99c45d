import type { ServiceManagementClient } from '../../src/client/index.ts';
import { BlobTask } from '../../src/emulator/blobs/blobTask.ts';
import { createVhd } from '../../src/emulator/blobs/vhdBlobs.ts';
import { listVhds } from '../../src/staging/index.ts';
import { openStorage } from '../../src/ui/operations/leftovers.ts';

/** Puts the VHD of an empty disk into the container `vhds` of an account of the emulator; gives its URL. */
export async function putVhd(client: ServiceManagementClient, account: string, file: string, gigabytes = 1): Promise<string> {
  const { key, blobEndpoint } = await openStorage(client, account);
  const url = `${blobEndpoint.replace(/\/$/, '')}/vhds/${file}`;
  await createVhd(new BlobTask({ url }, { account: { name: account, key }, done: 'written' }), gigabytes);
  return url;
}

/** Names of the VHDs that are in `vhds`, with a mark where somebody holds them. */
export async function vhdsIn(client: ServiceManagementClient, account: string): Promise<string[]> {
  return (await listVhds(await openStorage(client, account), 'vhds')).map(({ name, isLeased }) => `${name}${isLeased ? ' (held)' : ''}`);
}
