import type { Handler } from '../../handler.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from '../virtualMachines/change.ts';
import { requireDnsServer } from './check.ts';

/** Add DNS Server. */
export const addDnsServer: Handler<'dnsServers.add', Work> = {
  begin(context, { name, address, ...at }) {
    const found = findUnlocked(context, at);
    const { deployment } = found;
    const server = requireDnsServer(deployment.dnsServers, { name, address });
    const work = workOn(found);
    deployment.dnsServers = [...deployment.dnsServers, server];
    return accept(work);
  },

  finish: finishChange,
};
