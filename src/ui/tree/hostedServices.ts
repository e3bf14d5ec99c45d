import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { DeploymentSlot, HostedService } from '../../client/index.ts';
import { SlotNode } from './deployments.ts';
import type { Node, TreeContext } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { isSettled } from './states.ts';
import { tooltip } from './tooltip.ts';

export const slots: readonly DeploymentSlot[] = ['Production', 'Staging'];

/** `Contoso Shop` says nothing that `contoso-shop` does not say already. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

export class HostedServiceNode extends Row {
  readonly service: HostedService;

  constructor(parent: Node, service: HostedService) {
    super(parent, service.serviceName);
    this.service = service;
  }

  get name(): string { return this.service.serviceName; }
  get url(): string { return `http://${this.name}.cloudapp.net/`; }
  get source(): Source { return { operation: 'hostedServices.get', parameters: { serviceName: this.name, embedDetail: true } }; }

  toTreeItem(): TreeItem {
    const { serviceName, hostedServiceProperties: p = {} } = this.service;
    const place = p.affinityGroup ?? p.location ?? '';
    const label = p.label && bare(p.label) !== bare(serviceName) ? p.label : '';
    const deleting = p.status === 'Deleting' ? l10n.t('deleting') : '';
    const item = new TreeItem(serviceName, TreeItemCollapsibleState.Collapsed);
    item.description = [place, label, deleting].filter(Boolean).join(' · ');
    item.iconPath = deleting ? new ThemeIcon('sync', new ThemeColor('charts.yellow')) : new ThemeIcon('cloud');
    item.contextValue = 'hostedService;named;addressed';
    item.tooltip = tooltip(serviceName, [
      [l10n.t('Label'), p.label], [l10n.t('Description'), p.description], [l10n.t('Address'), this.url], [l10n.t('State'), p.status],
      [l10n.t('Affinity group'), p.affinityGroup], [l10n.t('Location'), p.location], [l10n.t('Created'), p.dateCreated], [l10n.t('Changed'), p.dateLastModified],
    ]);
    item.accessibilityInformation = { label: [l10n.t('{0}, cloud service', serviceName), label, place, deleting].filter(Boolean).join(', ') };
    return item;
  }

  /** One request brings both slots with everything in them. */
  override async children(tree: TreeContext): Promise<Node[]> {
    const client = await tree.client(this.connection);
    const { deployments = [] } = await client.hostedServices.get({ serviceName: this.name, embedDetail: true });
    if (!deployments.every(isSettled)) tree.watch(this);
    return slots.map((slot) => new SlotNode(this, slot, deployments.find((d) => d.deploymentSlot === slot)));
  }
}
