import { computeCapabilitiesAt } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';
import { describeAffinityGroup } from './describe.ts';

export const listAffinityGroups: Handle<'affinityGroups.list'> = ({ subscription }) =>
  subscription.affinityGroups.map((group) => ({ ...describeAffinityGroup(group), computeCapabilities: computeCapabilitiesAt(group.location) }));
