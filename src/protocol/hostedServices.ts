import { deployment } from './deployments.ts';
import { flag, operation, query } from './operation.ts';
import { base64, boolean, date, list, nillable, required, struct, text, word, type ValueOf } from './schema.ts';
import { availabilityResponse, computeCapabilities, extendedProperties } from './shared.ts';

const hostedServiceProperties = struct({
  description: nillable(text),
  affinityGroup: text,
  location: text,
  label: base64,
  status: word('Creating', 'Created', 'Deleting', 'Deleted', 'Changing', 'ResolvingDns'),
  dateCreated: date,
  dateLastModified: date,
  extendedProperties,
  reverseDnsFqdn: text,
});

/** A hosted service as an affinity group lists it. */
export const hostedServiceSummary = struct({ url: text, serviceName: required(text), hostedServiceProperties });

export const hostedService = struct({
  url: text,
  serviceName: required(text),
  hostedServiceProperties,
  /** Only with `embedDetail`. */
  deployments: list('Deployment', deployment),
  defaultWinRmCertificateThumbprint: text,
  /** Only in the list. */
  computeCapabilities,
});
export type HostedService = ValueOf<typeof hostedService>;

export const hostedServices = {
  /** The cloud services of the subscription, without their deployments. */
  list: operation({ method: 'GET', path: '/services/hostedservices', status: 200, page: 'List Cloud Services', reference: 'ee460781', python: 'list_hosted_services', answer: { root: 'HostedServices', shape: list('HostedService', hostedService) } }),

  /** One cloud service; with `embedDetail` its deployments come in the same answer. */
  get: operation({
    method: 'GET', path: '/services/hostedservices/{serviceName}', query: { embedDetail: query('embed-detail', boolean) },
    status: 200, page: 'Get Cloud Service Properties', reference: 'ee460806', python: 'get_hosted_service_properties', answer: { root: 'HostedService', shape: hostedService },
  }),

  /** Whether `<serviceName>.cloudapp.net` is free in the whole cloud. */
  checkNameAvailability: operation({ method: 'GET', path: '/services/hostedservices/operations/isavailable/{serviceName}', status: 200, page: 'Check Cloud Service Name Availability', reference: 'jj154116', python: 'check_hosted_service_name_availability', answer: { root: 'AvailabilityResponse', shape: availabilityResponse } }),

  /** Makes a cloud service in a location or an affinity group, exactly one of them. `label` at most 100 characters. */
  create: operation({
    method: 'POST', path: '/services/hostedservices', status: 201, page: 'Create Cloud Service', reference: 'gg441304', python: 'create_hosted_service',
    body: {
      root: 'CreateHostedService', shape: struct({
        serviceName: required(text), label: required(base64), description: text, location: text, affinityGroup: text,
        extendedProperties, reverseDnsFqdn: text,
      }),
    },
  }),

  /** Deletes a cloud service without deployments; with `deleteMedia` its deployments, disks and their blobs too, which takes time (202). */
  delete: operation({
    method: 'DELETE', path: '/services/hostedservices/{serviceName}', query: { deleteMedia: flag('comp', 'media') },
    status: 200, page: 'Delete Cloud Service', reference: 'gg441305', python: 'delete_hosted_service',
  }),
};
