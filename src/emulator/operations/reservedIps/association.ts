import { refusals } from '../../errors.ts';
import { findDeployment, type FoundDeployment } from '../../lookup.ts';
import { requireNoUpdate, requireUnlockedService } from '../../pending.ts';
import { reservedIpOf } from '../../reservedIps.ts';
import type { Subscription } from '../../state.ts';
import { virtualIpName } from '../deployments/virtualIp.ts';

interface Association { readonly serviceName: string; readonly deploymentName: string; readonly virtualIPName?: string | undefined }

/** The deployment that an association is about. @throws Refusal where it is not there or busy, or its address has another name */
export function findAssociated(subscription: Subscription, { virtualIPName, ...at }: Association): FoundDeployment {
  const found = findDeployment(subscription, at);
  const { service, slot, deployment } = found;
  requireUnlockedService(subscription, service.name, slot);
  requireNoUpdate(deployment);
  if (virtualIPName && virtualIPName !== virtualIpName(deployment)) throw refusals.virtualIpNotFound(deployment.name, virtualIPName);
  return found;
}

/** The same, for one whose address is not reserved yet. */
export function findUser(subscription: Subscription, association: Association): FoundDeployment {
  const found = findAssociated(subscription, association);
  const reservedIp = reservedIpOf(subscription, found.deployment);
  if (reservedIp) throw refusals.deploymentHasReservedIp(found.deployment.name, reservedIp.name);
  return found;
}
