/** How often each of the compared is measured, after once that is not counted. */
export const rounds = 10;

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/**
 * Median milliseconds of each, all measured in turn, round after round, so that a noisy machine is noisy for all of them.
 * One that gives a number has measured itself; one that is not there has NaN.
 */
export async function compare<K extends string>(contenders: Readonly<Record<K, (() => Promise<unknown>) | undefined>>, times = rounds): Promise<Record<K, number>> {
  const measured = Object.entries<(() => Promise<unknown>) | undefined>(contenders).map(([name, run]) => ({ name, run, values: [] as number[] }));
  for (let round = 0; round <= times; round++) {
    // Each goes first in its turn, because one leaves its garbage to the next, or a processor that has been idle.
    for (const { run, values } of [...measured.slice(round % measured.length), ...measured.slice(0, round % measured.length)]) {
      const start = performance.now();
      const own = await run?.();
      if (run && round > 0) values.push(typeof own === 'number' ? own : performance.now() - start);
    }
  }
  return Object.fromEntries(measured.map(({ name, values }) => [name, values.length > 0 ? median(values) : NaN])) as Record<K, number>;
}

export function report(what: string, value: number | string, goal = ''): void {
  const words = typeof value === 'string' ? value : Number.isNaN(value) ? 'skipped' : value.toFixed(2);
  console.log(`${what.padEnd(112)}${words.padStart(9)}  ${goal}`);
}
