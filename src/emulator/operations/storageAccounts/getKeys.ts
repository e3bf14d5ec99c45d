import type { Handle } from '../../handler.ts';
import { findStorageAccount } from '../../lookup.ts';
import { accountUrl } from './describe.ts';

export const getStorageAccountKeys: Handle<'storageAccounts.getKeys'> = (context, { serviceName }) => {
  const account = findStorageAccount(context.subscription, serviceName);
  return { url: accountUrl(context, account), storageServiceKeys: { ...account.keys } };
};
