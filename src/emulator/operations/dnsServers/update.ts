import type { Handler } from '../../handler.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from '../virtualMachines/change.ts';
import { findDnsServer, requireDnsServer } from './check.ts';

/** Update DNS Server. */
export const updateDnsServer: Handler<'dnsServers.update', Work> = {
  begin(context, { name, address, ...at }) {
    const found = findUnlocked(context, at);
    const { deployment } = found;
    const server = findDnsServer(deployment, name);
    const changed = requireDnsServer([], { name: server.name, address });
    const work = workOn(found);
    deployment.dnsServers = deployment.dnsServers.map((each) => (each === server ? changed : each));
    return accept(work);
  },

  finish: finishChange,
};
