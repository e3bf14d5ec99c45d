import { PackageError, ServiceFileError, type PackageErrorCode } from './errors.ts';
import { parseLegacyManifest, parsePackageDefinition, parseRelationships, type Relationship, type StoredPart } from './packageManifest.ts';
import { parseServiceDefinition, type ServiceDefinition } from './serviceDefinition.ts';
import { decodeServiceFile } from './text.ts';
import { withZip, type PackageSource, type Zip } from './zip.ts';

export type PackageFormat =
  | 'ctp2012'  // the documented one (jj151522), "CTP", V20120315
  | 'legacy';  // what Visual Studio and cspack make by default: zips in a zip

export interface VerifiedPart {
  readonly path: string;
  /** `unhashed`: present, but the manifest carries no hash for it. */
  readonly status: 'intact' | 'altered' | 'missing' | 'unhashed';
}

export interface ServicePackage {
  readonly format: PackageFormat;
  /** Bytes of the .cspkg. */
  readonly size: number;
  readonly sdkVersion: string | undefined;
  /** True for a package of {@link packedForEmulatorKey}: it has no Microsoft runtime files, so no real service could run it. */
  readonly packedForEmulator: boolean;
  readonly definition: ServiceDefinition;
  /** Files in the outer zip: path, and bytes when expanded. */
  readonly contents: readonly { readonly path: string; readonly size: number }[];
  /** Compares every part that the manifest names with its hash. Opens the source again, which must still be there. */
  verify(options?: { readonly signal?: AbortSignal | undefined }): Promise<readonly VerifiedPart[]>;
}

/** Manifest metadata of a package that was packed without the SDK's runtime files (service-files.md F.3). */
export const packedForEmulatorKey = 'urn:azure-classic:packed-for-emulator';

const packageDefinitionType = 'http://schemas.microsoft.com/windowsazure/PackageDefinition/Version/2012/03/15';
const sdkVersionKey = 'http://schemas.microsoft.com/windowsazure/ProductVersion/';
const legacySdkVersionType = 'http://schemas.microsoft.com/ServiceHosting/2009/10/UAR/ProductVersion';
const relationshipsPart = '_rels/.rels';
const limits = { relationships: 1024 ** 2, manifest: 32 * 1024 ** 2, definition: 4 * 1024 ** 2, nested: 16 * 1024 ** 2 } as const;

interface Reading {
  readonly format: PackageFormat;
  readonly sdkVersion: string | undefined;
  readonly packedForEmulator: boolean;
  readonly definition: ServiceDefinition;
  readonly parts: readonly StoredPart[];
}

/**
 * Reads what a .cspkg says about itself, without extracting it and without holding it in memory when given a path.
 * @throws PackageError for anything that is not a package we could deploy, or is not safe to open.
 */
export async function openPackage(source: PackageSource, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<ServicePackage> {
  return withZip(source, signal, async (zip) => {
    const { parts, ...read } = await readPackage(zip, signal);
    return {
      ...read,
      size: zip.size,
      contents: [...zip.sizes].map(([path, size]) => ({ path, size })),
      verify: (options) => withZip(source, options?.signal, async (again) => {
        const verified: VerifiedPart[] = [];
        for (const part of parts) verified.push({ path: part.path, status: await verifyPart(again, part) });
        return verified;
      }),
    };
  });
}

async function readPackage(zip: Zip, signal: AbortSignal | undefined): Promise<Reading> {
  const relationships = zip.sizes.has(relationshipsPart)
    ? parseRelationships(relationshipsPart, await zip.read(relationshipsPart, limits.relationships)) : [];
  const manifest = relationships.find(({ type }) => type === packageDefinitionType);
  if (manifest) return readDocumented(zip, manifest.target);
  if (relationships.some(({ id }) => id === 'MANIFEST' || id === 'SERVICEDESCRIPTION')) return readLegacy(zip, relationships, signal);
  throw new PackageError('PackageNotAService', 'The file is a zip, but not a service package: it names no package manifest. Choose the .cspkg that packing the project made.');
}

async function readDocumented(zip: Zip, manifestPath: string): Promise<Reading> {
  const { metadata, parts } = parsePackageDefinition(manifestPath, await readPart(zip, manifestPath, limits.manifest, 'PackageManifestMissing'));
  const definition = parts.find(({ name }) => /^ServiceDefinition\/[^/]+\.csdef$/.test(name))?.path ?? 'ServiceDefinition/ServiceDefinition.csdef';
  return {
    format: 'ctp2012',
    sdkVersion: metadata.get(sdkVersionKey),
    packedForEmulator: metadata.has(packedForEmulatorKey),
    definition: await readDefinition(zip, definition),
    parts,
  };
}

async function readLegacy(zip: Zip, relationships: readonly Relationship[], signal: AbortSignal | undefined): Promise<Reading> {
  const manifestPath = targetOf(relationships, 'MANIFEST', 'PackageManifestMissing');
  const parts = parseLegacyManifest(manifestPath, await readPart(zip, manifestPath, limits.manifest, 'PackageManifestMissing'));
  const descriptionPath = targetOf(relationships, 'SERVICEDESCRIPTION', 'PackageDefinitionMissing');
  const description = await readPart(zip, descriptionPath, limits.nested, 'PackageDefinitionMissing');
  const definition = await withZip(description, signal, async (nested) => {
    const nestedRelationships = parseRelationships(`${descriptionPath}/${relationshipsPart}`, await readPart(nested, relationshipsPart, limits.relationships, 'PackageDefinitionMissing'));
    return readDefinition(nested, targetOf(nestedRelationships, 'SERVICEDESCRIPTION', 'PackageDefinitionMissing'));
  }).catch((error: unknown) => {
    if (!(error instanceof PackageError) || error.code !== 'PackageNotAZip') throw error;
    // The SDK encrypted the inner packages until 1.5 (service-files.md F.2).
    throw new PackageError('PackageEncrypted', `'${descriptionPath}' in the package looks encrypted, as Windows Azure SDKs before 1.5 did. Pack the project with a newer SDK.`, { part: descriptionPath });
  });
  return {
    format: 'legacy',
    sdkVersion: relationships.find(({ type }) => type === legacySdkVersionType)?.target.split('#')[1],
    packedForEmulator: false,
    definition,
    parts,
  };
}

function targetOf(relationships: readonly Relationship[], id: string, missing: PackageErrorCode): string {
  const target = relationships.find((relationship) => relationship.id === id)?.target;
  if (target) return target;
  throw new PackageError(missing, `The package names no part with the relationship ${id}.`, { part: id });
}

async function readPart(zip: Zip, path: string, limit: number, missing: PackageErrorCode): Promise<Buffer> {
  if (zip.sizes.has(path)) return zip.read(path, limit);
  throw new PackageError(missing, `The package has no '${path}', which it refers to.`, { part: path });
}

async function readDefinition(zip: Zip, path: string): Promise<ServiceDefinition> {
  const bytes = await readPart(zip, path, limits.definition, 'PackageDefinitionMissing');
  try {
    return parseServiceDefinition(decodeServiceFile(bytes));
  } catch (error) {
    if (!(error instanceof ServiceFileError)) throw error;
    throw new PackageError('PackageDefinitionInvalid', `The service definition '${path}' in the package cannot be understood: ${error.message}`, { part: path, reason: error.message }, error);
  }
}

async function verifyPart(zip: Zip, { path, size, sha256 }: StoredPart): Promise<VerifiedPart['status']> {
  const present = zip.sizes.get(path);
  if (present === undefined) return 'missing';
  if (size !== undefined && size !== present) return 'altered';
  if (sha256 === undefined) return 'unhashed';
  const found = await zip.sha256(path).catch((error: unknown) => {
    if (error instanceof PackageError && error.code === 'PackageDamaged') return undefined;
    throw error;
  });
  return found === sha256 ? 'intact' : 'altered';
}
