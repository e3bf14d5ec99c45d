import { accountTypes } from '../../../protocol/storageAccounts.ts';
import { refusals } from '../../errors.ts';

interface Given { readonly accountType?: string | undefined; readonly geoReplicationEnabled?: boolean | undefined; readonly secondaryReadEnabled?: boolean | undefined }

/**
 * The account type that a request asks for, in words of before 2014-06-01 too (hh264516); `current` where it asks for none.
 * @throws Refusal
 */
export function accountTypeOf({ accountType, geoReplicationEnabled, secondaryReadEnabled }: Given, current: string): string {
  if (accountType !== undefined) {
    if (!(accountTypes as readonly string[]).includes(accountType)) throw refusals.accountType(accountType);
    return accountType;
  }
  if (geoReplicationEnabled === undefined && secondaryReadEnabled === undefined) return current;
  if (!(geoReplicationEnabled ?? current.endsWith('GRS'))) return 'Standard_LRS';
  return secondaryReadEnabled ?? current === 'Standard_RAGRS' ? 'Standard_RAGRS' : 'Standard_GRS';
}
