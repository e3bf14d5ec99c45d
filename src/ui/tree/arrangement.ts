/** How lists are shown: which of their items, in which order, in which folders. */
export interface Arrangement {
  /** Words that a name or label has to have; empty: everything is shown. */
  readonly filter: string;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

export const groupings = ['none', 'location', 'affinityGroup'] as const;
export type GroupBy = (typeof groupings)[number];
export const sortings = ['name', 'newest'] as const;
export type SortBy = (typeof sortings)[number];

/** What there is to arrange an item by. */
export interface Facts {
  readonly name: string;
  readonly label?: string | undefined;
  readonly location?: string | undefined;
  readonly affinityGroup?: string | undefined;
  readonly created?: Date | undefined;
}

/** `Ñandú` is found by `nandu`. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The items whose name or label has every word of the filter in it. */
export function select<T>(items: readonly T[], facts: (item: T) => Facts, filter: string): readonly T[] {
  const words = plain(filter).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const { name, label = '' } = facts(item);
    const text = plain(`${name} ${label}`);
    return words.every((word) => text.includes(word));
  });
}

/** `service-2` comes before `service-10`. */
export const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/** What was made when nobody knows is the oldest. */
export function sort<T>(items: readonly T[], facts: (item: T) => Facts, sortBy: SortBy): T[] {
  const keyed = items.map((item) => ({ item, facts: facts(item) }));
  const age = ({ created }: Facts) => created?.getTime() ?? -Infinity;
  keyed.sort(({ facts: a }, { facts: b }) => (sortBy === 'newest' && age(a) !== age(b) ? age(b) - age(a) : byName(a.name, b.name)));
  return keyed.map(({ item }) => item);
}

export interface Folded<T> {
  /** In no folder. */
  readonly here: readonly T[];
  /** By name; the one without a name is the last. */
  readonly folders: readonly (readonly [name: string, items: readonly T[]])[];
}

/** Puts items into folders, their order kept; those that `folder` has nothing for stay where they are. */
export function fold<T>(items: readonly T[], folder: (item: T) => string | undefined): Folded<T> {
  const here: T[] = [];
  const folders = new Map<string, T[]>();
  for (const item of items) {
    const name = folder(item);
    if (name === undefined) here.push(item);
    else if (folders.has(name)) folders.get(name)!.push(item);
    else folders.set(name, [item]);
  }
  const nameless = ([name]: readonly [string, unknown]) => Number(name === '');
  return { here, folders: [...folders].sort((a, b) => nameless(a) - nameless(b) || byName(a[0], b[0])) };
}
