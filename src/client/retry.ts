import type { Clock } from './clock.ts';
import type { LocalErrorCode } from '../protocol/errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** How one attempt ended: with an answer, or with none, and then whether the service may have received the request all the same. */
export type Ending =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly code: LocalErrorCode; readonly received: boolean };

/**
 * What follows an attempt: another one after a while, or the end. At the end `deliver` hands the last ending to the caller;
 * `alreadyDone` says that an earlier attempt did it; `readBack` that only the service's present state tells whether one did.
 */
export type Step = { readonly retryInMs: number } | 'deliver' | 'alreadyDone' | 'readBack';

const usualAttempts = 4;
const firstDelayMs = 800;
const longestDelayMs = 60_000;

const transient = [408, 429, 500, 502, 503, 504];
/** Busy: the service says that it did not accept the request. wire-facts.md: throttling was 503, other tools saw 429. */
const notAccepted = [429, 503];

/**
 * The one place that decides about repeating a request (reliability.md E.1).
 *
 * GET, PUT and DELETE may be repeated: twice is the same as once. A POST creates, swaps or reboots, and an answer that got lost
 * must not make a second deployment; so it is repeated only where it surely was not carried out: the service did not accept it,
 * or the connection failed before a byte of it was written. A connection kept alive that turns out dead is no such case: the
 * bytes were written, and nobody knows whether they were read.
 *
 * A repeated PUT or DELETE can collide with the first one, still running (409) or finished (404 for DELETE, which is what was
 * wanted). A 409 is never repeated: someone else may hold the resource for minutes.
 *
 * @param endings of all attempts so far, the last one last.
 */
export function nextStep(method: Method, endings: readonly Ending[], clock: Pick<Clock, 'now' | 'random'>, attempts = usualAttempts): Step {
  const last = endings.at(-1)!;
  if (endings.length < attempts && mayRepeat(method, last)) return { retryInMs: delay(last, endings.length, clock) };
  if ('status' in last && last.status < 400) return 'deliver';
  if (method === 'DELETE' && endings.length > 1 && 'status' in last && last.status === 404) return 'alreadyDone';
  return method !== 'GET' && endings.some(mayHaveHappened) ? 'readBack' : 'deliver';
}

function mayRepeat(method: Method, ending: Ending): boolean {
  if ('status' in ending) return (method === 'POST' ? notAccepted : transient).includes(ending.status);
  // HostNotFound too: after a laptop wakes up, the first look-ups fail.
  return ['ConnectionFailed', 'HostNotFound', 'Timeout'].includes(ending.code) && (method !== 'POST' || !ending.received);
}

function mayHaveHappened(ending: Ending): boolean {
  return 'status' in ending ? transient.includes(ending.status) && !notAccepted.includes(ending.status) : ending.received;
}

function delay(ending: Ending, attempt: number, clock: Pick<Clock, 'now' | 'random'>): number {
  const asked = 'status' in ending ? retryAfter(ending.headers, clock.now()) : undefined;
  const backoff = Math.round(firstDelayMs * 2 ** (attempt - 1) * (0.8 + 0.4 * clock.random()));
  return Math.min(asked ?? backoff, longestDelayMs);
}

/** Milliseconds that the answer asks to wait: `x-ms-retry-after-ms`, or `Retry-After` in seconds or as a date. */
function retryAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const ms = headers['x-ms-retry-after-ms'];
  if (ms !== undefined && /^\d+$/.test(ms)) return Number(ms);
  const after = headers['retry-after'];
  if (after === undefined) return undefined;
  if (/^\d+$/.test(after)) return Number(after) * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
