import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Deployment, RoleInstance } from '../../client/index.ts';
import type { SlotNode } from './deployments.ts';
import type { Node } from './node.ts';
import { RoleInstanceNode } from './roles.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

export type UpgradeStatus = NonNullable<Deployment['upgradeStatus']>;
/** Whether it goes on when somebody lets it. */
export const isWaiting = (status: UpgradeStatus | undefined): boolean => status?.upgradeType === 'Manual' && status.currentUpgradeDomainState === 'Before';

/** `next`: it waits for its turn, in mode Manual for somebody to let it go on. */
export type DomainState = 'done' | 'now' | 'next' | 'later';

/** How far an upgrade is with each of the deployment's upgrade domains. */
export function domainStates({ upgradeType, currentUpgradeDomainState, currentUpgradeDomain = 0 }: UpgradeStatus, count: number): DomainState[] {
  const current: DomainState = currentUpgradeDomainState === 'During' ? 'now' : 'next';
  return Array.from({ length: count }, (_, domain) =>
    (upgradeType === 'Simultaneous' || domain === currentUpgradeDomain ? current : domain < currentUpgradeDomain ? 'done' : 'later'));
}

function domainLook(state: DomainState, isManual: boolean): { words: string; icon: ThemeIcon } {
  switch (state) {
    case 'done': return { words: l10n.t('done'), icon: new ThemeIcon('pass-filled', new ThemeColor('testing.iconPassed')) };
    case 'now': return { words: l10n.t('being upgraded'), icon: new ThemeIcon('sync', new ThemeColor('charts.yellow')) };
    case 'next': return isManual
      ? { words: l10n.t('next, waits for you'), icon: new ThemeIcon('debug-pause', new ThemeColor('charts.yellow')) }
      : { words: l10n.t('next'), icon: new ThemeIcon('arrow-small-right') };
    case 'later': return { words: l10n.t('later'), icon: new ThemeIcon('circle-outline', new ThemeColor('disabledForeground')) };
  }
}

/** An upgrade, change of configuration or rollback under way: its upgrade domains, and how far it is with them. */
export class UpgradeNode extends Row<SlotNode> {
  readonly status: UpgradeStatus;
  readonly #states: readonly DomainState[];

  constructor(slot: SlotNode, status: UpgradeStatus, domainCount: number) {
    super(slot, '#upgrade');
    this.status = status;
    this.#states = domainStates(status, domainCount);
  }

  get source(): Source { return this.parent.source; }

  toTreeItem(): TreeItem {
    const { upgradeType, currentUpgradeDomainState: state, currentUpgradeDomain: domain } = this.status;
    const rollbackAllowed = this.parent.deployment?.rollbackAllowed === true;
    const modes = { Auto: l10n.t('by itself'), Manual: l10n.t('step by step'), Simultaneous: l10n.t('all at once') };
    const done = this.#states.filter((each) => each === 'done').length;
    const item = new TreeItem(l10n.t('Upgrade'), TreeItemCollapsibleState.Expanded);
    item.description = [l10n.t('{0} of {1} done', done, this.#states.length), upgradeType && modes[upgradeType as keyof typeof modes]].filter(Boolean).join(' · ');
    item.iconPath = new ThemeIcon('versions', new ThemeColor('charts.yellow'));
    item.contextValue = ['upgrade', isWaiting(this.status) && 'walkable', rollbackAllowed && 'rollbackAllowed'].filter(Boolean).join(';');
    item.tooltip = tooltip(l10n.t('Upgrade'), [
      [l10n.t('Mode'), upgradeType], [l10n.t('Upgrade domain'), domain], [l10n.t('State'), state], [l10n.t('Can be rolled back'), rollbackAllowed ? l10n.t('yes') : l10n.t('no')],
    ]);
    item.accessibilityInformation = { label: `${l10n.t('Upgrade')}, ${item.description}` };
    return item;
  }

  override children(): Node[] {
    const instances = this.parent.deployment?.roleInstanceList ?? [];
    return this.#states.map((state, domain) => new UpgradeDomainNode(this, domain, state, instances.filter((each) => each.instanceUpgradeDomain === domain)));
  }
}

/** One upgrade domain of an upgrade under way, with the instances in it. */
class UpgradeDomainNode extends Row<UpgradeNode> {
  readonly #domain: number;
  readonly #state: DomainState;
  readonly #instances: readonly RoleInstance[];

  constructor(parent: UpgradeNode, domain: number, state: DomainState, instances: readonly RoleInstance[]) {
    super(parent, String(domain));
    this.#domain = domain;
    this.#state = state;
    this.#instances = instances;
  }

  toTreeItem(): TreeItem {
    const { words, icon } = domainLook(this.#state, this.parent.status.upgradeType === 'Manual');
    const item = new TreeItem(l10n.t('Domain {0}', this.#domain), this.#instances.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
    item.description = words;
    item.iconPath = icon;
    item.contextValue = `upgradeDomain${this.#state === 'next' && isWaiting(this.parent.status) ? ';walkable' : ''}`;
    item.accessibilityInformation = { label: l10n.t('Upgrade domain {0}, {1}, instances: {2}', this.#domain, words, this.#instances.length) };
    return item;
  }

  override children(): Node[] { return this.#instances.map((instance) => new RoleInstanceNode(this, this.parent.parent, instance)); }
}
