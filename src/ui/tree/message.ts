import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { count } from './count.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';

/** A row that only says something. */
export class Message extends Row {
  readonly #words: string;
  readonly #icon: string | undefined;

  constructor(parent: Node, words: string, icon?: string) {
    super(parent, '#message', parent.id);
    this.#words = words;
    this.#icon = icon;
  }

  toTreeItem(): TreeItem {
    const item = new TreeItem('', TreeItemCollapsibleState.None);
    item.description = this.#words;
    if (this.#icon) item.iconPath = new ThemeIcon(this.#icon);
    item.accessibilityInformation = { label: this.#words };
    item.contextValue = 'message';
    return item;
  }
}

/** The end of a long list that is shown in part; a click shows more of it. */
export class More extends Row {
  readonly #shown: number;
  readonly #all: number;

  constructor(parent: Node, shown: number, all: number) {
    super(parent, '#more', parent.id);
    this.#shown = shown;
    this.#all = all;
  }

  toTreeItem(): TreeItem {
    const item = new TreeItem(l10n.t('Show more...'), TreeItemCollapsibleState.None);
    item.description = l10n.t('{0} of {1} shown', count(this.#shown), count(this.#all));
    item.iconPath = new ThemeIcon('ellipsis');
    item.contextValue = 'more';
    item.accessibilityInformation = { label: l10n.t('Show more, {0} of {1} shown', count(this.#shown), count(this.#all)) };
    item.command = { command: 'azureClassic.tree.showMore', title: l10n.t('Show More'), arguments: [this.parent] };
    return item;
  }
}
