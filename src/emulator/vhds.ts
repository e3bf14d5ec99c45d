import type { BlobAddress, SigningAccount } from './blobs/index.ts';
import { userOfBlob } from './disks.ts';
import { refusals } from './errors.ts';
import type { Context } from './handler.ts';
import type { Placement, StorageAccount } from './state.ts';

type Blobs = Pick<Context, 'blobs' | 'subscription'>;

/** A place for a VHD: an address in an account of the subscription. */
export interface VhdPlace extends BlobAddress {
  readonly owner: StorageAccount;
  readonly signer: SigningAccount;
  /** The address to keep: the real service's, since our own is another when the emulator starts again; without query. */
  readonly mediaLink: string;
}

/** @throws Refusal for what is no address of a blob, or one in an account that the subscription does not have. */
export function requirePlace({ blobs, subscription }: Blobs, mediaLink: string): VhdPlace {
  const address = blobs.blobAddress(mediaLink);
  if (!address) throw refusals.mediaLink(mediaLink);
  if (address.container === '$root') throw refusals.rootContainer(mediaLink);
  const owner = subscription.storageAccounts.find(({ name }) => name === address.account);
  if (!owner) throw refusals.mediaAccount(address.account);
  const isOfService = /^https?:\/\/[^/:]+\.blob\.core\.windows\.net\//i.test(mediaLink);
  const kept = isOfService ? mediaLink.split('?')[0]! : `https://${owner.name}.blob.core.windows.net/${address.container}/${address.blob.split('/').map(encodeURIComponent).join('/')}`;
  return { ...address, owner, signer: { name: owner.name, key: owner.keys.primary }, mediaLink: kept };
}

/** @throws Refusal where the blob is that of a disk or an image. */
export function requireUnused(context: Blobs, mediaLink: string): void {
  const user = userOfBlob(context, mediaLink);
  if (user) throw refusals.vhdInUse(mediaLink, user.name);
}

/** GB of the VHD that is there. @throws Refusal where there is none. */
export async function requireVhd(context: Blobs, mediaLink: string): Promise<number> {
  const { signer } = requirePlace(context, mediaLink);
  const found = await orRefusal(context.blobs.describeBlob(mediaLink, signer));
  if (!found) throw refusals.blobNotFound(mediaLink);
  if (!found.vhd) throw refusals.notAVhd();
  if (found.vhd.bytes % 1024 ** 2 !== 0) throw refusals.vhdSize(mediaLink, found.vhd.bytes);
  return Math.ceil(found.vhd.bytes / 1024 ** 3);
}

/** A VHD that becomes that of a disk or an image: one that is there (`keep`), or a new one, which `from` is copied into. */
export interface PlannedVhd { readonly mediaLink: string; readonly gigabytes: number; readonly how: 'keep' | 'make'; readonly from?: string | undefined }

/**
 * Makes the VHDs that are to be made and leases them all, so that nobody else deletes or writes them. The state may have changed
 * meanwhile: `check` says whether it may still be, and what it returns. Whatever goes wrong undoes it all.
 * @throws Refusal
 */
export async function makeVhds<T>(context: Context, planned: readonly PlannedVhd[], check: () => T): Promise<T> {
  const { blobs } = context;
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { mediaLink, gigabytes, how, from } of planned) {
      const { signer } = requirePlace(context, mediaLink);
      if (how === 'make') {
        await orRefusal(blobs.createVhd(mediaLink, signer, { gigabytes, ...(from !== undefined && { from: { url: from, account: requirePlace(context, from).signer } }) }));
        undo.push(() => blobs.deleteBlob(mediaLink, signer));
      }
      await orRefusal(blobs.leaseBlob(mediaLink, signer));
      // Whoever made it theirs meanwhile has the same lease.
      if (how === 'keep') undo.push(async () => userOfBlob(context, mediaLink) ?? blobs.releaseBlob(mediaLink, signer));
    }
    context.settle();
    const found = check();
    for (const { mediaLink } of planned) requireUnused(context, mediaLink);
    return found;
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    throw error;
  }
}

/**
 * Takes VHDs that are there for a disk or an image, which is then to be put into the state at once. `check` says whether it may be
 * made: before anything is done, and again when the blobs have been waited for.
 * @returns of each the address to keep, and the GB
 * @throws Refusal
 */
export async function takeVhds(context: Context, mediaLinks: readonly string[], check: () => void): Promise<Pick<PlannedVhd, 'mediaLink' | 'gigabytes'>[]> {
  check();
  const planned: (PlannedVhd & { readonly url: string })[] = [];
  for (const given of mediaLinks) {
    const { url, mediaLink } = requirePlace(context, given);
    requireUnused(context, given);
    if (planned.some((other) => other.url === url)) throw refusals.vhdTwice(given);
    planned.push({ mediaLink, url, gigabytes: await requireVhd(context, given), how: 'keep' });
  }
  await makeVhds(context, planned, check);
  return planned.map(({ mediaLink, gigabytes }) => ({ mediaLink, gigabytes }));
}

/** Where a VHD is, as disks and images tell it: the location of its account, or its affinity group. */
export function placeOf({ blobs, subscription }: Blobs, mediaLink: string): Placement & { ioType: 'Standard' | 'Provisioned' } {
  const name = blobs.blobAddress(mediaLink)?.account;
  const { location, affinityGroup, accountType } = subscription.storageAccounts.find((account) => account.name === name)!;
  return { location, affinityGroup, ioType: accountType.startsWith('Premium') ? 'Provisioned' : 'Standard' };
}

/** What the blob store does not do, in words of the service. */
export async function orRefusal<T>(attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    if (name !== 'BlobStoreError') throw error;
    throw code === 'BlobExists' || code === 'Leased' ? refusals.vhdConflict(message) : refusals.vhd(message);
  }
}
