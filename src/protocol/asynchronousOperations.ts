import { operation } from './operation.ts';
import { integer, named, required, struct, text, word, type ValueOf } from './schema.ts';

export const operationStatus = struct({
  /** The request id, written with dashes. */
  id: named('ID', text),
  status: required(word('InProgress', 'Succeeded', 'Failed')),
  /** Absent while in progress (wire-facts.md, Asynchronous operations). */
  httpStatusCode: integer,
  error: struct({ code: text, message: text }),
});
export type OperationStatus = ValueOf<typeof operationStatus>;

export const operations = {
  /** How an asynchronous operation stands, by the `requestId` that its request answered. */
  getStatus: operation({ method: 'GET', path: '/operations/{requestId}', status: 200, page: 'Get Operation Status', reference: 'ee460783', python: ['get_operation_status', 'wait_for_operation_status'], answer: { root: 'Operation', shape: operationStatus } }),
};
