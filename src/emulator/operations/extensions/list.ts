import type { Handle } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { describeExtension } from './describe.ts';

export const listExtensions: Handle<'extensions.list'> = ({ subscription }, { serviceName }) => findHostedService(subscription, serviceName).extensions.map(describeExtension);
