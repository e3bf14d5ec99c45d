import type { Handler } from '../../handler.ts';
import { findFreeVmImage } from '../../images.ts';
import type { Subscription } from '../../state.ts';

interface Work { readonly name: string }

/** Delete VM Image (dn499769). With its VHDs it takes time (recorded). */
export const deleteVmImage: Handler<'vmImages.delete', Work> = {
  begin({ subscription }, { imageName, deleteMedia }) {
    const { name } = findFreeVmImage(subscription, imageName);
    if (deleteMedia) return { pending: { lock: { resource: 'image', name }, work: { name } satisfies Work } };
    dropVmImage(subscription, name, 'release');
  },

  finish(subscription, { name }, { failure }) {
    if (!failure) dropVmImage(subscription, name, 'delete');
  },
};

/** Takes an image away, and with `does` its VHDs, or only our leases of them. */
export function dropVmImage(subscription: Subscription, name: string, does: 'delete' | 'release'): void {
  const image = subscription.vmImages.find((each) => each.name === name);
  if (!image) return;
  subscription.vmImages = subscription.vmImages.filter((each) => each !== image);
  for (const { mediaLink } of [image.osDisk, ...image.dataDisks]) subscription.blobJobs.push({ does, url: mediaLink });
}
