import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openPackage, packageLimits, type ServicePackage } from '../../../serviceFiles/index.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import type { State } from '../../state.ts';

export type ReadPackage = Pick<ServicePackage, 'definition' | 'sdkVersion'> | { readonly failure: Refusal };

/**
 * Fetches a package from Blob storage as the service did, into the file of the deployment it is for, and opens it.
 * A URL that cannot be read is refused at once; a package that is none fails the operation later (smarx/waz-cmd#2).
 * @throws Refusal
 */
export async function fetchPackage(context: Context, url: string, privateId: string): Promise<ReadPackage> {
  const { blobs, packageDirectory, state } = context;
  await mkdir(packageDirectory, { recursive: true });
  await sweep(packageDirectory, state);
  const file = path.join(packageDirectory, `${privateId}.cspkg`);
  fetching.add(privateId);
  try {
    await blobs.readBlob(url, signer(context, url), { toFile: file, maxBytes: packageLimits.bytes });
    const { definition, sdkVersion } = await openPackage({ path: file });
    return { definition, sdkVersion };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'BlobStoreError') throw refusals.packageUrl(message);
    if (name === 'PackageError') return { failure: refusals.package(message) };
    throw error;
  } finally {
    fetching.delete(privateId);
  }
}

/**
 * Containers are private: the service read with the key of the subscription's own account. A URL with a shared access signature
 * stands for itself, whoever's account it is.
 */
function signer({ blobs, subscription }: Context, url: string) {
  const name = blobs.blobAddress(url)?.account;
  if (name === undefined || new URL(url).searchParams.has('sig')) return undefined;
  const account = subscription.storageAccounts.find((each) => each.name === name);
  if (!account) throw refusals.packageUrl(`The subscription has no storage account named ${name}; a URL of another's account needs a shared access signature.`);
  return { name, key: account.keys.primary };
}

/** Packages on their way to deployments that are not in the state yet. */
const fetching = new Set<string>();

/** Removes the packages of deployments that are gone. */
async function sweep(directory: string, state: State): Promise<void> {
  for (const file of await readdir(directory)) {
    const id = path.parse(file).name;
    const isUsed = state.subscriptions.some(({ hostedServices }) => hostedServices.some(({ deployments }) => Object.values(deployments).some(({ privateId }) => privateId === id)));
    if (!isUsed && !fetching.has(id)) await rm(path.join(directory, file), { force: true });
  }
}
