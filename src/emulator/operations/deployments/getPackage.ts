import { createReadStream } from 'node:fs';
import { refusals } from '../../errors.ts';
import type { Context, Handler } from '../../handler.ts';
import { findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { packageFile } from './package.ts';

const bytesAtOnce = 4 * 1024 ** 2;

/**
 * Get Package (jj154121): puts package and configuration into a container of the subscription's own. The page does not say how the
 * service called them; here they have the deployment's name. The container was recorded with blanks at its end, which were ignored.
 */
export const getPackage: Handler<'deployments.getPackage'> = {
  async begin(context, given) {
    const { subscription, blobs } = context;
    const { service, slot, deployment } = findPackageDeployment(subscription, given);
    requireUnlockedService(subscription, service.name, slot);

    const targets = [
      { ...addressOf(context, given.containerUri, `${deployment.name}.cspkg`), content: () => createReadStream(packageFile(context, deployment.packageId), { highWaterMark: bytesAtOnce }) },
      { ...addressOf(context, given.containerUri, `${deployment.name}.cscfg`), content: () => [Buffer.from(deployment.configuration)] },
    ];
    try {
      if (!given.overwriteExisting) for (const { url, account } of targets) if (await blobs.describeBlob(url, account)) throw refusals.packageExists(url);
      for (const { url, account, content } of targets) await blobs.writeBlob(url, account, content());
    } catch (error) {
      const { name, code, message } = error as Error & { code?: string };
      if (name === 'BlobStoreError') throw refusals.packageContainer(code === 'BlobNotFound' ? 'There is no such container.' : message);
      throw error;
    }
    // The state may have changed while the blobs were written.
    context.settle();
    requireUnlockedService(subscription, service.name, slot);
    return { pending: { lock: { hostedService: service.name, slot } } };
  },

  finish: () => undefined,
};

function addressOf({ blobs, subscription }: Context, containerUri: string, blob: string) {
  const address = blobs.blobAddress(`${containerUri.trim().replace(/\/$/, '')}/${encodeURIComponent(blob)}`);
  if (!address) throw refusals.packageContainer(`It is not the URL of a container of this store: ${blobs.endpoint}/ACCOUNT/CONTAINER or https://ACCOUNT.blob.core.windows.net/CONTAINER is expected.`);
  const account = subscription.storageAccounts.find(({ name }) => name === address.account);
  if (!account) throw refusals.packageContainer(`The subscription has no storage account named ${address.account}.`);
  return { url: address.url, account: { name: account.name, key: account.keys.primary } };
}
