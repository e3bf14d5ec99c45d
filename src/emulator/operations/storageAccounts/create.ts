import { randomBytes } from 'node:crypto';
import { accountTypes } from '../../../protocol/storageAccounts.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { isStorageAccountName, isStorageAccountTaken } from '../../lookup.ts';
import { requireDescription, requireLabel, requirePlacement } from '../checks.ts';

interface Work { readonly name: string }

export const makeKey = (): string => randomBytes(64).toString('base64');

/** Create Storage Account (hh264518). Without an AccountType it was geo-redundant. */
export const createStorageAccount: Handler<'storageAccounts.create', Work> = {
  begin({ state, subscription, clock }, given) {
    const { serviceName: name, accountType = 'Standard_GRS' } = given;
    if (!isStorageAccountName(name)) throw refusals.storageAccountName();
    requireLabel('storage account', given.label);
    requireDescription('storage account', given.description);
    const placement = requirePlacement(subscription, 'storage account', given);
    if (!(accountTypes as readonly string[]).includes(accountType)) throw refusals.accountType(accountType);
    if (isStorageAccountTaken(state, name)) throw refusals.storageAccountTaken(name);
    const { quotas, storageAccounts } = subscription;
    if (storageAccounts.length >= quotas.storageAccounts) throw refusals.quota('storage account count', quotas.storageAccounts, storageAccounts.length, 1);

    storageAccounts.push({
      name,
      label: given.label,
      description: given.description ?? null,
      ...placement,
      accountType,
      extendedProperties: given.extendedProperties ?? [],
      keys: { primary: makeKey(), secondary: makeKey() },
      created: clock.now(),
    });
    return { location: `/subscriptions/${subscription.id}/storage/${name}`, pending: { lock: { resource: 'storageAccount', name }, work: { name } satisfies Work } };
  },

  finish(subscription, { name }, { failure }) {
    if (failure) subscription.storageAccounts = subscription.storageAccounts.filter((account) => account.name !== name);
  },
};
