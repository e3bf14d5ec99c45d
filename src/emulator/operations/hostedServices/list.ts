import { computeCapabilitiesAt } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';
import { locationOf } from '../../lookup.ts';
import { describeHostedService } from './describe.ts';

export const listHostedServices: Handle<'hostedServices.list'> = (context) =>
  context.subscription.hostedServices.map((service) => ({
    ...describeHostedService(context, service), computeCapabilities: computeCapabilitiesAt(locationOf(context.subscription, service)),
  }));
