import { requireNoArtifacts } from '../../disks.ts';
import type { Handle } from '../../handler.ts';
import { findStorageAccount } from '../../lookup.ts';
import { requireUnlockedAccount } from '../../pending.ts';

/** Delete Storage Account (hh264517), with all its blobs; done when it answers. */
export const deleteStorageAccount: Handle<'storageAccounts.delete'> = async (context, { serviceName }) => {
  const { subscription, blobs } = context;
  const account = findStorageAccount(subscription, serviceName);
  requireUnlockedAccount(subscription, account.name);
  requireNoArtifacts(context, account.name);
  subscription.storageAccounts = subscription.storageAccounts.filter((each) => each !== account);
  await blobs.deleteAccount(account.name);
};
