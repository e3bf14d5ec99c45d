import type { HostedService as Answer } from '../../../protocol/hostedServices.ts';
import type { Context } from '../../handler.ts';
import { operationOn } from '../../pending.ts';
import type { HostedService } from '../../state.ts';

export const hostedServiceUrl = ({ endpoint, subscription }: Context, { name }: HostedService): string =>
  `${endpoint}/${subscription.id}/services/hostedservices/${name}`;

/** A hosted service as every answer shows it, with its status now. */
export function describeHostedService(context: Context, service: HostedService): Pick<Answer, 'url' | 'serviceName' | 'hostedServiceProperties' | 'defaultWinRmCertificateThumbprint'> {
  const lock = operationOn(context.subscription, { hostedService: service.name })?.lock;
  const shows = lock && 'hostedService' in lock && lock.slot === undefined ? lock.shows : undefined;
  return {
    url: hostedServiceUrl(context, service),
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
    defaultWinRmCertificateThumbprint: service.defaultWinRmCertificateThumbprint,
  };
}
