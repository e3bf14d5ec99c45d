import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Deployment, DeploymentSlot, HostedService } from '../../client/index.ts';
import { Branch } from './branch.ts';
import { canBeSwapped, SlotNode } from './deployments.ts';
import { extensions } from './extensions.ts';
import { Group, type Kind } from './group.ts';
import type { Node, TreeContext } from './node.ts';
import { oneOrNone, withLocations } from './places.ts';
import type { Listing } from './reading.ts';
import { serviceCertificates } from './serviceCertificates.ts';
import type { Source } from './source.ts';
import { isSettled, isTransient, resourceLook } from './states.ts';
import { tooltip } from './tooltip.ts';
import { hasMachines } from './virtualMachines.ts';

export const hostedServices = (): Kind<HostedService> => ({
  noun: 'hostedServices', label: l10n.t('Cloud Services'), icon: 'cloud', isPlaced: true,
  source: { operation: 'hostedServices.list', parameters: {} },
  list: async (client, signal) => withLocations(client, await client.hostedServices.list({}, { signal }), signal),
  get: async (client, serviceName, signal) => withLocations(client, await oneOrNone(client.hostedServices.get({ serviceName }, { signal })), signal),
  key: (service) => service.serviceName,
  isInMotion: ({ hostedServiceProperties: p }) => isTransient(p?.status),
  facts: ({ serviceName, hostedServiceProperties: p = {} }) => ({ name: serviceName, label: p.label, location: p.location, affinityGroup: p.affinityGroup, created: p.dateCreated }),
  row: (parent, service) => new HostedServiceNode(parent, service),
});

export const slots: readonly DeploymentSlot[] = ['Production', 'Staging'];

/** `Contoso Shop` says nothing that `contoso-shop` does not say already. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

export class HostedServiceNode extends Branch<Deployment> {
  readonly service: HostedService;
  /** One request brings both slots with everything in them. */
  readonly listing: Listing<Deployment> = {
    list: async (client, signal) => (await client.hostedServices.get({ serviceName: this.name, embedDetail: true }, { signal })).deployments ?? [],
    key: (deployment) => deployment.deploymentSlot ?? deployment.name,
    isInMotion: (deployment) => !isSettled(deployment),
  };

  constructor(parent: Node, service: HostedService) {
    super(parent, service.serviceName);
    this.service = service;
  }

  get name(): string { return this.service.serviceName; }
  get source(): Source { return { operation: 'hostedServices.get', parameters: { serviceName: this.name, embedDetail: true } }; }
  get url(): string { return `http://${this.name}.cloudapp.net/`; }

  override keyOf(id: string): string | undefined {
    return slots.find((slot) => id === `${this.scope}/${slot}`);
  }

  toTreeItem(tree: TreeContext): TreeItem {
    const { serviceName, hostedServiceProperties: p = {} } = this.service;
    const place = p.affinityGroup ?? p.location ?? '';
    const label = p.label && bare(p.label) !== bare(serviceName) ? p.label : '';
    const state = resourceLook(p.status);
    const item = new TreeItem(serviceName, TreeItemCollapsibleState.Collapsed);
    item.description = [place, label, state?.words].filter(Boolean).join(' · ');
    item.iconPath = state?.icon ?? new ThemeIcon('cloud');
    const { items: deployments } = tree.reading(this);
    item.contextValue = ['hostedService', p.status ?? 'Unknown', deployments?.some(hasMachines) && 'machines', (!deployments || canBeSwapped(deployments)) && 'swappable', 'named', 'addressed'].filter(Boolean).join(';');
    item.tooltip = tooltip(serviceName, [
      [l10n.t('Label'), p.label], [l10n.t('Description'), p.description], [l10n.t('Address'), this.url], [l10n.t('State'), p.status],
      [l10n.t('Affinity group'), p.affinityGroup], [l10n.t('Location'), p.location], [l10n.t('Reverse DNS name'), p.reverseDnsFqdn],
      [l10n.t('Created'), p.dateCreated], [l10n.t('Changed'), p.dateLastModified],
      ...(p.extendedProperties ?? []).map(({ name, value }) => [name, value] as const),
    ]);
    item.accessibilityInformation = { label: [l10n.t('{0}, cloud service', serviceName), label, place, state?.words].filter(Boolean).join(', ') };
    return item;
  }

  rows(deployments: readonly Deployment[]): Node[] {
    return [
      ...slots.map((slot) => new SlotNode(this, slot, deployments)),
      new Group(this, serviceCertificates(this.name)),
      new Group(this, extensions(this.name)),
    ];
  }
}
