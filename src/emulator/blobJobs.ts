import type { World } from './handler.ts';
import type { BlobJob, State, Subscription } from './state.ts';

type Blobs = Pick<World['blobs'], 'blobAddress' | 'deleteBlob' | 'releaseBlob' | 'resizeVhd'>;

/** Under way: who comes meanwhile waits for the same, and nothing is deleted twice. */
const running = new WeakMap<Subscription, Promise<void>>();

/**
 * Does to blobs what the state says already: the end of an operation is drawn at once, in `finish`, and only notes what it means for
 * blobs. A job leaves the state when it is done, so that after kill -9 it is done again, which changes nothing; one that fails is tried
 * again with the next request. True: the state is to be saved.
 */
export async function runBlobJobs({ subscriptions }: State, blobs: Blobs): Promise<boolean> {
  const busy = subscriptions.filter((subscription) => subscription.blobJobs.length > 0);
  const before = busy.map(({ blobJobs }) => blobJobs);
  await Promise.all(busy.map((subscription) => {
    const jobs = running.get(subscription) ?? runJobs(subscription, blobs).finally(() => running.delete(subscription));
    running.set(subscription, jobs);
    return jobs;
  }));
  return busy.some(({ blobJobs }, i) => blobJobs !== before[i]);
}

async function runJobs(subscription: Subscription, blobs: Blobs): Promise<void> {
  const tried = new Set<BlobJob>();
  // Also those that are noted meanwhile.
  for (let job; (job = subscription.blobJobs.find((each) => !tried.has(each))); tried.add(job)) {
    const done = job;
    if (await isDone(done, subscription, blobs)) subscription.blobJobs = subscription.blobJobs.filter((each) => each !== done);
  }
}

async function isDone(job: BlobJob, { storageAccounts }: Subscription, blobs: Blobs): Promise<boolean> {
  const { url } = job;
  const name = blobs.blobAddress(url)?.account;
  const account = storageAccounts.find((each) => each.name === name);
  // With its account every blob is gone.
  if (!account) return true;
  const signer = { name: account.name, key: account.keys.primary };
  try {
    if (job.does === 'resize') await blobs.resizeVhd(url, signer, job.gigabytes);
    else await (job.does === 'delete' ? blobs.deleteBlob(url, signer) : blobs.releaseBlob(url, signer));
    return true;
  } catch {
    return false;
  }
}
