import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Node, TreeContext } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';

/** Groups of the protocol table whose `list` fills a folder. */
type Listed = 'hostedServices' | 'storageAccounts' | 'affinityGroups' | 'locations';

/** A folder of the tree: *Cloud Services*, *Locations*. */
export class Group extends Row {
  readonly #look: { readonly noun: Listed; readonly label: string; readonly icon: string };
  readonly #list: (tree: TreeContext, group: Node) => Promise<Node[]>;

  constructor(parent: Node, look: { noun: Listed; label: string; icon: string }, list: (tree: TreeContext, group: Node) => Promise<Node[]>) {
    super(parent, look.noun);
    this.#look = look;
    this.#list = list;
  }

  get source(): Source { return { operation: `${this.#look.noun}.list`, parameters: {} }; }

  toTreeItem(): TreeItem {
    const item = new TreeItem(this.#look.label, TreeItemCollapsibleState.Collapsed);
    item.iconPath = new ThemeIcon(this.#look.icon);
    item.contextValue = `group;${this.#look.noun}`;
    return item;
  }

  override async children(tree: TreeContext): Promise<Node[]> {
    const nodes = await this.#list(tree, this);
    return nodes.length > 0 ? nodes : [new Message(this, 'empty', l10n.t('none yet'))];
  }
}

/** A row that only says something. */
export class Message extends Row {
  readonly #words: string;

  constructor(parent: Node, id: string, words: string) {
    super(parent, id);
    this.#words = words;
  }

  toTreeItem(): TreeItem {
    const item = new TreeItem('', TreeItemCollapsibleState.None);
    item.description = this.#words;
    item.accessibilityInformation = { label: this.#words };
    item.contextValue = 'message';
    return item;
  }
}
