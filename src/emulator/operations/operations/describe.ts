import type { OperationStatus, SubscriptionOperation } from '../../../protocol/asynchronousOperations.ts';
import { withDashes } from '../../guid.ts';
import type { Asked, Operation } from '../../state.ts';

/** How an operation stands. */
export const describeStatus = ({ id, ended, failure }: Operation): OperationStatus => ({
  id: withDashes(id),
  status: !ended ? 'InProgress' : failure ? 'Failed' : 'Succeeded',
  ...(ended && { httpStatusCode: failure?.status ?? 200 }),
  ...(ended && failure && { error: { code: failure.code, message: failure.message } }),
});

/** An operation as the history shows it; of who asked, the service knew no more than the certificate and the address (recorded). */
export const describeOperation = (subscriptionId: string, operation: Operation, { as, object, parameters, thumbprint, address }: Asked): SubscriptionOperation => ({
  operationId: withDashes(operation.id),
  operationObjectId: `/${subscriptionId}${object}`,
  operationName: as,
  operationParameters: [{ name: 'subscriptionID', value: subscriptionId }, ...parameters.map(([name, value]) => ({ name, value }))],
  operationCaller: { usedServiceManagementApi: true, userEmailAddress: 'Unknown', subscriptionCertificateThumbprint: thumbprint, clientIp: address },
  operationStatus: describeStatus(operation),
  operationStartedTime: new Date(operation.started),
  ...(operation.ended && { operationCompletedTime: new Date(operation.due) }),
  operationKind: `${as}Operation`,
});
