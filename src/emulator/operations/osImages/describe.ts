import type { OSImage } from '../../../protocol/osImages.ts';
import { locations } from '../../catalogues/index.ts';
import type { Context } from '../../handler.ts';
import { tellFacts } from '../../imageFacts.ts';
import type { AnyOsImage } from '../../images.ts';
import { placeOf } from '../../vhds.ts';

/** Images of the platform are everywhere. */
export const everywhere = locations.map(({ name }) => name).join(';');

export function describeOsImage(context: Context, image: AnyOsImage): OSImage {
  const { name, label, os, gigabytes, mediaLink, publisher, pricingDetailLink } = image;
  return {
    name, label, os, logicalSizeInGB: gigabytes, ...tellFacts(image), isPremium: pricingDetailLink !== undefined, pricingDetailLink,
    ...(mediaLink === undefined
      ? { category: 'Public', location: everywhere, publisherName: publisher, ioType: 'Standard_LRS' }
      : { category: 'User', mediaLink, osState: 'Generalized', ...placeOf(context, mediaLink) }),
  };
}
