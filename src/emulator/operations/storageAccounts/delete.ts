import type { Handle } from '../../handler.ts';
import { findStorageAccount } from '../../lookup.ts';
import { requireUnlockedAccount } from '../../pending.ts';

/** Delete Storage Account (hh264517), with all its blobs; done when it answers. */
export const deleteStorageAccount: Handle<'storageAccounts.delete'> = async ({ subscription, blobs }, { serviceName }) => {
  const account = findStorageAccount(subscription, serviceName);
  requireUnlockedAccount(subscription, account.name);
  subscription.storageAccounts = subscription.storageAccounts.filter((each) => each !== account);
  await blobs.deleteAccount(account.name);
};
