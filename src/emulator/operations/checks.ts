import { findLocation } from '../catalogues/index.ts';
import { refusals } from '../errors.ts';
import { findAffinityGroup, same } from '../lookup.ts';
import type { ExtendedProperty, OperatingSystem, Placement, Subscription } from '../state.ts';

/** Checks that the create operations share. Label and description limits: gg441304 and the pages of the operations. */
export function requireLabel(what: string, label: string): void {
  if (label.length < 1 || label.length > 100) throw refusals.label(what);
}

export function requireDescription(what: string, description: string | null | undefined): void {
  if ((description ?? '').length > 1024) throw refusals.description(what);
}

export function requireOperatingSystem(given: string): OperatingSystem {
  const os = (['Linux', 'Windows'] as const).find((each) => same(each, given));
  if (!os) throw refusals.operatingSystem(given);
  return os;
}

/** An empty one takes the name away. Whether it leads to the service we cannot find out: nothing here is in the DNS. */
export function requireReverseDns(name: string | undefined): void {
  if (name && !/^(?=.{1,254}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+$/i.test(name)) throw refusals.reverseDnsFqdn(name);
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

const maximumProperties = 50;

/** Extended properties after a request: each one given is set, or removed where its value is empty. Limits: gg441303 and gg441304. */
export function withProperties(what: string, before: readonly ExtendedProperty[], given: readonly ExtendedProperty[] = []): ExtendedProperty[] {
  const refuse = (problem: string) => refusals.extendedProperty(what, problem);
  const after = new Map(before.map((property) => [property.name, property]));
  for (const { name, value } of given) {
    if (!/^[a-z]\w{0,63}$/i.test(name)) throw refuse(`the name ${name} is not 1 to 64 letters, digits and underscores, a letter first`);
    if ((value ?? '').length > 255) throw refuse(`the value of ${name} is longer than 255 characters`);
    if (given.filter((other) => other.name === name).length > 1) throw refuse(`${name} is there twice`);
    if (value) after.set(name, { name, value });
    else after.delete(name);
  }
  if (after.size > maximumProperties) throw refuse(`there may be ${maximumProperties} of them`);
  return [...after.values()];
}
