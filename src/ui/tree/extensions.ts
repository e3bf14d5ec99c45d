import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Extension } from '../../client/index.ts';
import type { Kind } from './group.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

export const extensions = (serviceName: string): Kind<Extension> => ({
  noun: 'extensions', label: l10n.t('Extensions'), icon: 'extensions',
  source: { operation: 'extensions.list', parameters: { serviceName } },
  list: (client, signal) => client.extensions.list({ serviceName }, { signal }),
  key: ({ id = '' }) => id,
  facts: ({ id = '', type }) => ({ name: id, label: type }),
  row: (parent, extension) => new ExtensionNode(parent, extension, serviceName),
});

export class ExtensionNode extends Row {
  readonly extension: Extension;
  readonly source: Source;

  constructor(parent: Node, extension: Extension, serviceName: string) {
    super(parent, extension.id ?? '');
    this.source = { operation: 'extensions.get', parameters: { serviceName, extensionId: extension.id ?? '' } };
    this.extension = extension;
  }

  get name(): string { return this.extension.id ?? ''; }

  toTreeItem(): TreeItem {
    const { id = '', type = '', providerNameSpace, version, thumbprint } = this.extension;
    const item = new TreeItem(id, TreeItemCollapsibleState.None);
    item.description = [type, version].filter(Boolean).join(' ');
    item.iconPath = new ThemeIcon('extensions');
    item.contextValue = 'extension;named';
    // The public configuration is not shown: nobody knows what people wrote into it.
    item.tooltip = tooltip(id, [[l10n.t('Type'), type], [l10n.t('Provider'), providerNameSpace], [l10n.t('Version'), version], [l10n.t('Certificate'), thumbprint]]);
    item.accessibilityInformation = { label: l10n.t('{0}, extension {1}', id, item.description) };
    return item;
  }
}
