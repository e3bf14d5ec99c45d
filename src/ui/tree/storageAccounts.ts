import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { StorageAccount } from '../../client/index.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

/** `https://name.queue.core.windows.net/` is the queue endpoint; the emulator's blob endpoint has a path instead. */
function endpointKind(endpoint: string): 'blob' | 'queue' | 'table' | 'file' {
  const kind = /\.(queue|table|file)\./.exec(new URL(endpoint).hostname)?.[1];
  return (kind ?? 'blob') as 'blob' | 'queue' | 'table' | 'file';
}

export class StorageAccountNode extends Row {
  readonly #account: StorageAccount;

  constructor(parent: Node, account: StorageAccount) {
    super(parent, account.serviceName);
    this.#account = account;
  }

  get name(): string { return this.#account.serviceName; }
  get url(): string | undefined { return this.#account.storageServiceProperties?.endpoints?.[0]; }
  get source(): Source { return { operation: 'storageAccounts.get', parameters: { serviceName: this.name } }; }

  toTreeItem(): TreeItem {
    const { serviceName, storageServiceProperties: p = {} } = this.#account;
    const place = p.affinityGroup ?? p.location ?? '';
    const ready = p.status === 'Created';
    const state = ready ? '' : p.status === 'Deleting' ? l10n.t('deleting') : l10n.t('being created');
    const item = new TreeItem(serviceName, TreeItemCollapsibleState.Collapsed);
    item.description = [place, state].filter(Boolean).join(' · ');
    item.iconPath = ready ? new ThemeIcon('database') : new ThemeIcon('sync', new ThemeColor('charts.yellow'));
    item.contextValue = 'storageAccount;named;addressed';
    item.tooltip = tooltip(serviceName, [
      [l10n.t('Label'), p.label], [l10n.t('Description'), p.description], [l10n.t('State'), p.status], [l10n.t('Type'), p.accountType],
      [l10n.t('Affinity group'), p.affinityGroup], [l10n.t('Location'), p.location ?? p.geoPrimaryRegion], [l10n.t('Second location'), p.geoSecondaryRegion], [l10n.t('Created'), p.creationTime],
    ]);
    item.accessibilityInformation = { label: [l10n.t('{0}, storage account', serviceName), place, state].filter(Boolean).join(', ') };
    return item;
  }

  override children(): Node[] {
    return (this.#account.storageServiceProperties?.endpoints ?? []).filter((e) => URL.canParse(e)).map((endpoint) => new EndpointNode(this, endpoint));
  }
}

class EndpointNode extends Row<StorageAccountNode> {
  readonly url: string;

  constructor(parent: StorageAccountNode, url: string) {
    super(parent, endpointKind(url));
    this.url = url;
  }

  get source(): Source { return this.parent.source; }

  toTreeItem(): TreeItem {
    const kind = endpointKind(this.url);
    const labels = { blob: l10n.t('Blobs'), queue: l10n.t('Queues'), table: l10n.t('Tables'), file: l10n.t('Files') };
    const item = new TreeItem(labels[kind], TreeItemCollapsibleState.None);
    item.description = this.url;
    item.iconPath = new ThemeIcon('link');
    item.contextValue = 'endpoint;addressed';
    item.accessibilityInformation = { label: l10n.t('{0} endpoint {1}', labels[kind], this.url) };
    return item;
  }
}
