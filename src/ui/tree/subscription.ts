import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { CertificateFacts } from '../connections/keyring.ts';
import { affinityGroups } from './affinityGroups.ts';
import { disks } from './disks.ts';
import { Group, type Kind } from './group.ts';
import { hostedServices } from './hostedServices.ts';
import { osImages, vmImages } from './images.ts';
import { locations } from './locations.ts';
import { managementCertificates } from './managementCertificates.ts';
import type { Node } from './node.ts';
import { operatingSystems } from './operatingSystems.ts';
import { reservedIps } from './reservedIps.ts';
import type { Source } from './source.ts';
import { certificateLook } from './states.ts';
import { storageAccounts } from './storageAccounts.ts';
import { appendSentence, tooltip } from './tooltip.ts';
import { virtualMachines } from './virtualMachines.ts';
import { virtualNetworks } from './virtualNetworks.ts';

/** The groups of a subscription, in the order they are shown. A further resource is one more entry. */
const kinds: readonly (() => Kind<any>)[] = [
  hostedServices, virtualMachines, storageAccounts, disks, osImages, vmImages, virtualNetworks, reservedIps, affinityGroups, managementCertificates, locations, operatingSystems,
];

export class SubscriptionNode implements Node {
  readonly id: string;
  readonly connection: Connection;
  readonly parent = undefined;
  readonly source: Source = { operation: 'subscriptions.get', parameters: {} };
  readonly #byThisWindow: boolean;
  readonly #facts: () => CertificateFacts | undefined;

  /**
   * @param byThisWindow whether an emulator runs inside this window
   * @param facts what is known of the certificate by now
   */
  constructor(connection: Connection, byThisWindow: boolean, facts: () => CertificateFacts | undefined) {
    this.id = connection.id;
    this.connection = connection;
    this.#byThisWindow = byThisWindow;
    this.#facts = facts;
  }

  get scope(): string { return this.id; }
  get name(): string { return this.connection.subscriptionId; }
  get url(): string { return `${this.connection.endpoint}/${this.connection.subscriptionId}`; }

  toTreeItem(): TreeItem {
    const { kind, name, endpoint, subscriptionId, certificatePath } = this.connection;
    const { host } = new URL(endpoint);
    const facts = this.#facts();
    const trouble = kind === 'own' ? certificateLook(facts) : undefined;
    const runs = this.#byThisWindow ? l10n.t('runs in this window') : l10n.t('runs elsewhere');
    const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
    item.description = kind === 'emulator' ? runs : [trouble?.words, host].filter(Boolean).join(' · ');
    item.iconPath = trouble?.icon ?? new ThemeIcon(kind === 'emulator' ? 'server-environment' : 'azure');
    item.contextValue = `subscription;${kind}${this.#byThisWindow ? ';owned' : ''}`;
    item.tooltip = tooltip(name, [
      [l10n.t('Subscription'), subscriptionId], [l10n.t('Endpoint'), endpoint],
      [l10n.t('Certificate'), facts?.description?.subject], [l10n.t('Thumbprint'), facts?.description?.thumbprint], [l10n.t('Valid until'), facts?.description?.notAfter],
      [l10n.t('Kept in'), certificatePath ?? l10n.t('the secret storage of VS Code')],
    ]);
    for (const { words } of facts?.problems ?? []) appendSentence(item.tooltip, words);
    if (kind === 'emulator') {
      appendSentence(item.tooltip, this.#byThisWindow ? l10n.t('It stops when this window closes; its data stays.') : l10n.t('Another window or a terminal runs it, and stops it.'));
    }
    item.accessibilityInformation = { label: kind === 'emulator' ? l10n.t('Local emulator, {0}', runs) : [l10n.t('Subscription {0} at {1}', name, host), trouble?.words].filter(Boolean).join(', ') };
    return item;
  }

  children(): Node[] { return kinds.map((kind) => new Group(this, kind())); }
}
