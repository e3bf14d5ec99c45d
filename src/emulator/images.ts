import { refusals } from './errors.ts';
import { same } from './lookup.ts';
import { operationOn, underWay } from './pending.ts';
import { platformOsImages, platformVmImages, type AnyOsImage, type AnyVmImage } from './platformImages.ts';
import type { OsImage, Subscription, VmImage } from './state.ts';

export type { AnyOsImage, AnyVmImage };

export const isVmImage = (image: AnyOsImage | AnyVmImage): image is AnyVmImage => 'osDisk' in image;

/** The image of a name that a subscription can make machines from, of either kind: its own or the platform's. */
export const findImage = (subscription: Subscription, name: string): AnyOsImage | AnyVmImage | undefined =>
  [...allOsImages(subscription), ...allVmImages(subscription)].find((image) => same(image.name, name));

export const allOsImages = ({ osImages }: Subscription): readonly AnyOsImage[] => [...platformOsImages, ...osImages];
export const allVmImages = ({ vmImages }: Subscription): readonly AnyVmImage[] => [...platformVmImages, ...vmImages];

/** One of the subscription's own. @throws Refusal 404, or 403 for one of the platform. */
export const findOwnOsImage = ({ osImages }: Subscription, name: string): OsImage => findOwn(osImages, platformOsImages, name);
export const findOwnVmImage = ({ vmImages }: Subscription, name: string): VmImage => findOwn(vmImages, platformVmImages, name);

/** The same, where no operation works on it. @throws Refusal */
export const findFreeOsImage = (subscription: Subscription, name: string): OsImage => requireUnlocked(subscription, findOwnOsImage(subscription, name));
export const findFreeVmImage = (subscription: Subscription, name: string): VmImage => requireUnlocked(subscription, findOwnVmImage(subscription, name));

function findOwn<T extends { readonly name: string }>(own: readonly T[], ofPlatform: readonly { readonly name: string }[], name: string): T {
  const found = own.find((image) => same(image.name, name));
  if (found) return found;
  throw ofPlatform.some((image) => same(image.name, name)) ? refusals.notAllowed() : refusals.imageNotFound();
}

function requireUnlocked<T extends { readonly name: string }>(subscription: Subscription, image: T): T {
  if (operationOn(subscription, { resource: 'image', name: image.name })) throw refusals.imageBusy();
  return image;
}

/** What the work of an operation has that makes an image: it holds its name. */
export interface ImageWork { readonly image: { readonly name: string } }

/** @throws Refusal unless a new image, of either kind, may have the name. */
export function requireImageName(subscription: Subscription, name: string): void {
  if (!/^[a-z0-9._-]{1,100}$/i.test(name)) throw refusals.imageName(name);
  const isBeingMade = underWay(subscription).some(({ work }) => same((work as Partial<ImageWork> | undefined)?.image?.name ?? '', name));
  if (isBeingMade || findImage(subscription, name)) throw refusals.imageExists(name);
}
