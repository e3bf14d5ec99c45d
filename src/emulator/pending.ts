import type { DeploymentSlot } from '../protocol/operation.ts';
import { refusals, type Refusal } from './errors.ts';
import type { Context, Handlers, Pending } from './handler.ts';
import { historyDays } from './history.ts';
import type { Deployment, Failure, Lock, Operation, State, Subscription } from './state.ts';

/**
 * Operations that are remembered, for Get Operation Status and for the history: 20 pages of it. All of the state is written with
 * every change; of that these take 0.6 MB and 4 ms at most (measured), and ten times as many would take ten times that.
 */
const remembered = 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** Remembers a write: refused, done, or accepted, and from when its consequences hold. */
export function recordOperation(context: Context, { name, started, asked }: Pick<Operation, 'name' | 'started' | 'asked'>, outcome: { readonly pending?: Pending | undefined; readonly refusal?: Failure }): void {
  const { subscription, requestId, clock, operationMs } = context;
  const { pending, refusal } = outcome;
  const failure = pending?.failure ?? refusal;
  subscription.operations.push({
    id: requestId, name, started, asked,
    ...(pending
      ? { due: clock.now() + (pending.lastsMs ?? operationMs), lock: pending.lock, lockedUntil: pending.lockedUntil, work: pending.work, ended: false }
      : { due: clock.now(), ended: true }),
    ...(failure && { failure: { code: failure.code, message: failure.message, status: failure.status } }),
  });
  const oldest = clock.now() - historyDays * dayMs;
  const surplus = subscription.operations.length - remembered;
  subscription.operations = subscription.operations.filter(({ ended, started: at }, i) => !ended || (i >= surplus && at >= oldest));
}

/** Draws the consequences of every operation that is due, in the order in which they became due. */
export function settle(state: State, handlers: Handlers, now: number): void {
  for (const subscription of state.subscriptions) {
    for (const operation of underWay(subscription).filter(({ due }) => due <= now).sort((a, b) => a.due - b.due)) {
      const handler = handlers[operation.name];
      if ('finish' in handler) handler.finish(subscription, operation.work, { at: operation.due, failure: operation.failure });
      end(operation);
    }
    for (const operation of underWay(subscription)) if ((operation.lockedUntil ?? Infinity) <= now) delete operation.lock;
  }
}

function end(operation: Operation): void {
  operation.ended = true;
  delete operation.work;
  delete operation.lock;
}

/** An operation that another one puts an end to: it fails, and its handler's `finish` is not called. */
export function endEarly(subscription: Subscription, id: string, { code, message, status }: Refusal, now: number): void {
  const operation = underWay(subscription).find((each) => each.id === id);
  if (!operation) return;
  operation.failure = { code, message, status };
  operation.due = now;
  end(operation);
}

export const underWay = (subscription: Subscription): Operation[] => subscription.operations.filter(({ ended }) => !ended);

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The operation under way that holds what `lock` names: the deployment where a slot is given, else anything of the service. */
export function operationOn(subscription: Subscription, wanted: Lock): Operation | undefined {
  // Not by underWay: a list of thousands asks for each of them, and a thousand operations are remembered.
  return subscription.operations.find(({ ended, lock }) => {
    if (ended || !lock) return false;
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

/**
 * @throws Refusal 409 for what has to wait until an update of the deployment is over: all but the operations that the page listed in
 * update.ts allows.
 */
export function requireNoUpdate(deployment: Deployment | undefined): void {
  if (deployment?.kind === 'package' && deployment.update) throw refusals.deploymentBusy(deployment.update.operation);
}

export function requireUnlockedAccount(subscription: Subscription, name: string): void {
  if (operationOn(subscription, { resource: 'storageAccount', name })) throw refusals.storageAccountBusy();
}
