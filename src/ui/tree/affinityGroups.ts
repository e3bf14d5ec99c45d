import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { AffinityGroup } from '../../client/index.ts';
import { Message } from './group.ts';
import type { Node, TreeContext } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

/** An affinity group, and inside it the names of what lies in it. */
export class AffinityGroupNode extends Row {
  readonly #group: AffinityGroup;

  constructor(parent: Node, group: AffinityGroup) {
    super(parent, group.name);
    this.#group = group;
  }

  get name(): string { return this.#group.name; }
  get source(): Source { return { operation: 'affinityGroups.get', parameters: { affinityGroupName: this.name } }; }

  toTreeItem(): TreeItem {
    const { name, label, location, description, createdTime } = this.#group;
    const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
    item.description = location ?? '';
    item.iconPath = new ThemeIcon('group-by-ref-type');
    item.contextValue = 'affinityGroup;named';
    item.tooltip = tooltip(name, [[l10n.t('Label'), label], [l10n.t('Description'), description], [l10n.t('Location'), location], [l10n.t('Created'), createdTime]]);
    item.accessibilityInformation = { label: l10n.t('{0}, affinity group in {1}', name, location ?? '') };
    return item;
  }

  override async children(tree: TreeContext): Promise<Node[]> {
    const client = await tree.client(this.connection);
    const { hostedServices = [], storageServices = [] } = await client.affinityGroups.get({ affinityGroupName: this.name });
    const members = [
      ...hostedServices.map((s) => new Member(this, 'hostedServices', s.serviceName, 'cloud', l10n.t('cloud service'))),
      ...storageServices.map((s) => new Member(this, 'storageAccounts', s.serviceName, 'database', l10n.t('storage account'))),
    ];
    return members.length > 0 ? members : [new Message(this, 'empty', l10n.t('nothing in it'))];
  }
}

class Member extends Row {
  readonly name: string;
  readonly source: Source;
  readonly #icon: string;
  readonly #noun: string;

  constructor(parent: Node, group: 'hostedServices' | 'storageAccounts', name: string, icon: string, noun: string) {
    super(parent, `${group}/${name}`);
    this.name = name;
    this.source = { operation: `${group}.get`, parameters: { serviceName: name } };
    this.#icon = icon;
    this.#noun = noun;
  }

  toTreeItem(): TreeItem {
    const item = new TreeItem(this.name, TreeItemCollapsibleState.None);
    item.description = this.#noun;
    item.iconPath = new ThemeIcon(this.#icon);
    item.contextValue = 'member;named';
    return item;
  }
}
