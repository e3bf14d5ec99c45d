import { operation, query, requiredQuery } from './operation.ts';
import { boolean, date, inNamespace, integer, list, named, required, struct, text, word, type ValueOf } from './schema.ts';

export const operationStatus = struct({
  /** The request id, written with dashes. */
  id: named('ID', text),
  status: required(word('InProgress', 'Succeeded', 'Failed')),
  /** Absent while in progress (wire-facts.md, Asynchronous operations). */
  httpStatusCode: integer,
  error: struct({ code: text, message: text }),
});
export type OperationStatus = ValueOf<typeof operationStatus>;

/** The one place where elements are of another namespace (wire-facts.md, Values). */
const ofParameters = 'http://schemas.datacontract.org/2004/07/Microsoft.WindowsAzure.ServiceManagement';

export const subscriptionOperation = struct({
  /** The request id, written with dashes. */
  operationId: required(text),
  /** Path at which a GET shows what it was done to: `/{subscription}/services/hostedservices/shop`. */
  operationObjectId: text,
  /** By the service's own name: `CreateStorageService`, `ChangeConfigurationBySlot`. */
  operationName: text,
  /** What it was asked with; an XML document where that was the body. */
  operationParameters: list('OperationParameter', struct({ name: inNamespace(ofParameters, text), value: inNamespace(ofParameters, text) })),
  operationCaller: struct({
    usedServiceManagementApi: boolean,
    userEmailAddress: text,
    /** Absent where a token was used. */
    subscriptionCertificateThumbprint: text,
    clientIp: named('ClientIP', text),
  }),
  operationStatus,
  operationStartedTime: date,
  /** Absent while in progress. */
  operationCompletedTime: date,
  operationKind: text,
});
export type SubscriptionOperation = ValueOf<typeof subscriptionOperation>;

export const subscriptionOperationCollection = struct({
  subscriptionOperations: list('SubscriptionOperation', subscriptionOperation),
  /** There is more: asked with it, the same request goes on from here. */
  continuationToken: text,
});

export const operations = {
  /** How an asynchronous operation stands, by the `requestId` that its request answered. */
  getStatus: operation({ method: 'GET', path: '/operations/{requestId}', status: 200, page: 'Get Operation Status', reference: 'ee460783', python: ['get_operation_status', 'wait_for_operation_status'], answer: { root: 'Operation', shape: operationStatus } }),

  /**
   * What was done to the subscription, and by whom: every write that was accepted or refused for what it wanted, the oldest first,
   * 50 at a time (recorded). `startTime` at most 90 days ago.
   */
  list: operation({
    method: 'GET', path: '/operations', status: 200, page: 'List Subscription Operations', reference: 'gg715318', python: 'list_subscription_operations',
    query: {
      startTime: requiredQuery('StartTime', date),
      endTime: requiredQuery('EndTime', date),
      /** An `operationObjectId`. */
      objectIdFilter: query('ObjectIdFilter', text),
      /** `Succeeded`, `Failed` or `InProgress`. */
      operationResultFilter: query('OperationResultFilter', text),
      continuationToken: query('ContinuationToken', text),
    },
    answer: { root: 'SubscriptionOperationCollection', shape: subscriptionOperationCollection },
  }),
};
