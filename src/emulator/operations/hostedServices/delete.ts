import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { instancesOf, sendOn } from '../../instances.ts';
import { findHostedService, slots } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { HostedService } from '../../state.ts';
import { endUpdate } from '../deployments/update.ts';

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
    for (const slot of occupied) sendOn(context, instancesOf(service.deployments[slot]!), 'remove');
    return { pending: { lock: { hostedService: service.name, shows: 'Deleting' }, work: { serviceName: service.name, before } satisfies Work } };
  },

  finish(subscription, { serviceName, before }, { failure }) {
    if (failure) findHostedService(subscription, serviceName).deployments = before;
    else subscription.hostedServices = subscription.hostedServices.filter(({ name }) => name !== serviceName);
  },
};
