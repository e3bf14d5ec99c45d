import type { HostedService as Answer } from '../../../protocol/hostedServices.ts';
import type { Context } from '../../handler.ts';
import { operationOn } from '../../pending.ts';
import type { HostedService } from '../../state.ts';

/** A hosted service as every answer shows it, with its status now. */
export function describeHostedService({ subscription, endpoint }: Context, service: HostedService): Pick<Answer, 'url' | 'serviceName' | 'hostedServiceProperties'> {
  const lock = operationOn(subscription, { hostedService: service.name })?.lock;
  const shows = lock && 'hostedService' in lock && lock.slot === undefined ? lock.shows : undefined;
  return {
    url: `${endpoint}/${subscription.id}/services/hostedservices/${service.name}`,
    serviceName: service.name,
    hostedServiceProperties: {
      description: service.description,
      affinityGroup: service.affinityGroup,
      location: service.location,
      label: service.label,
      status: shows ?? 'Created',
      dateCreated: new Date(service.created),
      dateLastModified: new Date(service.modified),
      extendedProperties: service.extendedProperties.map(({ name, value }) => ({ name, value })),
      reverseDnsFqdn: service.reverseDnsFqdn,
    },
  };
}
