import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Location } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Node } from './node.ts';
import { tooltip } from './tooltip.ts';

export class LocationNode implements Node {
  readonly id: string;
  readonly connection: Connection;
  readonly parent: Node;
  readonly #location: Location;

  constructor(parent: Node, location: Location) {
    this.parent = parent;
    this.connection = parent.connection;
    this.id = `${parent.id}/${location.name}`;
    this.#location = location;
  }

  get name(): string { return this.#location.name; }

  toTreeItem(): TreeItem {
    const { name, displayName, availableServices } = this.#location;
    const item = new TreeItem(displayName ?? name, TreeItemCollapsibleState.None);
    item.iconPath = new ThemeIcon('location');
    item.contextValue = 'location;named';
    item.tooltip = tooltip(name, [[l10n.t('Services'), availableServices?.join(', ')]]);
    item.accessibilityInformation = { label: l10n.t('{0}, location', name) };
    return item;
  }

  children(): Node[] { return []; }
}
