import type { Handle } from '../../handler.ts';
import { readFacts } from '../../imageFacts.ts';
import { requireImageName } from '../../images.ts';
import { takeVhds } from '../../vhds.ts';
import { requireLabel, requireOperatingSystem } from '../checks.ts';
import { describeOsImage } from './describe.ts';

/** Add OS Image (jj157192). */
export const addOsImage: Handle<'osImages.add'> = async (context, given) => {
  const { subscription, clock } = context;
  const { name, label, mediaLink } = given;
  requireLabel('image', label);
  const facts = { name, label, os: requireOperatingSystem(given.os), ...readFacts(given) };
  const [vhd] = await takeVhds(context, [mediaLink], () => requireImageName(subscription, name));
  const image = { ...facts, ...vhd!, created: clock.now(), modified: clock.now() };
  subscription.osImages.push(image);
  return describeOsImage(context, image);
};
