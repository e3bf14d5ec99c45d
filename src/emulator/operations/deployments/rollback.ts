import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findPackageDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { findForbiddenChange } from './changes.ts';
import { beginUpdate, finishUpdate, isRollbackAllowed, touchedDomains, type UpdateWork } from './update.ts';

/** Rollback Update Or Upgrade (hh403977): package, configuration and label of before come back in the domains that have lost them; the others are left alone. */
export const rollbackUpdate: Handler<'deployments.rollback', UpdateWork> = {
  begin(context, given) {
    const { subscription, clock } = context;
    const found = findPackageDeployment(subscription, given);
    requireUnlockedService(subscription, found.service.name, found.slot);
    const mode = (['Auto', 'Manual'] as const).find((each) => each === given.mode);
    if (!mode) throw refusals.rollbackMode();
    const { update, definition } = found.deployment;
    if (!update?.before || !isRollbackAllowed(context, found)) throw refusals.rollback();
    return beginUpdate(context, found, {
      to: update.before,
      mode,
      domains: touchedDomains(update, clock.now()),
      way: update.way,
      role: update.role,
      failure: findForbiddenChange(definition, update.before.definition, given.force),
    });
  },

  finish: finishUpdate,
};
