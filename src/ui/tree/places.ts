import type { HostedService, ServiceManagementClient } from '../../client/index.ts';
import { isNotFound } from '../errors.ts';

/** Cloud services in an affinity group do not say where they are, but the group does; with that, every one has its location. */
export async function withLocations(client: ServiceManagementClient, services: readonly HostedService[], signal: AbortSignal): Promise<readonly HostedService[]> {
  const isLocated = ({ hostedServiceProperties: p }: HostedService) => !p?.affinityGroup || p.location !== undefined;
  if (services.every(isLocated)) return services;
  const locations = new Map((await client.affinityGroups.list({}, { signal })).map(({ name, location }) => [name, location]));
  return services.map((service) => (isLocated(service) ? service
    : { ...service, hostedServiceProperties: { ...service.hostedServiceProperties, location: locations.get(service.hostedServiceProperties!.affinityGroup!) } }));
}

/** A list of one; of none where the service says that it is not there. */
export async function oneOrNone<T>(item: Promise<T>): Promise<T[]> {
  try {
    return [await item];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}
