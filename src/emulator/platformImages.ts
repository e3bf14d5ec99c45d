import osImageData from './catalogues/osImages.json' with { type: 'json' };
import vmImageData from './catalogues/vmImages.json' with { type: 'json' };
import type { OperatingSystem, OsImage, VmImage } from './state.ts';

/** What images of the platform have beside what all have; their VHDs nobody sees. */
interface Published {
  readonly publisher?: string | undefined;
  /** Where it costs more than the machine. */
  readonly pricingDetailLink?: string | undefined;
}
type Unseen<T extends { mediaLink: string }> = Omit<T, 'mediaLink'> & { readonly mediaLink?: string | undefined };

/** Of the subscription's own or, without `mediaLink`, of the platform. */
export type AnyOsImage = Unseen<OsImage> & Published;
export type AnyVmImage = Omit<VmImage, 'osDisk' | 'dataDisks'> & Published & { readonly osDisk: Unseen<VmImage['osDisk']>; readonly dataDisks: readonly Unseen<VmImage['dataDisks'][number]>[] };

/** What a publisher says of all, a family of its own, or an image of itself; what is nearer counts. */
interface Facts { readonly eula?: string; readonly privacyUri?: string; readonly recommendedVmSize?: string; readonly pricingDetailLink?: string; readonly gigabytes?: number }
interface PublisherOf<Entry> extends Facts { readonly publisher: string; readonly id: string; readonly os: string; readonly families: readonly (Facts & { readonly name: string; readonly description: string; readonly images: readonly Entry[] })[] }
interface OsImageEntry extends Facts { readonly name: string; readonly label: string; readonly published: string }

const dated = (published: string) => ({ publishedDate: Date.parse(published), created: Date.parse(published), modified: Date.parse(published) });

export const platformOsImages: readonly AnyOsImage[] = (osImageData as readonly PublisherOf<OsImageEntry>[]).flatMap(({ families, id, os, ...ofPublisher }) =>
  families.flatMap(({ images, name: imageFamily, ...ofFamily }) => images.map(({ name, published, ...facts }): AnyOsImage => ({
    gigabytes: 30, ...ofPublisher, ...ofFamily, ...facts, name: `${id}__${name}`, os: os as OperatingSystem, imageFamily, ...dated(published),
  }))));

export const platformVmImages: readonly AnyVmImage[] = vmImageData.flatMap(({ images, id, os, osState, ...ofPublisher }) => images.map(({ name, published, family, gigabytes, ...facts }): AnyVmImage => ({
  ...ofPublisher, ...facts, name: `${id}__${name}`, imageFamily: family, ...dated(published),
  osDisk: { name: `${name}-os-${published}`, hostCaching: 'ReadWrite', osState: osState as VmImage['osDisk']['osState'], os: os as OperatingSystem, gigabytes },
  dataDisks: [],
})));
