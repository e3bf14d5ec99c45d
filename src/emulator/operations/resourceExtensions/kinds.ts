import type { ResourceExtension } from '../../../protocol/resourceExtensions.ts';
import catalogue from '../../catalogues/resourceExtensions.json' with { type: 'json' };

interface Kind extends Omit<ResourceExtension, 'version'> { readonly versions: readonly string[] }
/** Their versions from the oldest to the newest. */
export const resourceExtensionKinds: readonly Kind[] = catalogue;

export const versionOf = ({ versions: _, ...facts }: Kind, version: string): ResourceExtension =>
  ({ publicConfigurationSchema: '', privateConfigurationSchema: '', replicationCompleted: true, ...facts, version });
