import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { VirtualNetworkSite } from '../../client/index.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';
import { Message } from './message.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { isTransient, resourceLook } from './states.ts';
import { tooltip } from './tooltip.ts';

export const virtualNetworks = (): Kind<VirtualNetworkSite> => ({
  noun: 'virtualNetworks', label: l10n.t('Virtual Networks'), icon: 'type-hierarchy', isPlaced: true,
  source: { operation: 'virtualNetworks.list', parameters: {} },
  list: (client, signal) => client.virtualNetworks.list({}, { signal }),
  key: ({ name }) => name,
  isInMotion: ({ state }) => isTransient(state),
  facts: ({ name, label, location, affinityGroup }) => ({ name, label, location, affinityGroup }),
  row: (parent, site) => new VirtualNetworkNode(parent, site),
});

/** A virtual network, and inside it its subnets, name servers and gateway. */
export class VirtualNetworkNode extends Row {
  readonly site: VirtualNetworkSite;

  constructor(parent: Node, site: VirtualNetworkSite) {
    super(parent, site.name);
    this.site = site;
  }

  get name(): string { return this.site.name; }
  get source(): Source { return { operation: 'virtualNetworks.list', parameters: {}, item: { key: 'name', value: this.name } }; }

  toTreeItem(): TreeItem {
    const { name, label, id, affinityGroup, location, state, inUse, addressSpace } = this.site;
    const look = resourceLook(state);
    const prefixes = addressSpace?.addressPrefixes?.join(', ');
    const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
    item.description = [prefixes, look?.words, affinityGroup ?? location].filter(Boolean).join(' · ');
    item.iconPath = look?.icon ?? new ThemeIcon('type-hierarchy');
    item.contextValue = 'virtualNetwork;named';
    item.tooltip = tooltip(name, [
      [l10n.t('Label'), label], [l10n.t('Addresses'), prefixes], [l10n.t('Affinity group'), affinityGroup], [l10n.t('Location'), location],
      [l10n.t('State'), state], [l10n.t('In use'), inUse ? l10n.t('yes') : l10n.t('no')], [l10n.t('GUID'), id],
    ]);
    item.accessibilityInformation = { label: [name, l10n.t('virtual network'), item.description].filter(Boolean).join(', ') };
    return item;
  }

  override children(): Node[] {
    const { subnets = [], dns, gateway } = this.site;
    const rows = [
      ...subnets.map(({ name, addressPrefix, networkSecurityGroup, routeTableName }) => new Detail(this, `subnets/${name}`, {
        label: name, description: addressPrefix, icon: 'list-tree', context: 'subnet', noun: l10n.t('subnet'), name, source: this.source,
        tooltip: [[l10n.t('Addresses'), addressPrefix], [l10n.t('Network security group'), networkSecurityGroup], [l10n.t('Route table'), routeTableName]],
      })),
      ...(dns?.dnsServers ?? []).map(({ name = '', address }) => new Detail(this, `dnsServers/${name}`, {
        label: name, description: address, icon: 'book', context: 'dnsServer', noun: l10n.t('name server'), name: address, source: this.source,
      })),
      ...(gateway?.sites ?? []).map(({ name = '', addressSpace, vpnGatewayAddress, connections }) => new Detail(this, `localNetworkSites/${name}`, {
        label: name, description: [vpnGatewayAddress, addressSpace?.addressPrefixes?.join(', ')].filter(Boolean).join(' · '), icon: 'plug', context: 'localNetworkSite', noun: l10n.t('local network'), name, source: this.source,
        tooltip: [[l10n.t('Gateway'), vpnGatewayAddress], [l10n.t('Addresses'), addressSpace?.addressPrefixes?.join(', ')], [l10n.t('Connection'), connections?.map(({ type }) => type).join(', ')]],
      })),
    ];
    return rows.length > 0 ? rows : [new Message(this, l10n.t('nothing in it'))];
  }
}
