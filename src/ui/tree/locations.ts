import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Location } from '../../client/index.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

export class LocationNode extends Row {
  readonly #location: Location;

  constructor(parent: Node, location: Location) {
    super(parent, location.name);
    this.#location = location;
  }

  get name(): string { return this.#location.name; }
  get source(): Source { return { operation: 'locations.list', parameters: {}, item: { key: 'name', value: this.name }, known: { location: this.name } }; }

  toTreeItem(): TreeItem {
    const { name, displayName, availableServices } = this.#location;
    const item = new TreeItem(displayName ?? name, TreeItemCollapsibleState.None);
    item.iconPath = new ThemeIcon('location');
    item.contextValue = 'location;named';
    item.tooltip = tooltip(name, [[l10n.t('Services'), availableServices?.join(', ')]]);
    item.accessibilityInformation = { label: l10n.t('{0}, location', name) };
    return item;
  }
}
