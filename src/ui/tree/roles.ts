import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Deployment, RoleInstance } from '../../client/index.ts';
import type { SlotNode } from './deployments.ts';
import { Detail } from './detail.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { instanceLook } from './states.ts';
import { tooltip } from './tooltip.ts';

export type Role = NonNullable<Deployment['roleList']>[number];
type InstanceEndpoint = NonNullable<RoleInstance['instanceEndpoints']>[number];

/** What a row says of its deployment: during an upgrade its configuration can be changed, but nothing is done to instances. */
const changeOf = ({ deployment }: SlotNode): string => (deployment?.locked ? 'locked' : deployment?.upgradeStatus ? 'upgrading' : 'unlocked');

/** A web or worker role of a deployment, and inside it its instances and what it is reached at. */
export class RoleNode extends Row<SlotNode> {
  readonly role: Role;
  readonly instances: readonly RoleInstance[];

  constructor(slot: SlotNode, role: Role, instances: readonly RoleInstance[]) {
    super(slot, role.roleName);
    this.role = role;
    this.instances = instances;
  }

  get name(): string { return this.role.roleName; }
  get source(): Source { return { ...this.parent.source, item: { in: 'roleList', key: 'roleName', value: this.name } }; }

  toTreeItem(): TreeItem {
    const ready = this.instances.filter((i) => i.instanceStatus === 'ReadyRole').length;
    const item = new TreeItem(this.name, TreeItemCollapsibleState.Expanded);
    item.description = l10n.t('{0} of {1} ready', ready, this.instances.length);
    item.iconPath = new ThemeIcon('layers');
    item.contextValue = `role;${changeOf(this.parent)};named`;
    item.tooltip = tooltip(this.name, [[l10n.t('Operating system'), this.role.osVersion], [l10n.t('Instances'), this.instances.length], [l10n.t('Size'), this.instances[0]?.instanceSize]]);
    item.accessibilityInformation = { label: l10n.t('{0}, role, instances ready: {1} of {2}', this.name, ready, this.instances.length) };
    return item;
  }

  override children(): Node[] {
    return [...this.instances.map((instance) => new RoleInstanceNode(this, this.parent, instance)), ...this.#endpoints()];
  }

  /** What the role is reached at from outside. Their names only the instances know. */
  #endpoints(): Node[] {
    const known = this.instances.flatMap(({ instanceEndpoints = [] }) => instanceEndpoints);
    const inputs = (this.role.configurationSets ?? []).flatMap(({ inputEndpoints = [] }) => inputEndpoints);
    return inputs.map(({ port, protocol, vip, name = known.find((each) => each.publicPort === port && each.protocol === protocol)?.name }, i) => {
      const address = `${vip}:${port}`;
      return new Detail(this, `endpoints/${i}`, {
        label: name ?? address, description: [protocol, name && address].filter(Boolean).join(' '), icon: 'plug', context: 'inputEndpoint', noun: l10n.t('endpoint'),
        name: address, url: this.#urlOf(protocol, port), source: this.source,
      });
    });
  }

  /** What a browser opens. */
  #urlOf(protocol: string | undefined, port: number | undefined): string | undefined {
    const { url } = this.parent;
    return url && (protocol === 'http' || protocol === 'https') ? String(new URL(`${protocol}://${new URL(url).hostname}:${port}/`)) : undefined;
  }
}

const endpointWords = ({ name, protocol, vip, publicPort, localPort }: InstanceEndpoint): string =>
  `${name} ${protocol} ${vip ?? ''}:${publicPort}${localPort === undefined || localPort === publicPort ? '' : ` > ${localPort}`}`;

/** An instance, below its role or below its upgrade domain. */
export class RoleInstanceNode extends Row {
  readonly slot: SlotNode;
  readonly instance: RoleInstance;

  constructor(parent: Node, slot: SlotNode, instance: RoleInstance) {
    super(parent, instance.instanceName);
    this.slot = slot;
    this.instance = instance;
  }

  get name(): string { return this.instance.instanceName; }
  get source(): Source { return { ...this.slot.source, item: { in: 'roleInstanceList', key: 'instanceName', value: this.name }, known: { roleInstanceName: this.name } }; }

  toTreeItem(): TreeItem {
    const i = this.instance;
    const { words, icon } = instanceLook(i.instanceStatus);
    const item = new TreeItem(i.instanceName, TreeItemCollapsibleState.None);
    const hasDomains = i.instanceUpgradeDomain !== undefined && i.instanceFaultDomain !== undefined;
    item.description = [words, hasDomains && l10n.t('UD {0}, FD {1}', i.instanceUpgradeDomain!, i.instanceFaultDomain!)].filter(Boolean).join(' · ');
    item.iconPath = icon;
    item.contextValue = `roleInstance;${changeOf(this.slot)};named`;
    item.tooltip = tooltip(i.instanceName, [
      [l10n.t('State'), i.instanceStatus], [l10n.t('Details'), i.instanceStateDetails], [l10n.t('Size'), i.instanceSize], [l10n.t('Power'), i.powerState],
      [l10n.t('Upgrade domain'), i.instanceUpgradeDomain], [l10n.t('Fault domain'), i.instanceFaultDomain], [l10n.t('Address'), i.ipAddress],
      [l10n.t('Endpoints'), i.instanceEndpoints?.map(endpointWords).join(', ')],
    ]);
    item.accessibilityInformation = {
      label: [l10n.t('{0}, role instance, {1}', i.instanceName, words), hasDomains && l10n.t('upgrade domain {0}, fault domain {1}', i.instanceUpgradeDomain!, i.instanceFaultDomain!)].filter(Boolean).join(', '),
    };
    return item;
  }
}
