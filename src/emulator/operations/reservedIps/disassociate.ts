import type { DeploymentSlot } from '../../../protocol/operation.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { makeVirtualIp } from '../../instances.ts';
import { findHostedService } from '../../lookup.ts';
import { findReservedIp, requireUnlockedReservedIp, reservedIpOf } from '../../reservedIps.ts';
import { findAssociated } from './association.ts';
import type { Work } from './describe.ts';

interface AssociationWork extends Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly virtualIp: string }

/** Disassociate Reserved IP Address (mt416757). The deployment has the address until it is done. */
export const disassociateReservedIp: Handler<'reservedIps.disassociate', AssociationWork> = {
  begin({ state, subscription }, { reservedIpName, ...association }) {
    const reservedIp = findReservedIp(subscription, reservedIpName);
    requireUnlockedReservedIp(subscription, reservedIp.name);
    const { service, slot, deployment } = findAssociated(subscription, association);
    if (reservedIpOf(subscription, deployment) !== reservedIp) throw refusals.reservedIpNotInUseBy(reservedIp.name, deployment.name);
    const work: AssociationWork = { reservedIpName: reservedIp.name, serviceName: service.name, slot, virtualIp: makeVirtualIp(state) };
    return { pending: { lock: { hostedService: service.name, slot }, work } };
  },

  finish(subscription, { serviceName, slot, virtualIp }, { at, failure }) {
    if (!failure) Object.assign(findHostedService(subscription, serviceName).deployments[slot]!, { virtualIp, modified: at });
  },
};
