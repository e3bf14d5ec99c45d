import { l10n, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Deployment, HostedService, InputEndpoint, RoleInstance, ServiceManagementClient } from '../../client/index.ts';
import { fewAtATime } from '../fewAtATime.ts';
import { isMachine } from '../input/machine.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';
import type { Node } from './node.ts';
import { oneOrNone, withLocations } from './places.ts';
import type { Role } from './roles.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { isSettled, machineLook } from './states.ts';
import { tooltip } from './tooltip.ts';

/** A virtual machine, which the service has as a role with one instance in a deployment of a cloud service. */
export interface Machine {
  readonly serviceName: string;
  readonly deployment: Deployment;
  readonly role: Role;
  /** Absent while the service makes it. */
  readonly instance: RoleInstance | undefined;
}

/** With where it is. */
interface PlacedMachine extends Machine { readonly location: string | undefined; readonly affinityGroup: string | undefined }

/** The token of a context value. */
export const lockOf = ({ locked }: Deployment): 'locked' | 'unlocked' => (locked ? 'locked' : 'unlocked');

/** The machines of a deployment; none where it is of web and worker roles. */
export const machinesOf = (serviceName: string, deployment: Deployment): Machine[] => (deployment.roleList ?? []).filter(isMachine)
  .map((role) => ({ serviceName, deployment, role, instance: deployment.roleInstanceList?.find(({ roleName }) => roleName === role.roleName) }));

export const hasMachines = ({ roleList = [] }: Deployment): boolean => roleList.some(isMachine);

export const virtualMachines = (): Kind<PlacedMachine> => ({
  noun: 'virtualMachines', label: l10n.t('Virtual Machines'), icon: 'vm', isPlaced: true,
  // The service has no list of them: they are looked for in every cloud service.
  list: async (client, signal, found) => {
    const services = await client.hostedServices.list({}, { signal });
    const machines: PlacedMachine[] = [];
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    let done = 0;
    await fewAtATime(services, async ({ serviceName }) => {
      machines.push(...await machinesIn(client, serviceName, either));
      found(machines, { done: ++done, of: services.length });
    }).finally(() => stop.abort());
    return machines;
  },
  get: machinesIn,
  key: ({ serviceName }) => serviceName,
  keyOf: (path) => /^(?:hostedServices\/([^/]+)$|virtualMachines\/([^/]+))/.exec(path)?.slice(1).find(Boolean),
  isInMotion: ({ deployment }) => !isSettled(deployment),
  facts: ({ serviceName, role, deployment, location, affinityGroup }) => ({ name: role.roleName, label: serviceName, location, affinityGroup, created: deployment.createdTime }),
  row: (parent, machine) => new VirtualMachineNode(parent, machine, machine.serviceName),
});

async function machinesIn(client: ServiceManagementClient, serviceName: string, signal: AbortSignal): Promise<PlacedMachine[]> {
  const found = await oneOrNone(client.hostedServices.get({ serviceName, embedDetail: true }, { signal }));
  if (!found.some(({ deployments = [] }) => deployments.some(hasMachines))) return [];
  return (await withLocations(client, found, signal)).flatMap(({ deployments = [], hostedServiceProperties: p = {} }: HostedService) =>
    deployments.flatMap((deployment) => machinesOf(serviceName, deployment)).map((machine) => ({ ...machine, location: p.location, affinityGroup: p.affinityGroup })));
}

/** A machine, in its deployment or among all machines, and inside it what it is reached at and what disks it has. */
export class VirtualMachineNode extends Row {
  readonly machine: Machine;
  readonly #where: string | undefined;

  /** @param where the cloud service, where that is not said above */
  constructor(parent: Node, machine: Machine, where?: string) {
    super(parent, [where, machine.role.roleName].filter(Boolean).join('/'));
    this.machine = machine;
    this.#where = where;
  }

  get name(): string { return this.machine.role.roleName; }
  get serviceName(): string { return this.machine.serviceName; }
  get source(): Source { return { operation: 'virtualMachines.get', parameters: { serviceName: this.serviceName, deploymentName: this.machine.deployment.name, roleName: this.name } }; }

  toTreeItem(): TreeItem {
    const { role, instance, deployment, serviceName } = this.machine;
    const { words, icon, token } = machineLook(instance);
    const os = role.osVirtualHardDisk?.os;
    const address = instance?.publicIPs?.[0]?.address ?? deployment.virtualIPs?.[0]?.address;
    const ports = this.#endpoints.map(({ localPort }) => localPort);
    const item = new TreeItem(this.name, TreeItemCollapsibleState.Collapsed);
    item.description = [words, role.roleSize, this.#where ?? address].filter(Boolean).join(' · ');
    item.iconPath = icon;
    item.contextValue = [
      'virtualMachine', token, lockOf(deployment), ports.includes(3389) && 'rdp', ports.includes(22) && 'ssh', 'named',
    ].filter(Boolean).join(';');
    item.tooltip = tooltip(this.name, [
      [l10n.t('State'), instance?.instanceStatus], [l10n.t('Details'), instance?.instanceStateDetails], [l10n.t('Power'), instance?.powerState],
      [l10n.t('Size'), role.roleSize], [l10n.t('Operating system'), os], [l10n.t('Image'), role.osVirtualHardDisk?.sourceImageName ?? role.vmImageName],
      [l10n.t('Host name'), instance?.hostName], [l10n.t('Cloud service'), serviceName], [l10n.t('Deployment'), deployment.name],
      [l10n.t('Public address'), address], [l10n.t('Internal address'), instance?.ipAddress], [l10n.t('Virtual network'), deployment.virtualNetworkName],
      [l10n.t('Availability set'), role.availabilitySetName], [l10n.t('Upgrade domain'), instance?.instanceUpgradeDomain], [l10n.t('Fault domain'), instance?.instanceFaultDomain],
      [l10n.t('Guest agent'), instance?.guestAgentStatus?.status],
    ]);
    item.accessibilityInformation = { label: [this.name, l10n.t('virtual machine'), item.description].join(', ') };
    return item;
  }

  override children(): Node[] {
    const { source, machine: { role, instance, deployment } } = this;
    const { osVirtualHardDisk: osDisk, dataVirtualHardDisks = [] } = role;
    const vip = deployment.virtualIPs?.[0]?.address;
    const lock = lockOf(deployment);
    return [
      ...this.#endpoints.map(({ name = '', protocol, port, localPort, vip: own = vip, loadBalancedEndpointSetName: set }) => new Detail(this, `endpoints/${name}`, {
        source, label: name, description: `${protocol} ${own}:${port}${port === localPort ? '' : ` > ${localPort}`}`, icon: 'plug', context: `machineEndpoint;${lock}`, noun: l10n.t('endpoint'), name: `${own}:${port}`,
        tooltip: [[l10n.t('Protocol'), protocol], [l10n.t('Public port'), port], [l10n.t('Port on the machine'), localPort], [l10n.t('Load-balanced set'), set]],
      })),
      ...(instance?.publicIPs ?? []).map(({ name = '', address }) => new Detail(this, `publicIPs/${name}`, { source, label: name, description: address, icon: 'globe', context: 'publicIp', noun: l10n.t('public address'), name: address })),
      ...(osDisk ? [new Detail(this, 'osDisk', {
        source, label: osDisk.diskLabel || osDisk.diskName || '', description: [l10n.t('operating system'), osDisk.os].filter(Boolean).join(' · '), icon: 'server', context: 'machineDisk;os', noun: l10n.t('disk'), name: osDisk.diskName,
        tooltip: [[l10n.t('Name'), osDisk.diskName], [l10n.t('Label'), osDisk.diskLabel], [l10n.t('Caching'), osDisk.hostCaching], [l10n.t('Image'), osDisk.sourceImageName], [l10n.t('Blob'), osDisk.mediaLink]],
      })] : []),
      ...dataVirtualHardDisks.map(({ lun = 0, diskLabel, diskName, logicalDiskSizeInGB, hostCaching, mediaLink }) => new Detail(this, `dataDisks/${lun}`, {
        source, label: diskLabel || diskName || '', description: [l10n.t('LUN {0}', lun), logicalDiskSizeInGB && l10n.t('{0} GB', logicalDiskSizeInGB)].filter(Boolean).join(' · '), icon: 'database', context: `machineDisk;data;${lock}`, noun: l10n.t('data disk'), name: diskName,
        tooltip: [[l10n.t('Name'), diskName], [l10n.t('Label'), diskLabel], [l10n.t('Caching'), hostCaching], [l10n.t('Blob'), mediaLink]],
      })),
      ...(role.resourceExtensionReferences ?? []).map(({ referenceName = '', publisher, name = referenceName, version, state }) => {
        const status = instance?.resourceExtensionStatusList?.find(({ handlerName }) => handlerName === `${publisher}.${name}`)?.status;
        return new Detail(this, `extensions/${referenceName}`, { source, label: name, description: [version, status ?? state].filter(Boolean).join(' · '), icon: 'extensions', context: 'machineExtension', noun: l10n.t('extension'), name: referenceName });
      }),
    ];
  }

  get #endpoints() { return endpointsOf(this.machine.role); }
}

/** What a machine is reached at from outside. */
export const endpointsOf = ({ configurationSets = [] }: Pick<Role, 'configurationSets'>): InputEndpoint[] =>
  configurationSets.flatMap((set) => (set.configurationSetType === 'NetworkConfiguration' ? set.inputEndpoints ?? [] : []));
