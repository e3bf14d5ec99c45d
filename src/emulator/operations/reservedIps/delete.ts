import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findReservedIp, requireUnlockedReservedIp, userOf } from '../../reservedIps.ts';
import type { Work } from './describe.ts';

export const deleteReservedIp: Handler<'reservedIps.delete', Work> = {
  begin({ subscription }, { reservedIpName }) {
    const reservedIp = findReservedIp(subscription, reservedIpName);
    const { name } = reservedIp;
    requireUnlockedReservedIp(subscription, name);
    const user = userOf(subscription, reservedIp);
    if (user) throw refusals.reservedIpInUse(name, user.deployment.name, user.service.name);
    return { pending: { lock: { resource: 'reservedIp', name }, work: { reservedIpName: name } satisfies Work } };
  },

  finish(subscription, { reservedIpName }, { failure }) {
    if (!failure) subscription.reservedIps = subscription.reservedIps.filter(({ name }) => name !== reservedIpName);
  },
};
