import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ReservedIp } from '../../client/index.ts';
import type { Kind } from './group.ts';
import type { Node } from './node.ts';
import { oneOrNone } from './places.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { isTransient, resourceLook } from './states.ts';
import { tooltip } from './tooltip.ts';

export const reservedIps = (): Kind<ReservedIp> => ({
  noun: 'reservedIps', label: l10n.t('Reserved IP Addresses'), icon: 'pinned', isPlaced: true,
  source: { operation: 'reservedIps.list', parameters: {} },
  list: (client, signal) => client.reservedIps.list({}, { signal }),
  get: (client, reservedIpName, signal) => oneOrNone(client.reservedIps.get({ reservedIpName }, { signal })),
  key: ({ name }) => name,
  isInMotion: ({ state }) => isTransient(state),
  facts: ({ name, label, address, location }) => ({ name, label: `${label} ${address}`, location }),
  row: (parent, ip) => new ReservedIpNode(parent, ip),
});

export class ReservedIpNode extends Row {
  readonly ip: ReservedIp;

  constructor(parent: Node, ip: ReservedIp) {
    super(parent, ip.name);
    this.ip = ip;
  }

  get name(): string { return this.ip.name; }
  get source(): Source { return { operation: 'reservedIps.get', parameters: { reservedIpName: this.name } }; }

  toTreeItem(): TreeItem {
    const { name, label, address, location, state, id, inUse, serviceName, deploymentName } = this.ip;
    const look = resourceLook(state);
    const use = inUse ? l10n.t('used by {0}', serviceName ?? '') : l10n.t('free');
    const item = new TreeItem(name, TreeItemCollapsibleState.None);
    item.description = [address, look?.words ?? use, location].filter(Boolean).join(' · ');
    item.iconPath = look?.icon ?? new ThemeIcon(inUse ? 'pinned' : 'pin');
    item.contextValue = `reservedIp;${state ?? 'Unknown'};${inUse ? 'used' : 'free'};named`;
    item.tooltip = tooltip(name, [
      [l10n.t('Label'), label], [l10n.t('Address'), address], [l10n.t('Location'), location], [l10n.t('State'), state],
      [l10n.t('Cloud service'), serviceName], [l10n.t('Deployment'), deploymentName], [l10n.t('GUID'), id],
    ]);
    item.accessibilityInformation = { label: [name, l10n.t('reserved IP address'), item.description].filter(Boolean).join(', ') };
    return item;
  }
}
