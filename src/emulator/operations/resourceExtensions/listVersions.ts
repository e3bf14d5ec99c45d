import type { Handle } from '../../handler.ts';
import { same } from '../../lookup.ts';
import { resourceExtensionKinds, versionOf } from './kinds.ts';

/** An extension that there is not has no versions (recorded). */
export const listResourceExtensionVersions: Handle<'resourceExtensions.listVersions'> = (_, { publisherName, extensionName }) =>
  resourceExtensionKinds.filter(({ publisher, name }) => same(publisher, publisherName) && same(name, extensionName))
    .flatMap((kind) => kind.versions.map((version) => versionOf(kind, version)));
