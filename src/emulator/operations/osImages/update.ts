import type { Handle } from '../../handler.ts';
import { readFacts } from '../../imageFacts.ts';
import { findFreeOsImage } from '../../images.ts';
import { requireLabel } from '../checks.ts';
import { describeOsImage } from './describe.ts';

/** Update OS Image (jj157198). What was not said is gone afterwards (recorded). */
export const updateOsImage: Handle<'osImages.update'> = (context, given) => {
  const image = findFreeOsImage(context.subscription, given.imageName);
  requireLabel('image', given.label);
  Object.assign(image, { ...readFacts(given), label: given.label, modified: context.clock.now() });
  const { iconUri, privacyUri, smallIconUri } = given;
  // Addresses that are empty stand in this answer still, and in no later one (recorded).
  return { ...describeOsImage(context, image), iconUri, privacyUri, smallIconUri };
};
