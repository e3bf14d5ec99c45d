import type { Handle } from '../../handler.ts';
import { allOsImages } from '../../images.ts';
import { describeOsImage } from './describe.ts';

export const listOsImages: Handle<'osImages.list'> = (context) => allOsImages(context.subscription).map((image) => describeOsImage(context, image));
