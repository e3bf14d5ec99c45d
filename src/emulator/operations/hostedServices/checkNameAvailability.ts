import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { isHostedServiceName, isHostedServiceTaken } from '../../lookup.ts';

export const checkHostedServiceName: Handle<'hostedServices.checkNameAvailability'> = ({ state }, { serviceName }) => {
  const problem = !isHostedServiceName(serviceName) ? refusals.hostedServiceName()
    : isHostedServiceTaken(state, serviceName) ? refusals.dnsNameTaken() : undefined;
  return { result: problem === undefined, reason: problem?.message ?? null };
};
