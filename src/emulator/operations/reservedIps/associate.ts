import type { DeploymentSlot } from '../../../protocol/operation.ts';
import type { Handler } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { takeReservedIp } from '../../reservedIps.ts';
import { findUser } from './association.ts';
import type { Work } from './describe.ts';

interface AssociationWork extends Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: string }

/** Associate Reserved IP Address (mt416758). The address is taken at once, so that nobody else can. */
export const associateReservedIp: Handler<'reservedIps.associate', AssociationWork> = {
  begin({ subscription }, { reservedIpName, ...association }) {
    const { service, slot, deployment } = findUser(subscription, association);
    const { name, address } = takeReservedIp(subscription, reservedIpName, service);
    const before = deployment.virtualIp;
    deployment.virtualIp = address;
    return { pending: { lock: { hostedService: service.name, slot }, work: { reservedIpName: name, serviceName: service.name, slot, before } satisfies AssociationWork } };
  },

  finish(subscription, { serviceName, slot, before }, { at, failure }) {
    const deployment = findHostedService(subscription, serviceName).deployments[slot]!;
    Object.assign(deployment, failure ? { virtualIp: before } : { modified: at });
  },
};
