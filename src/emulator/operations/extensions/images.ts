import type { ExtensionImage } from '../../../protocol/extensions.ts';
import catalogue from '../../catalogues/extensions.json' with { type: 'json' };

interface Kind extends Omit<ExtensionImage, 'version'> { readonly providerNameSpace: string; readonly type: string; readonly versions: readonly string[] }
export const extensionKinds: readonly Kind[] = catalogue;

/** By provider and type, which the service told apart by case too. */
export const findExtensionKind = (providerNameSpace: string, type: string): Kind | undefined =>
  extensionKinds.find((kind) => kind.providerNameSpace === providerNameSpace && kind.type === type);

/** All versions of a kind, the oldest first. */
export const imagesOf = ({ versions, ...facts }: Kind): ExtensionImage[] =>
  versions.map((version) => ({ ...facts, version, hostingResources: 'WebRole|WorkerRole', thumbprintAlgorithm: 'sha1', replicationCompleted: true, companyName: 'Microsoft Corporation' }));

/** Whether there is a version that is meant by `*`, `1.*` or `1.2` (dn169558). */
export const hasVersion = ({ versions }: Kind, wanted: string): boolean =>
  versions.some((version) => wanted === '*' || wanted === version || wanted === version.replace(/\..*/, '.*'));
