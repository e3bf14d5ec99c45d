import { randomUUID } from 'node:crypto';
import { findLocation } from '../../catalogues/index.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { makeVirtualIp } from '../../instances.ts';
import { same } from '../../lookup.ts';
import { requireLocation } from '../../reservedIps.ts';
import { requireLabel } from '../checks.ts';
import { findUser } from './association.ts';
import type { Work } from './describe.ts';

/** Create Reserved IP Address (dn722413): a new address, or the one that a deployment has. */
export const createReservedIp: Handler<'reservedIps.create', Work> = {
  begin({ state, subscription }, given) {
    const { name, ipTags } = given;
    if (!/^[a-z0-9]([\w.-]{0,61}[a-z0-9])?$/i.test(name)) throw refusals.reservedIpName();
    // Some clients send empty elements for what they were not told.
    const label = given.label || undefined;
    if (label !== undefined) requireLabel('reserved IP', label);
    const location = findLocation(given.location)?.name;
    if (location === undefined) throw refusals.location();
    const { quotas, reservedIps } = subscription;
    if (reservedIps.some((each) => same(each.name, name))) throw refusals.reservedIpExists(name);
    if (reservedIps.length >= quotas.reservedIps) throw refusals.quota('reserved IP count', quotas.reservedIps, reservedIps.length, 1);

    const { serviceName = '', deploymentName = '', virtualIPName } = given;
    if ((serviceName === '') !== (deploymentName === '')) throw refusals.reservedIpDeployment();
    const user = serviceName === '' ? undefined : findUser(subscription, { serviceName, deploymentName, virtualIPName });
    if (user) requireLocation(subscription, name, location, user.service);
    reservedIps.push({ name, label, id: randomUUID(), address: user?.deployment.virtualIp ?? makeVirtualIp(state), location, ipTags });
    return { pending: { lock: { resource: 'reservedIp', name }, work: { reservedIpName: name } satisfies Work } };
  },

  finish(subscription, { reservedIpName }, { failure }) {
    if (failure) subscription.reservedIps = subscription.reservedIps.filter(({ name }) => name !== reservedIpName);
  },
};
