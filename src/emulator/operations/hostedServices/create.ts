import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { isHostedServiceName, isHostedServiceTaken } from '../../lookup.ts';
import { requireDescription, requireLabel, requirePlacement, requireReverseDns, withProperties } from '../checks.ts';

export const createHostedService: Handle<'hostedServices.create'> = ({ state, subscription, clock }, given) => {
  if (!isHostedServiceName(given.serviceName)) throw refusals.hostedServiceName();
  requireLabel('hosted service', given.label);
  requireDescription('hosted service', given.description);
  requireReverseDns(given.reverseDnsFqdn);
  const extendedProperties = withProperties('hosted service', [], given.extendedProperties);
  const placement = requirePlacement(subscription, 'hosted service', given);
  if (isHostedServiceTaken(state, given.serviceName)) throw refusals.dnsNameTaken();
  const { quotas, hostedServices } = subscription;
  if (hostedServices.length >= quotas.hostedServices) throw refusals.quota('hosted service count', quotas.hostedServices, hostedServices.length, 1);

  const now = clock.now();
  hostedServices.push({
    name: given.serviceName,
    label: given.label,
    description: given.description ?? null,
    ...placement,
    reverseDnsFqdn: given.reverseDnsFqdn,
    extendedProperties,
    created: now,
    modified: now,
    certificates: [],
    extensions: [],
    deployments: {},
  });
  return { location: `/subscriptions/${subscription.id}/compute/${given.serviceName}` };
};
