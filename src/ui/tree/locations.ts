import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Location } from '../../client/index.ts';
import { count } from './count.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

export const locations = (): Kind<Location> => ({
  noun: 'locations', label: l10n.t('Locations'), icon: 'globe',
  source: { operation: 'locations.list', parameters: {} },
  list: (client, signal) => client.locations.list({}, { signal }),
  key: ({ name }) => name,
  facts: ({ name, displayName }) => ({ name, label: displayName }),
  row: (parent, location) => new LocationNode(parent, location),
});

/** A data centre, and inside it what it offers. */
export class LocationNode extends Row {
  readonly #location: Location;

  constructor(parent: Node, location: Location) {
    super(parent, location.name);
    this.#location = location;
  }

  get name(): string { return this.#location.name; }
  get source(): Source { return { operation: 'locations.list', parameters: {}, item: { key: 'name', value: this.name }, known: { location: this.name } }; }

  toTreeItem(): TreeItem {
    const { name, displayName = name, availableServices = [] } = this.#location;
    const item = new TreeItem(displayName, TreeItemCollapsibleState.Collapsed);
    // What people call it, where it is not what operations take.
    item.description = displayName === name ? '' : name;
    item.iconPath = new ThemeIcon('location');
    item.contextValue = 'location;named';
    item.tooltip = tooltip(name, [[l10n.t('Services'), availableServices.join(', ')]]);
    item.accessibilityInformation = { label: l10n.t('{0}, location', name) };
    return item;
  }

  override children(): Node[] {
    const { availableServices = [], computeCapabilities: c = {}, storageCapabilities: s = {} } = this.#location;
    return [
      new Offer(this, 'availableServices', l10n.t('Services'), 'server-process', availableServices),
      new Offer(this, 'webWorkerRoleSizes', l10n.t('Sizes of web and worker roles'), 'layers', c.webWorkerRoleSizes),
      new Offer(this, 'virtualMachinesRoleSizes', l10n.t('Sizes of virtual machines'), 'vm', c.virtualMachinesRoleSizes),
      new Offer(this, 'storageAccountTypes', l10n.t('Types of storage accounts'), 'database', s.storageAccountTypes),
    ].filter(({ words }) => words.length > 0);
  }
}

/** A list of words that a location says, the service's own, to be copied. */
class Offer extends Row {
  readonly words: readonly string[];
  readonly #label: string;
  readonly #icon: string;

  constructor(parent: Node, key: string, label: string, icon: string, words: readonly string[] = []) {
    super(parent, key);
    this.words = words;
    this.#label = label;
    this.#icon = icon;
  }

  toTreeItem(): TreeItem {
    const item = new TreeItem(this.#label, TreeItemCollapsibleState.Collapsed);
    item.description = count(this.words.length);
    item.iconPath = new ThemeIcon(this.#icon);
    item.contextValue = 'offer';
    item.accessibilityInformation = { label: l10n.t('{0}: {1}', this.#label, count(this.words.length)) };
    return item;
  }

  override children(): Node[] { return this.words.map((word) => new Detail(this, word, { label: word, context: 'word', name: word })); }
}
