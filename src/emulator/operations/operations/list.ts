import type { SubscriptionOperation } from '../../../protocol/asynchronousOperations.ts';
import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { historyDays } from '../../history.ts';
import type { Asked, Operation } from '../../state.ts';
import { describeOperation, describeStatus } from './describe.ts';

/** Recorded. */
const pageSize = 50;
const dayMs = 24 * 60 * 60 * 1000;
const results = ['Succeeded', 'Failed', 'InProgress'];

/** List Subscription Operations (gg715318), the oldest first (recorded); `endTime` is not in it any more. */
export const listOperations: Handle<'operations.list'> = ({ subscription, clock }, { startTime, endTime, objectIdFilter, operationResultFilter, continuationToken }) => {
  const dayOf = (ms: number) => Math.floor(ms / dayMs);
  if (dayOf(clock.now()) - dayOf(startTime.getTime()) > historyDays || endTime < startTime) throw refusals.queryParameter();
  if (operationResultFilter !== undefined && !results.includes(operationResultFilter)) throw refusals.queryParameter();
  const isWanted = (operation: Operation, { object }: Asked) =>
    (objectIdFilter === undefined || `/${subscription.id}${object}`.toLowerCase() === objectIdFilter.toLowerCase())
    && (operationResultFilter === undefined || describeStatus(operation).status === operationResultFilter);
  const after = continuationToken === undefined ? '' : parseToken(continuationToken);

  const page: SubscriptionOperation[] = [];
  let place = '';
  let nth = 0;
  let before: number | undefined;
  for (const operation of subscription.operations.toSorted((a, b) => a.started - b.started)) {
    const { started, asked } = operation;
    // Of several that began in the same millisecond each has its own place.
    nth = started === before ? nth + 1 : 0;
    before = started;
    if (!asked || started < startTime.getTime() || started >= endTime.getTime() || !isWanted(operation, asked)) continue;
    const here = placeOf(started, nth);
    if (here <= after) continue;
    if (page.length === pageSize) return { subscriptionOperations: page, continuationToken: buildToken(place) };
    page.push(describeOperation(subscription.id, operation, asked));
    place = here;
  }
  return { subscriptionOperations: page };
};

/*
 * A token is the place after which to go on, in the form that was recorded: `1!`, a length, `!` and base64 with - for =, which held
 * the moment of the last operation in ticks, 100 ns since the year 1, of 25 digits.
 */
const ticksBefore1970 = 621_355_968_000_000_000n;
const placeOf = (ms: number, nth: number): string => String(BigInt(ms) * 10_000n + ticksBefore1970 + BigInt(nth)).padStart(25, '0');

function buildToken(place: string): string {
  const text = Buffer.from(place).toString('base64').replaceAll('=', '-');
  return `1!${text.length}!${text}`;
}

function parseToken(token: string): string {
  const place = Buffer.from((/^1!\d+!([\w+/-]+)$/.exec(token)?.[1] ?? '').replaceAll('-', '='), 'base64').toString();
  if (!/^\d{25}$/.test(place)) throw refusals.queryParameter();
  return place;
}
