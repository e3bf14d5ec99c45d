import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findExtensionKind, imagesOf } from './images.ts';

export const listExtensionVersions: Handle<'extensions.listVersions'> = (_, { providerNameSpace, extensionType }) => {
  const kind = findExtensionKind(providerNameSpace, extensionType);
  if (!kind) throw refusals.extensionImageNotFound(`${providerNameSpace}.${extensionType}`);
  return imagesOf(kind);
};
