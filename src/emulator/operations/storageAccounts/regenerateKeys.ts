import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findStorageAccount } from '../../lookup.ts';
import { requireUnlockedAccount } from '../../pending.ts';
import { makeKey } from './create.ts';
import { accountUrl } from './describe.ts';

/** Regenerate Storage Account Keys (ee460795): the other key stays. The blob store asks for the keys on every request. */
export const regenerateStorageAccountKeys: Handle<'storageAccounts.regenerateKeys'> = (context, { serviceName, keyType }) => {
  const account = findStorageAccount(context.subscription, serviceName);
  requireUnlockedAccount(context.subscription, account.name);
  if (keyType !== 'Primary' && keyType !== 'Secondary') throw refusals.keyType(keyType);
  account.keys[keyType === 'Primary' ? 'primary' : 'secondary'] = makeKey();
  return { url: accountUrl(context, account), storageServiceKeys: { ...account.keys } };
};
