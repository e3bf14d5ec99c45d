import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../client/clock.ts';
import type { ServiceManagementClient } from '../../client/index.ts';
import { isCancelled } from '../errors.ts';

/** Where the items of a branch come from. */
export interface Listing<T> {
  /** Everything. Where that takes many requests, `found` shows what there is so far. */
  list(client: ServiceManagementClient, signal: AbortSignal, found: Found<T>): Promise<readonly T[]>;
  /** What an item is found by again; several may share a key. */
  key(item: T): string;
  /** The items of one key, none when they are gone; absent where all are read as cheaply. */
  get?(client: ServiceManagementClient, key: string, signal: AbortSignal): Promise<readonly T[]>;
  /** Whether it will be another in a moment, by itself. */
  isInMotion?(item: T): boolean;
}

export interface Progress { readonly done: number; readonly of: number }
export type Found<T> = (items: readonly T[], progress: Progress) => void;

/** Where a reading is. */
export interface Surroundings {
  client(): Promise<ServiceManagementClient>;
  /** Whether anybody looks at what was read. */
  isShown(): boolean;
  /** There is something else to show. `gone`: keys that were there before. */
  changed(gone: readonly string[]): void;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

export const systemClock: Surroundings['clock'] = { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { signal }) };

/** What was read longer ago is read again when somebody looks, behind what is shown. */
const freshMs = 30_000;
/** So long a first reading is waited for before something else is shown: VS Code draws several branches only when all have answered. */
const patienceMs = 300;
/** How soon what is in motion is looked at again, and how seldom while it stays as it is. */
const [soonMs, seldomMs] = [1500, 10_000];
/** How often what was found so far is shown. */
const showFoundMs = 400;

/** What was read of a branch: shown at once, read again behind that, and kept when that fails. */
export class Reading<T> {
  /** Undefined before anything was read. */
  items: readonly T[] | undefined;
  /** Why the last attempt failed. */
  error: unknown;
  /** How far a first reading is that takes many requests; `items` are what it has found. */
  progress: Progress | undefined;
  /** When all `items` were last read, in milliseconds since 1970. */
  asOf = -Infinity;
  readonly #listing: Listing<T>;
  readonly #around: Surroundings;
  readonly #wanted = new Set<string>();
  #wantsAll = false;
  #askedAt = -Infinity;
  #foundAt = -Infinity;
  #listFailed = false;
  #running: Promise<void> | undefined;
  #watching = false;
  #stop = new AbortController();

  constructor(listing: Listing<T>, around: Surroundings) {
    this.#listing = listing;
    this.#around = around;
  }

  get isRunning(): boolean { return this.#running !== undefined; }
  /** Nobody ever looked. */
  get isUnread(): boolean { return !this.items && this.error === undefined && !this.#running; }

  /** For somebody who looks: reads what was not read for a while. Resolves when there is something to show, or when it takes long. */
  async look(): Promise<void> {
    const { clock } = this.#around;
    if (!this.#running && clock.now() - this.#askedAt >= freshMs) void this.read();
    void this.#watch();
    if (this.items !== undefined || !this.#running) return;
    const patience = new AbortController();
    await Promise.race([this.#running, clock.sleep(patienceMs, patience.signal).catch(() => undefined)]);
    patience.abort();
  }

  /** Reads everything again, or the items of one key. Resolves when nothing is left to read; whether it failed, `error` says. */
  read(key?: string): Promise<void> {
    if (key !== undefined && this.#listing.get && this.items && !this.progress) this.#wanted.add(key);
    else this.#wantsAll = true;
    return this.#running ??= this.#run();
  }

  /** It will be read again when somebody looks. */
  age(): void { this.#askedAt = -Infinity; }

  /** Nobody looks any more: its requests are cancelled. */
  stop(): void {
    if (this.#running) this.age();
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#wanted.clear();
    this.#wantsAll = false;
    this.#running = undefined;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#wantsAll || this.#wanted.size > 0) {
      const keys = this.#wantsAll ? undefined : [...this.#wanted];
      this.#wanted.clear();
      this.#wantsAll = false;
      try {
        await (keys ? this.#readSome(keys, signal) : this.#readAll(signal));
      } catch (error) {
        if (signal.aborted) return;
        // Its client was closed: whoever did that looks again.
        if (isCancelled(error)) this.age();
        else this.#settle(this.items, error);
      }
      if (signal.aborted) return;
    }
    this.#running = undefined;
    void this.#watch();
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    const { client, clock } = this.#around;
    const askedAt = clock.now();
    this.#askedAt = askedAt;
    this.#listFailed = true;
    const items = await this.#listing.list(await client(), signal, (found, progress) => this.#show(found, progress, signal));
    if (signal.aborted) return;
    this.#listFailed = false;
    this.asOf = askedAt;
    this.#settle(items, undefined);
  }

  async #readSome(keys: readonly string[], signal: AbortSignal): Promise<void> {
    const client = await this.#around.client();
    const read = new Map(await Promise.all(keys.map(async (key) => [key, await this.#listing.get!(client, key, signal)] as const)));
    if (signal.aborted) return;
    const items = this.items!.flatMap((item) => {
      const key = this.#listing.key(item);
      const now = read.get(key);
      if (now) read.set(key, []);
      return now ?? [item];
    });
    this.#settle([...items, ...[...read.values()].flat()], this.#listFailed ? this.error : undefined);
  }

  /** Only a first reading shows what it has found: a later one has all of before to show. */
  #show(items: readonly T[], progress: Progress, signal: AbortSignal): void {
    const { clock, changed } = this.#around;
    if (signal.aborted || (this.items && !this.progress) || clock.now() - this.#foundAt < showFoundMs) return;
    Object.assign(this, { items: [...items], progress });
    this.#foundAt = clock.now();
    changed([]);
  }

  #settle(items: readonly T[] | undefined, error: unknown): void {
    const same = !this.progress && isDeepStrictEqual(items, this.items) && isDeepStrictEqual(error, this.error);
    const keys = new Set(items?.map(this.#listing.key));
    const gone = (this.items ?? []).map(this.#listing.key).filter((key) => !keys.has(key));
    Object.assign(this, { items, error, progress: undefined });
    if (!same) this.#around.changed(gone);
  }

  get #moving(): string[] {
    const { isInMotion, key } = this.#listing;
    return isInMotion ? [...new Set((this.items ?? []).filter(isInMotion).map(key))] : [];
  }

  /** Reads what is in motion again, and nothing else, as long as somebody looks. */
  async #watch(): Promise<void> {
    if (this.#watching) return;
    this.#watching = true;
    const { clock, isShown } = this.#around;
    const { signal } = this.#stop;
    for (let delay = soonMs; this.#moving.length > 0;) {
      await clock.sleep(delay, signal).catch(() => undefined);
      if (signal.aborted) break;
      if (!isShown()) continue;
      const before = this.items;
      await Promise.all(this.#moving.map((key) => this.read(key)));
      delay = isDeepStrictEqual(before, this.items) ? Math.min(delay * 1.5, seldomMs) : soonMs;
    }
    this.#watching = false;
  }
}
