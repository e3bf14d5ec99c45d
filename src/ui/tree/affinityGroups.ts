import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { AffinityGroup } from '../../client/index.ts';
import { Branch } from './branch.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';
import { Message } from './message.ts';
import type { Node } from './node.ts';
import type { Listing } from './reading.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

export const affinityGroups = (): Kind<AffinityGroup> => ({
  noun: 'affinityGroups', label: l10n.t('Affinity Groups'), icon: 'group-by-ref-type',
  source: { operation: 'affinityGroups.list', parameters: {} },
  list: (client, signal) => client.affinityGroups.list({}, { signal }),
  key: ({ name }) => name,
  facts: ({ name, label }) => ({ name, label }),
  row: (parent, group) => new AffinityGroupNode(parent, group),
});

interface Member { readonly noun: 'hostedServices' | 'storageAccounts'; readonly name: string }

/** An affinity group, and inside it the names of what lies in it. */
export class AffinityGroupNode extends Branch<Member> {
  readonly group: AffinityGroup;
  readonly listing: Listing<Member> = {
    list: async (client, signal) => {
      const { hostedServices = [], storageServices = [] } = await client.affinityGroups.get({ affinityGroupName: this.name }, { signal });
      return [
        ...hostedServices.map(({ serviceName }): Member => ({ noun: 'hostedServices', name: serviceName })),
        ...storageServices.map(({ serviceName }): Member => ({ noun: 'storageAccounts', name: serviceName })),
      ];
    },
    key: ({ noun, name }) => `${noun}/${name}`,
  };

  constructor(parent: Node, group: AffinityGroup) {
    super(parent, group.name);
    this.group = group;
  }

  get name(): string { return this.group.name; }
  get source(): Source { return { operation: 'affinityGroups.get', parameters: { affinityGroupName: this.name } }; }

  toTreeItem(): TreeItem {
    const { name, label, location, description, createdTime, capabilities } = this.group;
    const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
    item.description = location ?? '';
    item.iconPath = new ThemeIcon('group-by-ref-type');
    item.contextValue = 'affinityGroup;named';
    item.tooltip = tooltip(name, [
      [l10n.t('Label'), label], [l10n.t('Description'), description], [l10n.t('Location'), location], [l10n.t('Capabilities'), capabilities?.join(', ')], [l10n.t('Created'), createdTime],
    ]);
    item.accessibilityInformation = { label: l10n.t('{0}, affinity group in {1}', name, location ?? '') };
    return item;
  }

  rows(members: readonly Member[]): Node[] {
    if (members.length === 0) return [new Message(this, l10n.t('nothing in it'))];
    const looks = { hostedServices: { icon: 'cloud', description: l10n.t('cloud service') }, storageAccounts: { icon: 'database', description: l10n.t('storage account') } };
    return members.map(({ noun, name }) => new Detail(this, `${noun}/${name}`, { label: name, ...looks[noun], context: 'member', name, source: { operation: `${noun}.get`, parameters: { serviceName: name } } }));
  }
}
