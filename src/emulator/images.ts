import { refusals } from './errors.ts';
import { same } from './lookup.ts';
import { underWay } from './pending.ts';
import type { OsImage, Subscription, VmImage } from './state.ts';

/** An image of an operating system disk; without `mediaLink` one of the platform, whose VHD nobody sees. */
export type AnyOsImage = Omit<OsImage, 'mediaLink'> & { readonly mediaLink?: string | undefined };

export const isVmImage = (image: AnyOsImage | VmImage): image is VmImage => 'osDisk' in image;

/** The image of a name that a subscription can make machines from, of either kind. */
export function findImage({ osImages, vmImages }: Subscription, name: string): AnyOsImage | VmImage | undefined {
  return [...osImages, ...vmImages].find((image) => same(image.name, name));
}

/** What the work of an operation has that makes an image: it holds its name. */
export interface ImageWork { readonly image: { readonly name: string } }

/** @throws Refusal unless a new image, of either kind, may have the name. */
export function requireImageName(subscription: Subscription, name: string): void {
  if (!/^[a-z0-9._-]{1,100}$/i.test(name)) throw refusals.imageName(name);
  const isBeingMade = underWay(subscription).some(({ work }) => same((work as Partial<ImageWork> | undefined)?.image?.name ?? '', name));
  if (isBeingMade || findImage(subscription, name)) throw refusals.imageExists(name);
}
