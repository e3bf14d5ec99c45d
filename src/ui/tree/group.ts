import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { fold, select, sort, type Facts, type SortBy } from './arrangement.ts';
import { Branch } from './branch.ts';
import { count } from './count.ts';
import { Message, More } from './message.ts';
import type { Node, TreeContext } from './node.ts';
import type { Listing } from './reading.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';

/** What a group lists. */
export interface Kind<T> extends Listing<T> {
  /** The group's key, and the last part of its context value. */
  readonly noun: string;
  readonly label: string;
  readonly icon: string;
  /** How it is read, where that is one operation. */
  readonly source?: Source;
  /** What is said when there is nothing. */
  readonly none?: string;
  /** What an item is found, sorted and put into folders by. */
  facts(item: T): Facts;
  row(parent: Node, item: T): Node;
  /** Which key is to be read again when a row has changed; `path` is its id below the subscription. Absent: that of the row's own item. */
  keyOf?(path: string): string | undefined;
  readonly order?: SortBy;
  /** From the outside inwards. Absent: none. */
  readonly folders?: readonly FolderKind<T>[];
  /** Sorted and in folders as the person wants it: things made at a time, in a place. */
  readonly isPlaced?: boolean;
}

export interface FolderKind<T> {
  readonly icon: string;
  /** Name of an item's folder, '' for the one of those that have none; undefined: outside of all. */
  of(item: T): string | undefined;
  readonly nameless?: string;
}

/** A list of the tree: *Cloud Services*, *Locations*. */
export class Group<T> extends Branch<T> {
  readonly listing: Kind<T>;

  constructor(parent: Node, kind: Kind<T>) {
    super(parent, kind.noun);
    this.listing = kind;
  }

  get source(): Source | undefined { return this.listing.source; }

  override keyOf(id: string): string | undefined {
    const subscription = `${this.connection.id}/`;
    return this.listing.keyOf && id.startsWith(subscription) ? this.listing.keyOf(id.slice(subscription.length)) : super.keyOf(id);
  }

  toTreeItem(tree: TreeContext): TreeItem {
    const { noun, label, icon } = this.listing;
    const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
    item.iconPath = new ThemeIcon(icon);
    item.contextValue = `group;${noun}`;
    const { items, progress } = tree.reading(this);
    if (items && !progress) {
      const found = this.#selected(items, tree).length;
      item.description = found === items.length ? count(found) : l10n.t('{0} of {1}', count(found), count(items.length));
    }
    item.accessibilityInformation = { label: [label, item.description].filter(Boolean).join(', ') };
    return item;
  }

  rows(items: readonly T[], tree: TreeContext): Node[] {
    const selected = this.#selected(items, tree);
    if (selected.length === 0) {
      if (tree.reading(this).progress) return [];
      return [new Message(this, items.length > 0 ? l10n.t('nothing with "{0}"', tree.arrangement.filter) : this.listing.none ?? l10n.t('none yet'))];
    }
    const { facts, isPlaced, order = 'name', folders = [] } = this.listing;
    return rowsIn(this, this.listing, sort(selected, facts, isPlaced ? tree.arrangement.sortBy : order), [...(isPlaced ? this.#places(tree) : []), ...folders], tree);
  }

  /** The filter is for the resources of a subscription, not for what belongs to one of them. */
  #selected(items: readonly T[], tree: TreeContext): readonly T[] {
    return this.parent.parent ? items : select(items, this.listing.facts, tree.arrangement.filter);
  }

  #places({ arrangement }: TreeContext): FolderKind<T>[] {
    const { facts } = this.listing;
    switch (arrangement.groupBy) {
      case 'location': return [{ icon: 'location', of: (item) => facts(item).location ?? '', nameless: l10n.t('location unknown') }];
      case 'affinityGroup': return [{ icon: 'group-by-ref-type', of: (item) => facts(item).affinityGroup ?? '', nameless: l10n.t('no affinity group') }];
      case 'none': return [];
    }
  }
}

/** Items below a row, in folders if there are any, and as many as are shown at a time. */
function rowsIn<T>(parent: Node, kind: Kind<T>, items: readonly T[], folderKinds: readonly FolderKind<T>[], tree: TreeContext): Node[] {
  const [outer, ...inner] = folderKinds;
  const { here, folders } = outer ? fold(items, outer.of) : { here: items, folders: [] };
  const makers = [
    ...here.map((item) => () => kind.row(parent, item)),
    ...folders.map(([name, inside]) => () => new Folder(parent, kind, outer!, name, inside, inner)),
  ];
  const shown = tree.shown(parent);
  const rows: Node[] = makers.slice(0, shown).map((make) => make());
  if (makers.length > shown) rows.push(new More(parent, shown, makers.length));
  return rows;
}

/** Part of a group: what is at one place, of one publisher. */
class Folder<T> extends Row {
  readonly name: string;
  readonly #kind: Kind<T>;
  readonly #folder: FolderKind<T>;
  readonly #items: readonly T[];
  readonly #inner: readonly FolderKind<T>[];

  constructor(parent: Node, kind: Kind<T>, folder: FolderKind<T>, name: string, items: readonly T[], inner: readonly FolderKind<T>[]) {
    super(parent, `#${name}`, parent.id);
    this.name = name;
    this.#kind = kind;
    this.#folder = folder;
    this.#items = items;
    this.#inner = inner;
  }

  /** Rows keep their ids, whatever folder they are in. */
  override get scope(): string { return this.parent.scope; }

  toTreeItem(): TreeItem {
    const label = this.name || this.#folder.nameless || '';
    const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
    item.description = count(this.#items.length);
    item.iconPath = new ThemeIcon(this.#folder.icon);
    item.contextValue = `folder${this.name && ';named'}`;
    item.accessibilityInformation = { label: [label, item.description].join(', ') };
    return item;
  }

  override children(tree: TreeContext): Node[] {
    return rowsIn(this, this.#kind, this.#items, this.#inner, tree);
  }
}
