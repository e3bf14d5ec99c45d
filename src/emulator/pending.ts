import type { DeploymentSlot } from '../protocol/operation.ts';
import { refusals } from './errors.ts';
import type { Context, Handlers, Pending } from './handler.ts';
import type { Lock, Operation, State, Subscription } from './state.ts';

/** Ended operations that are remembered: for Get Operation Status, and for the history to come. */
const remembered = 1000;

/** Remembers a write that was accepted, and from when its consequences hold. */
export function recordOperation(context: Context, name: Operation['name'], started: number, pending: Pending | undefined): void {
  const { operations } = context.subscription;
  operations.push(pending
    ? {
      id: context.requestId, name, started, due: context.clock.now() + context.operationMs, lock: pending.lock, work: pending.work, ended: false,
      ...(pending.failure && { failure: { code: pending.failure.code, message: pending.failure.message, status: pending.failure.status } }),
    }
    : { id: context.requestId, name, started, due: started, ended: true });
  const surplus = operations.length - remembered;
  if (surplus > 0) {
    const dropped = new Set(operations.filter(({ ended }) => ended).slice(0, surplus));
    context.subscription.operations = operations.filter((operation) => !dropped.has(operation));
  }
}

/** Draws the consequences of every operation that is due, in the order in which they became due. */
export function settle(state: State, handlers: Handlers, now: number): void {
  for (const subscription of state.subscriptions) {
    for (const operation of underWay(subscription).filter(({ due }) => due <= now).sort((a, b) => a.due - b.due)) {
      const handler = handlers[operation.name];
      if ('finish' in handler) handler.finish(subscription, operation.work, { at: operation.due, failure: operation.failure });
      operation.ended = true;
      delete operation.work;
      delete operation.lock;
    }
  }
}

export const underWay = (subscription: Subscription): Operation[] => subscription.operations.filter(({ ended }) => !ended);

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The operation under way that holds what `lock` names: the deployment where a slot is given, else anything of the service. */
export function operationOn(subscription: Subscription, wanted: Lock): Operation | undefined {
  return underWay(subscription).find(({ lock }) => {
    if (!lock) return false;
    if ('resource' in wanted) return 'resource' in lock && lock.resource === wanted.resource && same(lock.name, wanted.name);
    return 'hostedService' in lock && same(lock.hostedService, wanted.hostedService) && (wanted.slot === undefined || lock.slot === wanted.slot);
  });
}

/**
 * One write at a time per hosted service (operations.md, concurrency).
 * @throws Refusal 409; of the two recorded texts the one that names the operation is for the deployment it works on.
 */
export function requireUnlockedService(subscription: Subscription, hostedService: string, slot?: DeploymentSlot): void {
  const busy = operationOn(subscription, { hostedService });
  if (!busy) return;
  throw slot !== undefined && operationOn(subscription, { hostedService, slot }) ? refusals.deploymentBusy(busy.id) : refusals.hostedServiceBusy();
}

export function requireUnlockedAccount(subscription: Subscription, name: string): void {
  if (operationOn(subscription, { resource: 'storageAccount', name })) throw refusals.storageAccountBusy();
}
