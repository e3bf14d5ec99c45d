import { buildNetworkConfiguration } from '../../../serviceFiles/networkConfigurationWriter.ts';
import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';

/** An empty configuration was none to the service: tests that had set one were told next that there is none (recorded). */
export const getNetworkConfiguration: Handle<'virtualNetworks.getConfiguration'> = ({ subscription }) => {
  const { dnsServers, localNetworkSites, virtualNetworkSites } = subscription;
  if (dnsServers.length + localNetworkSites.length + virtualNetworkSites.length === 0) throw refusals.networkConfigurationNotFound();
  return buildNetworkConfiguration(subscription);
};
