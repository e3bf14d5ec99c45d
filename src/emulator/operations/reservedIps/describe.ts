import type { OperationName } from '../../../protocol/operations.ts';
import type { ReservedIp as Answer } from '../../../protocol/reservedIps.ts';
import { underWay } from '../../pending.ts';
import { userOf } from '../../reservedIps.ts';
import type { ReservedIp, Subscription } from '../../state.ts';
import { virtualIpName } from '../deployments/virtualIp.ts';

/** What a reservation is told to be while an operation is under way on it; the words are those of mt167548. */
const states: Partial<Record<OperationName, string>> = {
  'reservedIps.create': 'Creating', 'reservedIps.delete': 'Deleting', 'reservedIps.associate': 'Updating', 'reservedIps.disassociate': 'Updating',
};

/** What the work of each of them has, to say which reservation it is about. */
export interface Work { readonly reservedIpName: string }

export function describeReservedIp(subscription: Subscription, reservedIp: ReservedIp): Answer {
  const { name, address, id, label, location, ipTags } = reservedIp;
  const busy = underWay(subscription).find((operation) => states[operation.name] && (operation.work as Work).reservedIpName === name);
  const user = userOf(subscription, reservedIp);
  return {
    name,
    address,
    id,
    label,
    state: busy ? states[busy.name] : 'Created',
    ...(user && { inUse: true, serviceName: user.service.name, deploymentName: user.deployment.name, virtualIPName: virtualIpName(user.deployment) }),
    location,
    ipTags,
  };
}
