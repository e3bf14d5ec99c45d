import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { StorageAccount } from '../../client/index.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';
import type { Node } from './node.ts';
import { oneOrNone } from './places.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { isTransient, resourceLook } from './states.ts';
import { tooltip } from './tooltip.ts';

export const storageAccounts = (): Kind<StorageAccount> => ({
  noun: 'storageAccounts', label: l10n.t('Storage Accounts'), icon: 'database', isPlaced: true,
  source: { operation: 'storageAccounts.list', parameters: {} },
  list: (client, signal) => client.storageAccounts.list({}, { signal }),
  get: (client, serviceName, signal) => oneOrNone(client.storageAccounts.get({ serviceName }, { signal })),
  key: (account) => account.serviceName,
  isInMotion: ({ storageServiceProperties: p }) => isTransient(p?.status),
  facts: ({ serviceName, storageServiceProperties: p = {} }) => ({
    name: serviceName, label: p.label, location: p.location ?? p.geoPrimaryRegion, affinityGroup: p.affinityGroup, created: p.creationTime,
  }),
  row: (parent, account) => new StorageAccountNode(parent, account),
});

/** `https://name.queue.core.windows.net/` is the queue endpoint; the emulator's blob endpoint has a path instead. */
function endpointKind(endpoint: string): 'blob' | 'queue' | 'table' | 'file' {
  const kind = /\.(queue|table|file)\./.exec(new URL(endpoint).hostname)?.[1];
  return (kind ?? 'blob') as 'blob' | 'queue' | 'table' | 'file';
}

export class StorageAccountNode extends Row {
  readonly account: StorageAccount;

  constructor(parent: Node, account: StorageAccount) {
    super(parent, account.serviceName);
    this.account = account;
  }

  get name(): string { return this.account.serviceName; }
  get source(): Source { return { operation: 'storageAccounts.get', parameters: { serviceName: this.name } }; }
  get url(): string | undefined { return this.account.storageServiceProperties?.endpoints?.[0]; }

  toTreeItem(): TreeItem {
    const { serviceName, storageServiceProperties: p = {} } = this.account;
    const place = p.affinityGroup ?? p.location ?? '';
    const state = resourceLook(p.status);
    const item = new TreeItem(serviceName, TreeItemCollapsibleState.Collapsed);
    item.description = [place, state?.words].filter(Boolean).join(' · ');
    item.iconPath = state?.icon ?? new ThemeIcon('database');
    item.contextValue = `storageAccount;${p.status ?? 'Unknown'};named;addressed`;
    item.tooltip = tooltip(serviceName, [
      [l10n.t('Label'), p.label], [l10n.t('Description'), p.description], [l10n.t('State'), p.status], [l10n.t('Type'), p.accountType],
      [l10n.t('Affinity group'), p.affinityGroup], [l10n.t('Location'), p.location ?? p.geoPrimaryRegion], [l10n.t('State there'), p.statusOfPrimary],
      [l10n.t('Second location'), p.geoSecondaryRegion], [l10n.t('State there'), p.statusOfSecondary],
      [l10n.t('Own domain'), p.customDomains?.map((domain) => domain.name).join(', ')], [l10n.t('Created'), p.creationTime],
      ...(this.account.extendedProperties ?? []).map(({ name, value }) => [name, value] as const),
    ]);
    item.accessibilityInformation = { label: [l10n.t('{0}, storage account', serviceName), place, state?.words].filter(Boolean).join(', ') };
    return item;
  }

  override children(): Node[] {
    const labels = { blob: l10n.t('Blobs'), queue: l10n.t('Queues'), table: l10n.t('Tables'), file: l10n.t('Files') };
    const { endpoints = [], secondaryEndpoints = [] } = this.account.storageServiceProperties ?? {};
    const rows = (urls: readonly string[], where: string) => urls.filter((url) => URL.canParse(url)).map((url) => {
      const kind = endpointKind(url);
      return new Detail(this, `${kind}${where && '2'}`, { label: [labels[kind], where].filter(Boolean).join(', '), description: url, icon: 'link', context: 'endpoint', noun: l10n.t('endpoint'), url, source: this.source });
    });
    return [...rows(endpoints, ''), ...rows(secondaryEndpoints, l10n.t('second location'))];
  }
}
