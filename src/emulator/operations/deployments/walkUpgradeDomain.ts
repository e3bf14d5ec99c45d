import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { finishUpdate, walkDomain, type UpdateWork } from './update.ts';

/** Walk Upgrade Domain (ee460800): the domains in their order, each when the one before it is done. */
export const walkUpgradeDomain: Handler<'deployments.walkUpgradeDomain', UpdateWork> = {
  begin(context, given) {
    const found = findPackageDeployment(context.subscription, given);
    requireUnlockedService(context.subscription, found.service.name, found.slot);
    const { update } = found.deployment;
    if (update?.mode !== 'Manual') throw refusals.nothingToWalk();
    if (update.since !== undefined) throw refusals.deploymentBusy(update.operation);
    if (given.upgradeDomain !== update.domain) throw refusals.upgradeDomain(given.upgradeDomain, update.domain);
    return walkDomain(context, found, update);
  },

  finish: finishUpdate,
};
