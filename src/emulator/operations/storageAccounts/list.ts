import type { Handle } from '../../handler.ts';
import { describeStorageAccount } from './describe.ts';

export const listStorageAccounts: Handle<'storageAccounts.list'> = (context) =>
  context.subscription.storageAccounts.map((account) => describeStorageAccount(context, account));
