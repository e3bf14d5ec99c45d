import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Deployment, DeploymentSlot } from '../../client/index.ts';
import type { HostedServiceNode } from './hostedServices.ts';
import type { Node } from './node.ts';
import { RoleNode } from './roles.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { deploymentLook } from './states.ts';
import { tooltip } from './tooltip.ts';
import { isWaiting, UpgradeNode } from './upgrades.ts';
import { hasMachines, lockOf, machinesOf, VirtualMachineNode } from './virtualMachines.ts';

export const slotName = (slot: DeploymentSlot): string => (slot === 'Production' ? l10n.t('Production') : l10n.t('Staging'));

/** Whether the service would swap them: what is in staging goes into production, unless something is at work on one of the two. */
export const canBeSwapped = (deployments: readonly Deployment[]): boolean =>
  deployments.some(({ deploymentSlot }) => deploymentSlot === 'Staging') && deployments.every((each) => !each.locked && !each.upgradeStatus && !hasMachines(each));

/** A slot of a cloud service with the deployment in it, if there is one. */
export class SlotNode extends Row<HostedServiceNode> {
  readonly slot: DeploymentSlot;
  readonly deployment: Deployment | undefined;
  readonly #deployments: readonly Deployment[];

  /** @param deployments those of its cloud service, in either slot */
  constructor(parent: HostedServiceNode, slot: DeploymentSlot, deployments: readonly Deployment[]) {
    super(parent, slot);
    this.slot = slot;
    this.deployment = deployments.find(({ deploymentSlot }) => deploymentSlot === slot);
    this.#deployments = deployments;
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
      // A cloud service has machines or packages, not both.
      const [isForPackage, isForMachines] = [!this.#deployments.some(hasMachines), this.#deployments.every(hasMachines)];
      item.contextValue = ['slot', slot, 'empty', isForPackage && 'package', isForMachines && 'machines'].filter(Boolean).join(';');
      item.accessibilityInformation = { label: l10n.t('{0} slot, empty', title) };
      return item;
    }
    const { words, icon } = deploymentLook(deployment.status);
    const label = deployment.label || deployment.name;
    const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
    item.description = `${label} · ${words}`;
    item.iconPath = icon;
    item.contextValue = [
      'slot', slot, 'occupied', deployment.status ?? 'Unknown', lockOf(deployment),
      hasMachines(deployment) ? 'machines' : 'package', canBeSwapped(this.#deployments) && 'swappable',
      isWaiting(deployment.upgradeStatus) && 'walkable', deployment.rollbackAllowed && 'rollbackAllowed', 'named', 'addressed',
    ].filter(Boolean).join(';');
    item.tooltip = tooltip(label, [
      [l10n.t('Name'), deployment.name], [l10n.t('State'), deployment.status], [l10n.t('Address'), deployment.url],
      [l10n.t('Virtual IP'), deployment.virtualIPs?.map((v) => v.address).join(', ')], [l10n.t('Upgrade domains'), deployment.upgradeDomainCount],
      [l10n.t('Virtual network'), deployment.virtualNetworkName], [l10n.t('DNS servers'), deployment.dns?.dnsServers?.map(({ name, address }) => `${name} (${address})`).join(', ')], [l10n.t('Reserved IP address'), deployment.reservedIPName], [l10n.t('SDK version'), deployment.sdkVersion], [l10n.t('Created'), deployment.createdTime], [l10n.t('Changed'), deployment.lastModifiedTime],
    ]);
    item.accessibilityInformation = { label: l10n.t('{0} slot, {1}, {2}', title, label, words) };
    return item;
  }

  override children(): Node[] {
    const { roleList = [], roleInstanceList = [], upgradeStatus, upgradeDomainCount = 0 } = this.deployment ?? {};
    const machines = this.deployment ? machinesOf(this.serviceName, this.deployment) : [];
    if (machines.length > 0) return machines.map((machine) => new VirtualMachineNode(this, machine));
    return [
      ...(upgradeStatus ? [new UpgradeNode(this, upgradeStatus, upgradeDomainCount)] : []),
      ...roleList.map((role) => new RoleNode(this, role, roleInstanceList.filter(({ roleName }) => roleName === role.roleName))),
    ];
  }
}
