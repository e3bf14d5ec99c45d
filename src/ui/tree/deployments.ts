import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Deployment, DeploymentSlot, RoleInstance } from '../../client/index.ts';
import type { HostedServiceNode } from './hostedServices.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { deploymentLook, instanceLook } from './states.ts';
import { tooltip } from './tooltip.ts';

export const slotName = (slot: DeploymentSlot): string => (slot === 'Production' ? l10n.t('Production') : l10n.t('Staging'));

/** A slot of a cloud service with the deployment in it, if there is one. */
export class SlotNode extends Row<HostedServiceNode> {
  readonly slot: DeploymentSlot;
  readonly deployment: Deployment | undefined;

  constructor(parent: HostedServiceNode, slot: DeploymentSlot, deployment: Deployment | undefined) {
    super(parent, slot);
    this.slot = slot;
    this.deployment = deployment;
  }

  get serviceName(): string { return this.parent.name; }
  get name(): string { return this.deployment?.name ?? ''; }
  get url(): string | undefined { return this.deployment?.url; }
  get source(): Source {
    const { serviceName, slot, deployment } = this;
    return deployment ? { operation: 'deployments.get', parameters: { serviceName, deploymentName: deployment.name, slot } } : { ...this.parent.source, known: { slot } };
  }

  toTreeItem(): TreeItem {
    const { slot, deployment } = this;
    const title = slotName(slot);
    if (!deployment) {
      const item = new TreeItem(title, TreeItemCollapsibleState.None);
      item.description = l10n.t('empty');
      item.iconPath = new ThemeIcon('circle-outline');
      item.contextValue = `slot;${slot};empty`;
      item.accessibilityInformation = { label: l10n.t('{0} slot, empty', title) };
      return item;
    }
    const { words, icon } = deploymentLook(deployment.status);
    const label = deployment.label || deployment.name;
    const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
    item.description = `${label} · ${words}`;
    item.iconPath = icon;
    // Tokens, for the `when` clauses of package.json: what applies to this deployment now.
    item.contextValue = [
      'slot', slot, 'occupied', deployment.status ?? 'Unknown', deployment.locked ? 'locked' : 'unlocked', deployment.upgradeStatus && 'upgrading', 'named', 'addressed',
    ].filter(Boolean).join(';');
    item.tooltip = tooltip(label, [
      [l10n.t('Name'), deployment.name], [l10n.t('State'), deployment.status], [l10n.t('Address'), deployment.url],
      [l10n.t('Virtual IP'), deployment.virtualIPs?.map((v) => v.address).join(', ')], [l10n.t('Upgrade domains'), deployment.upgradeDomainCount],
      [l10n.t('SDK version'), deployment.sdkVersion], [l10n.t('Created'), deployment.createdTime], [l10n.t('Changed'), deployment.lastModifiedTime],
    ]);
    item.accessibilityInformation = { label: l10n.t('{0} slot, {1}, {2}', title, label, words) };
    return item;
  }

  override children(): Node[] {
    return (this.deployment?.roleList ?? []).map((role) => new RoleNode(this, role.roleName, role.osVersion,
      (this.deployment?.roleInstanceList ?? []).filter((instance) => instance.roleName === role.roleName)));
  }
}

class RoleNode extends Row<SlotNode> {
  readonly name: string;
  readonly #osVersion: string | undefined;
  readonly #instances: readonly RoleInstance[];

  constructor(parent: SlotNode, name: string, osVersion: string | undefined, instances: readonly RoleInstance[]) {
    super(parent, name);
    this.name = name;
    this.#osVersion = osVersion;
    this.#instances = instances;
  }

  get source(): Source { return { ...this.parent.source, item: { in: 'roleList', key: 'roleName', value: this.name } }; }

  toTreeItem(): TreeItem {
    const ready = this.#instances.filter((i) => i.instanceStatus === 'ReadyRole').length;
    const item = new TreeItem(this.name, TreeItemCollapsibleState.Expanded);
    item.description = l10n.t('{0} of {1} ready', ready, this.#instances.length);
    item.iconPath = new ThemeIcon('layers');
    item.contextValue = 'role;named';
    item.tooltip = tooltip(this.name, [[l10n.t('Operating system'), this.#osVersion], [l10n.t('Instances'), this.#instances.length], [l10n.t('Size'), this.#instances[0]?.instanceSize]]);
    item.accessibilityInformation = { label: l10n.t('{0}, role, {1} of {2} instances ready', this.name, ready, this.#instances.length) };
    return item;
  }

  override children(): Node[] { return this.#instances.map((instance) => new RoleInstanceNode(this, instance)); }
}

class RoleInstanceNode extends Row<RoleNode> {
  readonly #instance: RoleInstance;

  constructor(parent: RoleNode, instance: RoleInstance) {
    super(parent, instance.instanceName);
    this.#instance = instance;
  }

  get name(): string { return this.#instance.instanceName; }
  get source(): Source { return { ...this.parent.source, item: { in: 'roleInstanceList', key: 'instanceName', value: this.name }, known: { roleInstanceName: this.name } }; }

  toTreeItem(): TreeItem {
    const i = this.#instance;
    const { words, icon } = instanceLook(i.instanceStatus);
    const item = new TreeItem(i.instanceName, TreeItemCollapsibleState.None);
    item.description = words;
    item.iconPath = icon;
    item.contextValue = 'roleInstance;named';
    item.tooltip = tooltip(i.instanceName, [
      [l10n.t('State'), i.instanceStatus], [l10n.t('Details'), i.instanceStateDetails], [l10n.t('Size'), i.instanceSize], [l10n.t('Power'), i.powerState],
      [l10n.t('Upgrade domain'), i.instanceUpgradeDomain], [l10n.t('Fault domain'), i.instanceFaultDomain], [l10n.t('Address'), i.ipAddress],
      [l10n.t('Endpoints'), i.instanceEndpoints?.map((e) => `${e.name} ${e.protocol} ${e.vip}:${e.publicPort}`).join(', ')],
    ]);
    item.accessibilityInformation = { label: l10n.t('{0}, role instance, {1}', i.instanceName, words) };
    return item;
  }
}
