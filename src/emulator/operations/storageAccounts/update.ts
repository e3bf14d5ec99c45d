import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findStorageAccount } from '../../lookup.ts';
import { requireUnlockedAccount } from '../../pending.ts';
import { requireDescription, requireLabel, withProperties } from '../checks.ts';
import { accountTypeOf } from './accountType.ts';

/** How such an account keeps its data cannot be changed (the resource manager's page of Update says so too: StorageAccountPatch.Sku). */
const forGood: ReadonlySet<string> = new Set(['Standard_ZRS', 'Premium_LRS']);

/** Update Storage Account (hh264516, which calls it asynchronous; it answered 200): what is given changes, the rest stays. */
export const updateStorageAccount: Handle<'storageAccounts.update'> = ({ subscription }, { serviceName, ...given }) => {
  const account = findStorageAccount(subscription, serviceName);
  requireUnlockedAccount(subscription, account.name);
  if (given.label !== undefined) requireLabel('storage account', given.label);
  requireDescription('storage account', given.description);
  if (given.customDomains?.length) throw refusals.customDomains();
  const accountType = accountTypeOf(given, account.accountType);
  if (accountType !== account.accountType && (forGood.has(accountType) || forGood.has(account.accountType))) throw refusals.accountTypeChange(account.accountType, accountType);
  Object.assign(account, {
    label: given.label ?? account.label,
    description: given.description === undefined ? account.description : given.description,
    accountType,
    extendedProperties: withProperties('storage account', account.extendedProperties, given.extendedProperties),
  });
};
