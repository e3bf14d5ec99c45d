/** Half of the client's connections; the others are left to whatever else the person does. */
const atOnce = 4;

/** Does something with each of many, a few at a time, and gives what came of each, in their order. When one fails no other is begun. */
export async function fewAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  // A generator, which a loop that is left by an error closes for the other loops too.
  const queue = (function* () { yield* items.entries(); })();
  await Promise.all(Array.from({ length: atOnce }, async () => { for (const [at, item] of queue) results[at] = await work(item); }));
  return results;
}
