import { setTimeout as sleep } from 'node:timers/promises';

/** Time as a dependency, so that tests never sleep. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = { now: Date.now, sleep: (ms) => sleep(ms) };
