import { findLocation } from '../../catalogues/index.ts';
import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findAffinityGroup } from '../../lookup.ts';
import { requireDescription, requireLabel } from '../checks.ts';

export const createAffinityGroup: Handle<'affinityGroups.create'> = ({ subscription, clock }, { name, label, description, location }) => {
  // Recorded ones include GUIDs and names with digits first; the page (gg715317) says letters, digits and hyphens.
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)) throw refusals.affinityGroupName();
  requireLabel('affinity group', label);
  requireDescription('affinity group', description);
  const found = findLocation(location);
  if (!found) throw refusals.location();
  if (findAffinityGroup(subscription, name)) throw refusals.affinityGroupExists();
  subscription.affinityGroups.push({ name, label, description: description ?? null, location: found.name, created: clock.now() });
  return { location: `/subscriptions/${subscription.id}/affinitygroup/${name}` };
};
