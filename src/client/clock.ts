import { setTimeout as sleep } from 'node:timers/promises';

/** Time and chance as a dependency, so that tests never sleep. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects as soon as `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** At least 0, less than 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
};
