import type { Handle } from '../../handler.ts';
import { findDeployment } from '../../lookup.ts';
import { describeDeployment } from './describe.ts';

export const getDeployment: Handle<'deployments.get'> = (context, at) => describeDeployment(context, findDeployment(context.subscription, at));
