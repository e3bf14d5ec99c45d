import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

export interface DetailLook {
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon?: string | ThemeIcon;
  /** The first token of the context value. */
  readonly context: string;
  /** What it is, for who hears it; the label and the description are said anyway. */
  readonly noun?: string;
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly source?: Source | undefined;
  readonly tooltip?: Parameters<typeof tooltip>[1];
}

/** A leaf that says one thing of the row above: a subnet of a network, an endpoint of a machine. */
export class Detail extends Row {
  /** Which one it is of the row above: `endpoints/SSH`. */
  readonly key: string;
  readonly name: string;
  readonly url: string | undefined;
  readonly source: Source | undefined;
  readonly #look: DetailLook;

  constructor(parent: Node, key: string, look: DetailLook) {
    super(parent, key);
    this.key = key;
    this.name = look.name ?? '';
    this.url = look.url;
    this.source = look.source;
    this.#look = look;
  }

  toTreeItem(): TreeItem {
    const { label, description = '', icon, context, noun, tooltip: rows } = this.#look;
    const item = new TreeItem(label, TreeItemCollapsibleState.None);
    item.description = description;
    if (icon) item.iconPath = typeof icon === 'string' ? new ThemeIcon(icon) : icon;
    item.contextValue = [context, this.name && 'named', this.url && 'addressed'].filter(Boolean).join(';');
    // An address may be longer than the side bar is wide.
    item.tooltip = rows ? tooltip(label, rows) : [label, description].filter(Boolean).join('\n');
    item.accessibilityInformation = { label: [label, noun, description].filter(Boolean).join(', ') };
    return item;
  }
}
