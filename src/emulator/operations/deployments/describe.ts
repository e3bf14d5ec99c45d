import type { Deployment as Answer, RoleInstance as InstanceAnswer } from '../../../protocol/deployments.ts';
import type { DefinitionRole } from '../../../serviceFiles/index.ts';
import type { Context } from '../../handler.ts';
import { statusOf } from '../../instances.ts';
import type { FoundDeployment } from '../../lookup.ts';
import { operationOn } from '../../pending.ts';
import type { PackageDeployment, RoleInstance } from '../../state.ts';
import { describeMachines } from '../virtualMachines/describe.ts';
import { roleOf } from './changes.ts';
import { isInTransition, isRollbackAllowed, progressOf, upgradeDomainCount, upgradeDomainOf } from './update.ts';
import { describeVirtualIp, virtualIpName } from './virtualIp.ts';

/** A deployment as it is now. */
export function describeDeployment(context: Context, { deployment, ...at }: FoundDeployment): Answer {
  const { service, slot } = at;
  const busy = operationOn(context.subscription, { hostedService: service.name, slot });
  const shows = busy?.lock && 'hostedService' in busy.lock ? busy.lock.shows : undefined;
  return {
    name: deployment.name,
    deploymentSlot: slot,
    privateId: deployment.privateId,
    label: deployment.label,
    url: `http://${slot === 'Production' ? service.name : deployment.stagingHost}.cloudapp.net/`,
    locked: busy !== undefined,
    createdTime: new Date(deployment.created),
    lastModifiedTime: new Date(deployment.modified),
    virtualNetworkName: deployment.virtualNetworkName,
    extendedProperties: deployment.extendedProperties.map(({ name, value }) => ({ name, value })),
    ...describeVirtualIp(context.subscription, deployment),
    ...(deployment.kind === 'package' ? describeRoles(context, { ...at, deployment }) : describeMachines(context, deployment)),
    ...(shows !== undefined && { status: shows }),
  };
}

/** Elements and order as recorded for web and worker roles (`GET .../deploymentslots/{slot}`). */
function describeRoles({ subscription, clock, version }: Context, found: FoundDeployment<PackageDeployment>): Partial<Answer> {
  const { deployment } = found;
  const now = clock.now();
  const { definition, virtualIp, update } = deployment;
  const progress = update && progressOf(update, now);
  return {
    status: isInTransition(deployment, now) ? `${deployment.status}Transitioning` : deployment.status,
    configuration: deployment.configuration,
    roleInstanceList: deployment.instances.map((instance) => describeInstance(deployment, instance, now)),
    ...(update && { upgradeStatus: { upgradeType: update.mode, currentUpgradeDomainState: progress!.state, currentUpgradeDomain: progress!.domain } }),
    upgradeDomainCount: upgradeDomainCount(deployment),
    roleList: definition.roles.map((role) => ({
      roleName: role.name,
      osVersion: deployment.osVersion,
      configurationSets: [{
        type: 'NetworkConfigurationSet',
        configurationSetType: 'NetworkConfiguration',
        ...(role.inputEndpoints.length > 0 && {
          inputEndpoints: role.inputEndpoints.map(({ port, protocol }) => ({
            // Recorded with 2017-01-01 and not before; from which version on is not known.
            port, protocol, vip: virtualIp, ...(version >= '2016-01-01' && { virtualIPName: virtualIpName(deployment) }),
          })),
        }),
        subnetNames: [...new Set(deployment.instances.flatMap((instance) => (instance.role === role.name && instance.subnet ? [instance.subnet] : [])))],
      }],
    })),
    sdkVersion: deployment.sdkVersion,
    rollbackAllowed: isRollbackAllowed({ subscription }, found),
    extensionConfiguration: deployment.extensionConfiguration,
    loadBalancers: [],
  };
}

const faultDomains = 2;

function describeInstance({ definition, virtualIp }: PackageDeployment, instance: RoleInstance, now: number): InstanceAnswer {
  // None for one on its way out, because the update leaves the role out.
  const role = roleOf(definition, instance.role);
  const [instanceStatus, powerState] = statusOf(instance, now);
  const endpoints = role ? describeEndpoints(role, virtualIp, instance.index) : [];
  return {
    roleName: instance.role,
    instanceName: `${instance.role}_IN_${instance.index}`,
    instanceStatus,
    instanceUpgradeDomain: upgradeDomainOf(definition, instance),
    instanceFaultDomain: instance.index % faultDomains,
    instanceSize: role?.vmSize,
    instanceStateDetails: '',
    ipAddress: instance.ipAddress,
    ...(endpoints.length > 0 && { instanceEndpoints: endpoints }),
    powerState,
  };
}

/** What is reachable from outside: shared endpoints, and those that give each instance a port of its own. */
function describeEndpoints({ inputEndpoints, instanceInputEndpoints }: DefinitionRole, vip: string, index: number) {
  return [
    ...inputEndpoints.map(({ name, port, localPort, protocol }) => ({ name, vip, publicPort: port, localPort: localPort ?? port, protocol })),
    ...instanceInputEndpoints.map(({ name, ports, localPort, protocol }) => ({ name, vip, publicPort: ports.min + index, localPort: localPort ?? ports.min + index, protocol })),
  ];
}
