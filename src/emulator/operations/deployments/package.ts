import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openPackage, packageLimits, type ServicePackage } from '../../../serviceFiles/index.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import { underWay } from '../../pending.ts';
import type { PackageDeployment, State, Subscription } from '../../state.ts';

export type ReadPackage = Pick<ServicePackage, 'definition' | 'sdkVersion'> | { readonly failure: Refusal };

/** Where a package is kept. */
export const packageFile = ({ packageDirectory }: Pick<Context, 'packageDirectory'>, packageId: string): string => path.join(packageDirectory, `${packageId}.cspkg`);

/**
 * Fetches a package from Blob storage as the service did, into the file of that id, and opens it.
 * A URL that cannot be read is refused at once; a package that is none fails the operation later (smarx/waz-cmd#2).
 * @throws Refusal
 */
export async function fetchPackage(context: Context, url: string, packageId: string): Promise<ReadPackage> {
  const { blobs, packageDirectory, state } = context;
  await mkdir(packageDirectory, { recursive: true });
  await sweep(packageDirectory, state);
  const file = packageFile(context, packageId);
  fetching.add(packageId);
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
    fetching.delete(packageId);
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

/** Removes the packages that no deployment has, nor could get back from a rollback or an operation that fails. */
async function sweep(directory: string, state: State): Promise<void> {
  const files = await readdir(directory);
  const used = new Set([...fetching, ...state.subscriptions.flatMap(packagesOf)]);
  for (const file of files) if (!used.has(path.parse(file).name)) await rm(path.join(directory, file), { force: true });
}

function packagesOf(subscription: Subscription): (string | undefined)[] {
  const deployments = subscription.hostedServices.flatMap((service) => Object.values(service.deployments)).filter((each) => each.kind === 'package');
  return [
    ...deployments.flatMap(({ packageId, update }) => [packageId, update?.before?.packageId]),
    ...underWay(subscription).map(({ work }) => (work as { before?: Partial<PackageDeployment> } | undefined)?.before?.packageId),
  ];
}
