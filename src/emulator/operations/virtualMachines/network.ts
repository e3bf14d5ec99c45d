import { randomBytes } from 'node:crypto';
import type { NetworkConfiguration } from '../../../protocol/virtualMachineRole.ts';
import { refusals } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import { addressMaker, allMachines, virtualIpMaker } from '../../instances.ts';
import { same } from '../../lookup.ts';
import type { Machine, NetworkInterface } from '../../state.ts';
import { findSite, settler, type Inhabitant } from '../../virtualNetworks.ts';

/** Where a machine is in the network, as far as its endpoints are not concerned. */
export type Place = Pick<Machine, 'subnets' | 'staticAddress' | 'publicIps' | 'networkInterfaces' | 'networkSecurityGroup' | 'ipForwarding'>;

const maximumPublicIps = 5;

/**
 * Gives machines addresses: in the subnets of the deployment's virtual network, of which a machine in none takes the first, or internal
 * ones. One for the machines of one request, so that none has another's.
 */
export function networker(context: Context, virtualNetworkName: string | undefined) {
  const { state, subscription } = context;
  const site = virtualNetworkName === undefined ? undefined : findSite(subscription, virtualNetworkName);
  const settle = site && settler(subscription, site);
  const [draw, drawPublic] = [addressMaker(state), virtualIpMaker(state)];
  const settled = (role: string, subnet: string | undefined, wanted: string | undefined): Inhabitant => {
    if (!settle) {
      if (subnet !== undefined || wanted) throw refusals.subnetsOutsideNetwork(role);
      return { ipAddress: draw() };
    }
    const inhabitant: Inhabitant = { ipAddress: '' };
    const name = subnet ?? site!.subnets[0]?.name;
    if (name === undefined) throw refusals.noSubnets(role, site!.name);
    settle(inhabitant, name, wanted || undefined);
    return inhabitant;
  };
  const publicIps = allMachines(subscription).flatMap((machine) => machine.publicIps);

  return {
    /** @param before as the machine was, whose addresses it keeps where it can. @throws Refusal */
    place(role: string, given: NetworkConfiguration | undefined, before?: Machine): Place & Inhabitant {
      const subnets = given?.subnetNames ?? [];
      const staticAddress = given?.staticVirtualNetworkIPAddress || undefined;
      const stays = before !== undefined && same(subnets[0] ?? before.subnet ?? '', before.subnet ?? '') && (staticAddress === undefined || staticAddress === before.ipAddress);
      return {
        ...(stays ? { ipAddress: before.ipAddress, subnet: before.subnet } : settled(role, subnets[0], staticAddress)),
        subnets,
        staticAddress,
        publicIps: (given?.publicIPs ?? []).map(({ name, idleTimeoutInMinutes, domainNameLabel }) => {
          const kept = before?.publicIps.find((each) => same(each.name, name));
          if (!name || (!kept && publicIps.some((each) => same(each.name, name)))) throw refusals.publicIpName(role, name);
          if (!kept && publicIps.length >= maximumPublicIps) throw refusals.quota('public IP count', maximumPublicIps, publicIps.length, 1);
          const made = { name, address: kept?.address ?? drawPublic(), idleTimeoutInMinutes, domainNameLabel: domainNameLabel || undefined };
          if (!kept) publicIps.push(made);
          return made;
        }),
        networkInterfaces: (given?.networkInterfaces ?? []).map(({ name = '', ipConfigurations: [first] = [], networkSecurityGroup, ipForwarding }): NetworkInterface => {
          const wanted = first?.staticVirtualNetworkIPAddress || undefined;
          const kept = before?.networkInterfaces.find((each) => same(each.name, name) && same(each.subnet, first?.subnetName ?? '') && (wanted === undefined || wanted === each.ipAddress));
          const { ipAddress, subnet = '' } = kept ?? settled(role, first?.subnetName, wanted);
          return { name, subnet, ipAddress, staticAddress: wanted, macAddress: kept?.macAddress ?? makeMacAddress(), networkSecurityGroup, ipForwarding };
        }),
        networkSecurityGroup: given?.networkSecurityGroup,
        ipForwarding: given?.ipForwarding,
      };
    },
  };
}

/** Of Microsoft's virtual network cards. */
const makeMacAddress = (): string => `000D3A${randomBytes(3).toString('hex').toUpperCase()}`;
