import type { Handle } from '../../handler.ts';
import { allVmImages } from '../../images.ts';
import { same } from '../../lookup.ts';
import { describeVmImage } from './describe.ts';

/** List VM Images (dn499770). */
export const listVmImages: Handle<'vmImages.list'> = (context, { location, publisher, category }) => {
  const fits = (value: string | undefined, wanted: string | undefined) => wanted === undefined || (value !== undefined && same(value, wanted));
  return allVmImages(context.subscription).map((image) => describeVmImage(context, image)).filter((image) =>
    fits(image.category, category) && fits(image.publisherName, publisher) && (location === undefined || image.location?.split(';').some((each) => same(each, location))));
};
