import { findLocation } from '../catalogues/index.ts';
import { refusals } from '../errors.ts';
import { findAffinityGroup } from '../lookup.ts';
import type { Placement, Subscription } from '../state.ts';

/** Checks that the create operations share. Label and description limits: gg441304 and the pages of the operations. */
export function requireLabel(what: string, label: string): void {
  if (label.length < 1 || label.length > 100) throw refusals.label(what);
}

export function requireDescription(what: string, description: string | null | undefined): void {
  if ((description ?? '').length > 1024) throw refusals.description(what);
}

/** The location by its proper name, or the affinity group, whichever was given. */
export function requirePlacement(subscription: Subscription, what: string, { location, affinityGroup }: Placement): Placement {
  if ((location === undefined) === (affinityGroup === undefined)) throw refusals.placement(what);
  if (location !== undefined) {
    const found = findLocation(location);
    if (!found) throw refusals.location();
    return { location: found.name };
  }
  const group = findAffinityGroup(subscription, affinityGroup!);
  if (!group) throw refusals.affinityGroupForPlacement();
  return { affinityGroup: group.name };
}
