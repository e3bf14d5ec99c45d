import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { sendAway } from '../../instances.ts';
import { findHostedService, slots } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { HostedService } from '../../state.ts';
import { endUpdate } from '../deployments/update.ts';
import { releaseAllDisks } from '../virtualMachines/takeDisks.ts';

interface Work { readonly serviceName: string; readonly before: HostedService['deployments'] }

/** Deletes at once what is empty; with `comp=media` (gg441305) deployments and all, which takes time. */
export const deleteHostedService: Handler<'hostedServices.delete', Work> = {
  begin(context, { serviceName, deleteMedia }) {
    const { subscription } = context;
    const service = findHostedService(subscription, serviceName);
    requireUnlockedService(subscription, service.name);
    const occupied = slots.filter((slot) => service.deployments[slot]);
    if (!deleteMedia) {
      if (occupied.length > 0) throw refusals.hostedServiceNotEmpty(service.name, occupied.join(' and '));
      subscription.hostedServices = subscription.hostedServices.filter((each) => each !== service);
      return;
    }
    const before = Object.fromEntries(occupied.map((slot) => [slot, endUpdate(context, service.deployments[slot]!)]));
    for (const slot of occupied) sendAway(context, service.deployments[slot]!);
    return { pending: { lock: { hostedService: service.name, shows: 'Deleting' }, work: { serviceName: service.name, before } satisfies Work } };
  },

  finish(subscription, { serviceName, before }, { failure }) {
    const service = findHostedService(subscription, serviceName);
    if (failure) {
      service.deployments = before;
      return;
    }
    for (const slot of slots) releaseAllDisks(subscription, service.deployments[slot], true);
    subscription.hostedServices = subscription.hostedServices.filter((each) => each !== service);
  },
};
