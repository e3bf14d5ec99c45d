import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { describeStatus } from './describe.ts';

export const getOperationStatus: Handle<'operations.getStatus'> = ({ subscription }, { requestId }) => {
  const id = requestId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) throw refusals.parameter();
  const operation = subscription.operations.find((each) => each.id === id);
  if (!operation) throw refusals.operationNotFound(requestId);
  return describeStatus(operation);
};
