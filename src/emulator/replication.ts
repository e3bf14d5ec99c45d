import { permissions, serializationNamespace } from '../protocol/imageReplication.ts';
import { boolean, buildXml } from '../protocol/schema.ts';
import { findLocation } from './catalogues/index.ts';
import { refusals } from './errors.ts';
import type { Context, Handle, Handler } from './handler.ts';
import { same } from './lookup.ts';
import type { OsImage, Subscription, VmImage } from './state.ts';

/*
 * What a publisher does with an image of either kind. Every subscription here is a publisher of its own images.
 */

type Find = (subscription: Subscription, name: string) => OsImage | VmImage;

/** The name of an image's copies: a publisher's id stands before it, as for those of the platform. */
export const publishedName = ({ id }: Subscription, { name }: OsImage | VmImage): string => `${id.replaceAll('-', '')}__${name}`;

/** The locations are all that there are to be: copies elsewhere go, those that are there stay. */
export const replicateImage = (find: Find): Handle<'osImages.replicate'> & Handle<'vmImages.replicate'> =>
  ({ subscription, clock, operationMs }, { imageName, targetLocations = [], computeImageAttributes, marketplaceImageAttributes }) => {
    const image = find(subscription, imageName);
    if (targetLocations.length === 0) throw refusals.noTargetLocations();
    const copies = targetLocations.map((given) => {
      const location = findLocation(given)?.name;
      if (location === undefined) throw refusals.location();
      return image.replication?.copies.find((copy) => copy.location === location) ?? { location, since: clock.now(), takesMs: operationMs };
    });
    const { offer = '', sku = '', version = '' } = computeImageAttributes ?? {};
    if (computeImageAttributes && !([offer, sku].every((text) => /^[a-z0-9.-]{1,64}$/i.test(text)) && /^\d+\.\d+\.\d+$/.test(version))) throw refusals.imageAttributes();
    image.replication = { copies, computeImageAttributes, marketplaceImageAttributes };
    return publishedName(subscription, image);
  };

export const unreplicateImage = (find: Find): Handle<'osImages.unreplicate'> & Handle<'vmImages.unreplicate'> => ({ subscription }, { imageName }) => {
  delete findReplicated(subscription, find, imageName).replication;
};

/** `answers`: OS images are answered for, VM images are not (recorded). Nobody else is here to make machines from the copies. */
export const shareImage = (find: Find, { answers }: { readonly answers: boolean }): Handler<'osImages.share'> & Handler<'vmImages.share'> => ({
  begin({ subscription }, { imageName, permission }) {
    const { name } = findReplicated(subscription, find, imageName);
    const given = permissions.find((each) => same(each, permission));
    if (!given) throw refusals.permission(permission);
    return {
      pending: { lock: { resource: 'image', name } },
      ...(answers && { body: buildXml('boolean', boolean, given === 'Public', { namespace: serializationNamespace }) }),
    };
  },
  finish() {},
});

function findReplicated(subscription: Subscription, find: Find, name: string): OsImage | VmImage {
  const image = find(subscription, name);
  if (!image.replication) throw refusals.notReplicated(image.name);
  return image;
}

/** How far the copies of an image are, and how they are known. */
export function describeReplication({ clock }: Pick<Context, 'clock'>, { replication: { copies, ...attributes } = { copies: [] } }: OsImage | VmImage) {
  const progress = ({ since, takesMs }: (typeof copies)[number]) => (takesMs === 0 ? 100 : Math.min(100, Math.floor((100 * (clock.now() - since)) / takesMs)));
  return { replicationProgress: copies.map((copy) => ({ location: copy.location, progress: progress(copy) })), ...attributes };
}
