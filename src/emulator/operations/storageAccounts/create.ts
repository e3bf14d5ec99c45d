import { randomBytes } from 'node:crypto';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { isStorageAccountName, isStorageAccountTaken } from '../../lookup.ts';
import { requireDescription, requireLabel, requirePlacement, withProperties } from '../checks.ts';
import { accountTypeOf } from './accountType.ts';

interface Work { readonly name: string }

export const makeKey = (): string => randomBytes(64).toString('base64');

/** Create Storage Account (hh264518). Without an AccountType it was geo-redundant. */
export const createStorageAccount: Handler<'storageAccounts.create', Work> = {
  begin({ state, subscription, clock }, given) {
    const { serviceName: name } = given;
    if (!isStorageAccountName(name)) throw refusals.storageAccountName();
    requireLabel('storage account', given.label);
    requireDescription('storage account', given.description);
    const placement = requirePlacement(subscription, 'storage account', given);
    const accountType = accountTypeOf(given, 'Standard_GRS');
    const extendedProperties = withProperties('storage account', [], given.extendedProperties);
    if (isStorageAccountTaken(state, name)) throw refusals.storageAccountTaken(name);
    const { quotas, storageAccounts } = subscription;
    if (storageAccounts.length >= quotas.storageAccounts) throw refusals.quota('storage account count', quotas.storageAccounts, storageAccounts.length, 1);

    storageAccounts.push({
      name,
      label: given.label,
      description: given.description ?? null,
      ...placement,
      accountType,
      extendedProperties,
      keys: { primary: makeKey(), secondary: makeKey() },
      created: clock.now(),
    });
    return { location: `/subscriptions/${subscription.id}/storage/${name}`, pending: { lock: { resource: 'storageAccount', name }, work: { name } satisfies Work } };
  },

  finish(subscription, { name }, { failure }) {
    if (failure) subscription.storageAccounts = subscription.storageAccounts.filter((account) => account.name !== name);
  },
};
