import type { Deployment as Answer } from '../../../protocol/deployments.ts';
import { reservedIpOf } from '../../reservedIps.ts';
import type { Deployment, Subscription } from '../../state.ts';

/** The name of its one public address, as recorded for each kind. */
export function virtualIpName(deployment: Deployment): string {
  if (deployment.kind === 'machines') return `${deployment.name}ContractContract`;
  const { definition } = deployment;
  return definition.roles.some(({ inputEndpoints }) => inputEndpoints.length > 0) ? `${definition.name}ContractContract` : '__PseudoBackEndContractVip';
}

/** Of both kinds of deployments; that the address is a reserved one stands in two places (recorded). */
export function describeVirtualIp(subscription: Subscription, deployment: Deployment): Pick<Answer, 'virtualIPs' | 'reservedIPName'> {
  const reservedIPName = reservedIpOf(subscription, deployment)?.name;
  return {
    virtualIPs: [{ address: deployment.virtualIp, isDnsProgrammed: true, name: virtualIpName(deployment), ...(reservedIPName !== undefined && { isReserved: true, reservedIPName }) }],
    reservedIPName,
  };
}
