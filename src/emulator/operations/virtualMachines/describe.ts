import type { Deployment as Answer, RoleInstance as InstanceAnswer } from '../../../protocol/deployments.ts';
import type { ConfigurationSet } from '../../../protocol/virtualMachineRole.ts';
import type { Context } from '../../handler.ts';
import { statusOf } from '../../instances.ts';
import type { Machine, MachineDeployment } from '../../state.ts';
import { describeRole } from './describeRole.ts';
import { isDeallocated } from './power.ts';

/** What a deployment of machines has beside what every deployment has. Elements as recorded (`GET .../deployments/{name}`). */
export function describeMachines(context: Context, deployment: MachineDeployment): Partial<Answer> {
  const { machines, virtualIp, dnsServers } = deployment;
  return {
    status: machines.every(isDeallocated) ? 'Suspended' : deployment.status,
    configuration: configurationOf(machines),
    roleInstanceList: machines.map((machine) => describeInstance(deployment, machine, context.clock.now())),
    upgradeDomainCount: Math.max(1, ...machines.map((machine) => domainOf(deployment, machine, upgradeDomains) + 1)),
    roleList: machines.map((machine) => {
      const { configurationSets, ...role } = describeRole(context, deployment, machine);
      return {
        ...role,
        type: 'PersistentVMRole',
        configurationSets: configurationSets!.map((set) => ({ ...set, inputEndpoints: set.inputEndpoints?.map((each) => ({ ...each, vip: virtualIp })), subnetNames: machine.subnets } as ConfigurationSet)),
      };
    }),
    sdkVersion: '',
    rollbackAllowed: false,
    dns: dnsServers.length > 0 ? { dnsServers } : undefined,
    internalDnsSuffix: deployment.internalDnsSuffix,
    loadBalancers: deployment.loadBalancers,
  };
}

/** Recorded, to the last blank. */
const configurationOf = (machines: readonly Machine[]): string => [
  '<ServiceConfiguration xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">',
  // A role's name has no character that XML would want escaped.
  ...machines.flatMap(({ name }) => [`  <Role name="${name}">`, '    <Instances count="1" />', '  </Role>']),
  '</ServiceConfiguration>',
].join('\r\n');

const upgradeDomains = 5;
const faultDomains = 2;

/** The machines of an availability set are spread over the domains; those in none are in the first (manage-availability). */
function domainOf({ machines }: MachineDeployment, { name, availabilitySet }: Machine, domains: number): number {
  if (availabilitySet === undefined) return 0;
  return machines.filter((each) => each.availabilitySet === availabilitySet).findIndex((each) => each.name === name) % domains;
}

function describeInstance(deployment: MachineDeployment, machine: Machine, now: number): InstanceAnswer {
  const [instanceStatus, powerState] = statusOf(machine, now);
  const { endpoints, publicIps, networkInterfaces } = machine;
  const isReady = instanceStatus === 'ReadyRole';
  const isWindowsAtWork = instanceStatus === 'Provisioning' && machine.osDisk.os === 'Windows';
  return {
    roleName: machine.name,
    instanceName: machine.name,
    instanceStatus,
    instanceUpgradeDomain: domainOf(deployment, machine, upgradeDomains),
    instanceFaultDomain: domainOf(deployment, machine, faultDomains),
    instanceSize: machine.size,
    instanceStateDetails: isWindowsAtWork ? 'Windows is preparing your computer for first use...' : '',
    ...(instanceStatus !== 'StoppedDeallocated' && { ipAddress: machine.ipAddress }),
    ...(endpoints.length > 0 && {
      instanceEndpoints: endpoints.map(({ name, port, localPort, protocol, idleTimeoutInMinutes }) => ({ name, vip: deployment.virtualIp, publicPort: port, localPort, protocol, idleTimeoutInMinutes })),
    }),
    powerState,
    ...((isReady || isWindowsAtWork) && { hostName: machine.hostName }),
    ...(isReady && { remoteAccessCertificateThumbprint: machine.remoteAccessThumbprint }),
    ...(machine.provisionGuestAgent && describeGuestAgent(machine, isReady, now)),
    ...(publicIps.length > 0 && { publicIPs: publicIps }),
    ...(networkInterfaces.length > 0 && {
      networkInterfaces: networkInterfaces.map(({ name, macAddress, subnet, ipAddress }) => ({ name, macAddress, ipConfigurations: [{ subnetName: subnet, address: ipAddress }] })),
    }),
  };
}

const english = (message: string) => ({ language: 'en-US', message });

/** Recorded of a machine before and after it was ready. */
function describeGuestAgent({ name: role, extensions }: Machine, isReady: boolean, now: number): Pick<InstanceAnswer, 'guestAgentStatus' | 'resourceExtensionStatusList'> {
  const agent = { protocolVersion: '1.0', timestamp: new Date(now) };
  if (!isReady) return { guestAgentStatus: { ...agent, guestAgentVersion: 'Unknown', status: 'NotReady', formattedMessage: english(`Status not available for role ${role}.`) } };
  const enabled = extensions.filter(({ state }) => state === 'Enable');
  return {
    guestAgentStatus: { ...agent, guestAgentVersion: '2.7.1198.735', status: 'Ready', formattedMessage: english('GuestAgent is running and accepting new configurations.') },
    ...(enabled.length > 0 && {
      resourceExtensionStatusList: enabled.map(({ publisher, name, version = '' }) => {
        const handlerName = `${publisher}.${name}`;
        return { handlerName, version, status: 'Ready', formattedMessage: english(`Plugin enabled (name: ${handlerName}, version: ${version}).`) };
      }),
    }),
  };
}
