import type { Handle } from '../../handler.ts';
import { findStorageAccount } from '../../lookup.ts';
import { describeStorageAccount } from './describe.ts';

export const getStorageAccount: Handle<'storageAccounts.get'> = (context, { serviceName }) => ({
  ...describeStorageAccount(context, findStorageAccount(context.subscription, serviceName)),
  capabilities: ['PersistentVMRole'],
});
