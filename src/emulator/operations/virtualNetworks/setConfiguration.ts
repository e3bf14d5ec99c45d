import { randomUUID } from 'node:crypto';
import { parseNetworkConfiguration, type NetworkConfiguration, type ServiceFileError } from '../../../serviceFiles/index.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import type { Subscription } from '../../state.ts';
import { findSite, networkLock, requireUnlockedNetwork } from '../../virtualNetworks.ts';
import { requirePlacement } from '../checks.ts';
import { checkNetworkConfiguration } from './check.ts';
import { requireUnused } from './inUse.ts';

type Work = Pick<Subscription, 'dnsServers' | 'localNetworkSites' | 'virtualNetworkSites'>;

/** Set Network Configuration (jj157181): all of it anew. What is wrong with it is said at once (recorded). */
export const setNetworkConfiguration: Handler<'virtualNetworks.setConfiguration', Work> = {
  begin({ subscription }, { configuration }) {
    requireUnlockedNetwork(subscription);
    const given = readConfiguration(configuration);
    checkNetworkConfiguration(subscription, given);
    const virtualNetworkSites = given.virtualNetworkSites.map((site) => ({
      ...site, ...requirePlacement(subscription, 'virtual network', site), id: findSite(subscription, site.name)?.id ?? randomUUID(),
    }));
    requireUnused(subscription, virtualNetworkSites);

    const { dnsServers, localNetworkSites, virtualNetworkSites: sites } = subscription;
    Object.assign(subscription, { ...given, virtualNetworkSites } satisfies Work);
    return { pending: { lock: networkLock, work: { dnsServers, localNetworkSites, virtualNetworkSites: sites } satisfies Work } };
  },

  finish(subscription, before, { failure }) {
    if (failure) Object.assign(subscription, before);
  },
};

/** @throws Refusal that says where, as .NET counts: lines from 1, and positions from 1 to the name of the element. */
function readConfiguration(text: string): NetworkConfiguration {
  // There is no place in nothing (recorded).
  if (text.trim() === '') throw refusals.networkSchema(0, 0);
  try {
    return parseNetworkConfiguration(text);
  } catch (error) {
    const { name, code, line = 0, column = 0 } = error as ServiceFileError;
    if (name !== 'ServiceFileError') throw error;
    throw refusals.networkSchema(line, code === 'MalformedXml' ? column : column + 2);
  }
}
