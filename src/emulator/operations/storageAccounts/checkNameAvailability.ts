import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { isStorageAccountName, isStorageAccountTaken } from '../../lookup.ts';

export const checkStorageAccountName: Handle<'storageAccounts.checkNameAvailability'> = ({ state }, { serviceName }) => {
  const problem = !isStorageAccountName(serviceName) ? refusals.storageAccountName()
    : isStorageAccountTaken(state, serviceName) ? refusals.storageAccountTaken(serviceName) : undefined;
  return { result: problem === undefined, reason: problem?.message ?? null };
};
