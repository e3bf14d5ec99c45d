// One large answer read in a process of its own, so that its peak is its own.
import { setTimeout } from 'node:timers/promises';
import { ServiceManagementClient } from '../../src/client/client.ts';

export interface ReadingOptions {
  readonly endpoint: string;
  readonly certificate: { readonly cert: string; readonly key: string };
  readonly ca: string;
  /** Subscription whose list is small, to load and warm what is needed, and the one that is measured. */
  readonly small: string;
  readonly large: string;
}

/** Bytes above what the process took before: at most (resident, so garbage not yet collected counts too), and with the result alone. */
export interface MemoryUse { readonly peak: number; readonly kept: number }

const heap = async (): Promise<number> => {
  globalThis.gc!();
  // Memory outside the heap is given back a little later.
  await setTimeout(200);
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

process.once('message', async ({ small, large, ...options }: ReadingOptions) => {
  const [warm, measured] = [small, large].map((subscriptionId) => new ServiceManagementClient({ ...options, subscriptionId }));
  await warm!.hostedServices.list();
  const before = await heap();
  const resident = process.memoryUsage.rss();
  const services = await measured!.hostedServices.list();
  // Kilobytes, on every system.
  const peak = process.resourceUsage().maxRSS * 1024 - resident;
  const kept = await heap() - before;
  process.send!({ peak, kept } satisfies MemoryUse, () => process.exit(services.length === 0 ? 1 : 0));
});
