import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packedForEmulatorKey } from './package.ts';
import { buildPackage, type RoleFiles } from './packageWriter.ts';
import { parseServiceDefinition, type DefinitionRole } from './serviceDefinition.ts';
import { decodeServiceFile } from './text.ts';

/** Paths of a written sample. */
export interface SampleFiles {
  readonly definition: string;
  readonly cloudConfiguration: string;
  readonly localConfiguration: string;
  readonly package: string;
}

const sampleFolder = fileURLToPath(new URL('../../media/sample/', import.meta.url));

/**
 * Copies the sample project (media/sample) into `directory` and packs it there as ContosoShop.cspkg.
 * The package is packed for the emulator: valid in form, but without the Microsoft runtime files that each role of a
 * package needs to run (they are not ours to give away), so a real service could not start it. Its manifest says so.
 */
export async function writeSample(directory: string): Promise<SampleFiles> {
  await cp(sampleFolder, directory, { recursive: true });
  const definition = await readFile(join(sampleFolder, 'ServiceDefinition.csdef'));
  const roles: RoleFiles[] = [];
  for (const role of parseServiceDefinition(decodeServiceFile(definition)).roles) roles.push({ name: role.name, files: await readRoleFiles(role) });
  const packagePath = join(directory, 'ContosoShop.cspkg');
  await writeFile(packagePath, await buildPackage(definition, roles, { [packedForEmulatorKey]: 'true' }));
  return {
    definition: join(directory, 'ServiceDefinition.csdef'),
    cloudConfiguration: join(directory, 'ServiceConfiguration.Cloud.cscfg'),
    localConfiguration: join(directory, 'ServiceConfiguration.Local.cscfg'),
    package: packagePath,
  };
}

/** A web role's files are there twice, as in packages of the SDK: as the role's own and as its first site's. */
async function readRoleFiles(role: DefinitionRole): Promise<RoleFiles['files']> {
  const folder = join(sampleFolder, 'approot', role.name);
  const names = (await readdir(folder)).sort();
  const files = await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name)) })));
  const roots = role.kind === 'WebRole' ? ['approot', 'sitesroot/0'] : ['approot'];
  return roots.flatMap((root) => files.map(({ name, content }) => ({ path: `${root}/${name}`, content })));
}
