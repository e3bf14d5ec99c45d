import type { Handle } from '../../handler.ts';
import { resourceExtensionKinds, versionOf } from './kinds.ts';

/** The newest of each, as `<major>.<minor>` whatever more its version has (recorded). */
export const listResourceExtensions: Handle<'resourceExtensions.list'> = () =>
  resourceExtensionKinds.map((kind) => versionOf(kind, kind.versions.at(-1)!.split('.', 2).join('.')));
