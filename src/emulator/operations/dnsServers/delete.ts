import type { Handler } from '../../handler.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from '../virtualMachines/change.ts';
import { findDnsServer } from './check.ts';

/** Delete DNS Server. */
export const deleteDnsServer: Handler<'dnsServers.delete', Work> = {
  begin(context, { name, ...at }) {
    const found = findUnlocked(context, at);
    const { deployment } = found;
    const server = findDnsServer(deployment, name);
    const work = workOn(found);
    deployment.dnsServers = deployment.dnsServers.filter((each) => each !== server);
    return accept(work);
  },

  finish: finishChange,
};
