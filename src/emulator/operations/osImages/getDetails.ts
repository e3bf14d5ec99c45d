import type { Handle } from '../../handler.ts';
import { findOwnOsImage } from '../../images.ts';
import { describeReplication } from '../../replication.ts';
import { describeOsImage } from './describe.ts';

export const getOsImageDetails: Handle<'osImages.getDetails'> = (context, { imageName }) => {
  const image = findOwnOsImage(context.subscription, imageName);
  return { ...describeOsImage(context, image), ...describeReplication(context, image) };
};
