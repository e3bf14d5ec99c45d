import { same } from './lookup.ts';
import type { OsImage, Subscription, VmImage } from './state.ts';

/** An image of an operating system disk; without `mediaLink` one of the platform, whose VHD nobody sees. */
export type AnyOsImage = Omit<OsImage, 'mediaLink'> & { readonly mediaLink?: string | undefined };

export const isVmImage = (image: AnyOsImage | VmImage): image is VmImage => 'osDisk' in image;

/** The image of a name that a subscription can make machines from, of either kind. */
export function findImage({ osImages, vmImages }: Subscription, name: string): AnyOsImage | VmImage | undefined {
  return [...osImages, ...vmImages].find((image) => same(image.name, name));
}
