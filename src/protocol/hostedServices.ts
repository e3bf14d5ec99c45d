import { deployment } from './deployments.ts';
import { flag, operation, query } from './operation.ts';
import { base64, boolean, date, list, nillable, required, since, struct, text, word, type ValueOf } from './schema.ts';
import { availabilityResponse, computeCapabilities, extendedProperties } from './shared.ts';

/** Ends with a full stop; the service's addresses resolve to it. Recorded, and documented (gg441304), with 2014-06-01. */
const reverseDnsFqdn = since('2014-06-01', text);

const hostedServiceProperties = struct({
  description: nillable(text),
  affinityGroup: text,
  location: text,
  label: base64,
  status: word('Creating', 'Created', 'Deleting', 'Deleted', 'Changing', 'ResolvingDns'),
  dateCreated: date,
  dateLastModified: date,
  extendedProperties,
  reverseDnsFqdn,
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
        extendedProperties, reverseDnsFqdn,
      }),
    },
  }),

  /**
   * Changes what is given. Extended properties are set one by one, and removed by an empty value (50 at most, names of letters, digits
   * and underscores up to 64, values up to 255 characters); an empty `reverseDnsFqdn` takes that away.
   */
  update: operation({
    method: 'PUT', path: '/services/hostedservices/{serviceName}', status: 200, page: 'Update Cloud Service', reference: 'gg441303', python: 'update_hosted_service',
    // The page has ReverseDnsFqdn last; recorded, and so accepted, it was before ExtendedProperties.
    body: { root: 'UpdateHostedService', shape: struct({ label: base64, description: text, reverseDnsFqdn, extendedProperties }) },
  }),

  /** Deletes a cloud service without deployments; with `deleteMedia` its deployments, disks and their blobs too, which takes time (202). */
  delete: operation({
    method: 'DELETE', path: '/services/hostedservices/{serviceName}', query: { deleteMedia: flag('comp', 'media') },
    status: 200, page: 'Delete Cloud Service', reference: 'gg441305', python: 'delete_hosted_service',
  }),
};
