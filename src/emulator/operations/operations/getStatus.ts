import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';

export const getOperationStatus: Handle<'operations.getStatus'> = ({ subscription }, { requestId }) => {
  const id = requestId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) throw refusals.parameter();
  const operation = subscription.operations.find((each) => each.id === id);
  if (!operation) throw refusals.operationNotFound(requestId);
  const { ended, failure } = operation;
  return {
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    status: !ended ? 'InProgress' : failure ? 'Failed' : 'Succeeded',
    ...(ended && { httpStatusCode: failure?.status ?? 200 }),
    ...(ended && failure && { error: { code: failure.code, message: failure.message } }),
  };
};
