/** Lets a fixed number of pieces of work run at once; the others wait, first come first served. */
export class Lanes {
  #free: number;
  /** A set, because it keeps the order and lets one that is cancelled leave from the middle. */
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** @throws the signal's reason when it is aborted before `work` has begun; after that it is up to `work`. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next === undefined) this.#free++;
      else next();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', cancel);
      };
      const go = (): void => { leave(); resolve(); };
      const cancel = (): void => { leave(); reject(signal.reason); };
      this.#waiting.add(go);
      signal.addEventListener('abort', cancel);
    });
  }
}
