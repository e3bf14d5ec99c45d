import type { Handle } from '../../handler.ts';
import { findFreeOsImage } from '../../images.ts';

/** Delete OS Image (jj157203). */
export const deleteOsImage: Handle<'osImages.delete'> = ({ subscription }, { imageName, deleteMedia }) => {
  const image = findFreeOsImage(subscription, imageName);
  subscription.osImages = subscription.osImages.filter((each) => each !== image);
  subscription.blobJobs.push({ does: deleteMedia ? 'delete' : 'release', url: image.mediaLink });
};
