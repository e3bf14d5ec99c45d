import { randomBytes, randomInt } from 'node:crypto';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { makeVirtualIp } from '../../instances.ts';
import { findHostedService, same } from '../../lookup.ts';
import { takeReservedIp } from '../../reservedIps.ts';
import type { MachineDeployment, ServiceCertificate } from '../../state.ts';
import { requireSite } from '../../virtualNetworks.ts';
import { requireLabel } from '../checks.ts';
import { requireRoom } from '../deployments/create.ts';
import { requireDnsServer } from '../dnsServers/check.ts';
import { keepWinRm, makeMachines } from './makeMachines.ts';
import { giveBackDisks, type TakenDisk } from './takeDisks.ts';

interface Work { readonly serviceName: string; readonly taken: readonly TakenDisk[]; readonly winRm: ServiceCertificate | undefined }

/** Create Virtual Machine Deployment (jj157194). What it could only find out while it worked, it says at the end, and the deployment is gone. */
export const createMachineDeployment: Handler<'virtualMachines.createDeployment', Work> = {
  async begin(context, given) {
    const { state, subscription, clock } = context;
    const { name, label, virtualNetworkName: site, reservedIPName: reservedIp } = given;
    if (!same(given.deploymentSlot, 'Production')) throw refusals.machineSlot();
    requireLabel('deployment', label);
    if (given.roleList.length === 0) throw refusals.noRoles();
    const dnsServers: MachineDeployment['dnsServers'] = [];
    for (const server of given.dns?.dnsServers ?? []) dnsServers.push(requireDnsServer(dnsServers, server));

    const findHome = () => {
      const service = requireRoom(context, given.serviceName, 'Production', name);
      return {
        service, name, machines: [],
        virtualNetworkName: site ? requireSite(subscription, site, service).name : undefined,
        virtualIp: reservedIp ? takeReservedIp(subscription, reservedIp, service).address : makeVirtualIp(state),
      };
    };
    const { home: { service, virtualNetworkName, virtualIp }, machines, failure, taken, winRm } = await makeMachines(context, given.roleList, findHome);
    const now = clock.now();
    const privateId = randomBytes(16).toString('hex');
    service.deployments.Production = {
      kind: 'machines',
      name,
      privateId,
      label,
      status: 'Running',
      virtualIp,
      stagingHost: privateId,
      virtualNetworkName,
      extendedProperties: [],
      created: now,
      modified: now,
      machines,
      dnsServers,
      loadBalancers: given.loadBalancers ?? [],
      internalDnsSuffix: `${service.name}.d${randomInt(1, 11)}.internal.cloudapp.net`,
    };
    return { pending: { lock: { hostedService: service.name, slot: 'Production', shows: 'Deploying' }, work: { serviceName: service.name, taken, winRm } satisfies Work, failure } };
  },

  finish(subscription, { serviceName, taken, winRm }, { at, failure }) {
    const service = findHostedService(subscription, serviceName);
    if (failure) {
      delete service.deployments.Production;
      giveBackDisks(subscription, taken);
    } else {
      service.deployments.Production!.modified = at;
      keepWinRm(service, winRm);
    }
    service.modified = at;
  },
};
