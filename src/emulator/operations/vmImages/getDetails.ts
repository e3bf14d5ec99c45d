import type { Handle } from '../../handler.ts';
import { findOwnVmImage } from '../../images.ts';
import { describeReplication, publishedName } from '../../replication.ts';
import { describeVmImage } from './describe.ts';

export const getVmImageDetails: Handle<'vmImages.getDetails'> = (context, { imageName }) => {
  const image = findOwnVmImage(context.subscription, imageName);
  return {
    ...describeVmImage(context, image), ...describeReplication(context, image),
    ...(image.replication && { publishedName: publishedName(context.subscription, image) }),
  };
};
