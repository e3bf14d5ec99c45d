import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findAffinityGroup } from '../../lookup.ts';
import { requireDescription, requireLabel } from '../checks.ts';

export const updateAffinityGroup: Handle<'affinityGroups.update'> = ({ subscription }, { affinityGroupName, label, description }) => {
  const group = findAffinityGroup(subscription, affinityGroupName);
  if (!group) throw refusals.affinityGroupNotFound();
  requireLabel('affinity group', label);
  requireDescription('affinity group', description);
  group.label = label;
  group.description = description ?? group.description;
};
