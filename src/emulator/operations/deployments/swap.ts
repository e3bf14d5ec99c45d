import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import type { PackageDeployment } from '../../state.ts';
import { requireNoUpdate, requireUnlockedService } from '../../pending.ts';

interface Work { readonly serviceName: string }

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Those that the public address serves; what only role instances reach has nothing to do with a swap. */
const endpointsOf = ({ definition }: PackageDeployment) => definition.roles.reduce((sum, { inputEndpoints, instanceInputEndpoints }) => sum + inputEndpoints.length + instanceInputEndpoints.length, 0);

/**
 * Swap Deployment (ee460814). The deployments change places with all that is theirs, extensions too; public address and staging
 * name stay with the slot. Both names are given, Production only where that slot is not empty (wire-facts.md, Requests).
 */
export const swapDeployments: Handler<'deployments.swap', Work> = {
  begin({ subscription }, { serviceName, production, sourceDeployment }) {
    const service = findHostedService(subscription, serviceName);
    requireUnlockedService(subscription, service.name);
    const { Production, Staging } = service.deployments;
    if (!Production && !Staging) throw refusals.deploymentNotFound();
    if (!Staging || !same(Staging.name, sourceDeployment)) throw refusals.swapSource(sourceDeployment);
    // Some clients send an empty element for an empty slot.
    if (!same(Production?.name ?? '', production ?? '')) throw refusals.swapProduction(Production?.name);
    if (Production?.kind === 'machines' || Staging.kind === 'machines') throw refusals.notForMachines();
    requireNoUpdate(Production);
    requireNoUpdate(Staging);
    if (Production && endpointsOf(Production) !== endpointsOf(Staging)) throw refusals.swapEndpoints(endpointsOf(Production), endpointsOf(Staging));
    return { pending: { lock: { hostedService: service.name }, work: { serviceName: service.name } satisfies Work } };
  },

  finish(subscription, { serviceName }, { at, failure }) {
    if (failure) return;
    const service = findHostedService(subscription, serviceName);
    const { Production: former, Staging: next } = service.deployments;
    service.deployments = { ...(next && { Production: next }), ...(former && { Staging: former }) };
    if (former && next) {
      [former.virtualIp, next.virtualIp] = [next.virtualIp, former.virtualIp];
      [former.stagingHost, next.stagingHost] = [next.stagingHost, former.stagingHost];
    }
    service.modified = at;
  },
};
