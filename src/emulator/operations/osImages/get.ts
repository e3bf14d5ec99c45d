import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { allOsImages } from '../../images.ts';
import { same } from '../../lookup.ts';
import { describeOsImage } from './describe.ts';

export const getOsImage: Handle<'osImages.get'> = (context, { imageName }) => {
  const image = allOsImages(context.subscription).find(({ name }) => same(name, imageName));
  if (!image) throw refusals.imageNotFound();
  return describeOsImage(context, image);
};
