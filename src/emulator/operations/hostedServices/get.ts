import type { Handle } from '../../handler.ts';
import { findHostedService, slots } from '../../lookup.ts';
import { describeDeployment } from '../deployments/describe.ts';
import { describeHostedService } from './describe.ts';

export const getHostedService: Handle<'hostedServices.get'> = (context, { serviceName, embedDetail }) => {
  const service = findHostedService(context.subscription, serviceName);
  return {
    ...describeHostedService(context, service),
    ...(embedDetail && {
      deployments: slots.flatMap((slot) => {
        const deployment = service.deployments[slot];
        return deployment ? [describeDeployment(context, { service, slot, deployment })] : [];
      }),
    }),
  };
};
