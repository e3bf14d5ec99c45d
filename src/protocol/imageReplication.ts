import { integer, list, struct, text, type ValueOf } from './schema.ts';

/* What the publishers of images do with them; OS images and VM images alike. */

/** Of `offer` and `sku` 1 to 64 letters, digits, hyphens and full stops; `version` is like 1.0.0. */
const computeImageAttributes = struct({ offer: text, sku: text, version: text });
const marketplaceImageAttributes = struct({ publisherId: text, plan: struct({ name: text, publisher: text, product: text }) });

export const replicationInput = struct({ targetLocations: list('Region', text), computeImageAttributes, marketplaceImageAttributes });
export type ReplicationInput = ValueOf<typeof replicationInput>;

/** How an image is known to those who make machines from it, and how far its copies are, in per cent. */
export const replication = {
  replicationProgress: list('ReplicationProgressElement', struct({ location: text, progress: integer })),
  computeImageAttributes,
  marketplaceImageAttributes,
};

export const permissions = ['Public', 'MSDN', 'Private'] as const;

/** Of the name that an image is published under, where an answer is nothing but a value. */
export const serializationNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/';
