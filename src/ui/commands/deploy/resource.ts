import { l10n, ThemeIcon } from 'vscode';
import type { Place } from '../../input/pickResource.ts';
import type { Choice } from '../../input/wizard.ts';

/** A cloud service or storage account that exists, or that is to be made: then its name and place are asked for one after the other. */
export type Resource = Existing | { readonly isNew: true; readonly name?: string; readonly place?: Place };

export interface Existing { readonly isNew: false; readonly name: string; readonly place: Place }

/** A resource as its listing shows it. */
export const existing = (name: string, { affinityGroup, location = '' }: { affinityGroup?: string | undefined; location?: string | undefined } = {}): Existing =>
  ({ isNew: false, name, place: affinityGroup ? { affinityGroup } : { location } });

/** "West Europe", "affinity group contoso-eu". */
export const placeWords = (place: Place): string => ('location' in place ? place.location : l10n.t('affinity group {0}', place.affinityGroup));

export const isPlace = (a: Place, b: Place | undefined): boolean => b !== undefined && JSON.stringify(a) === JSON.stringify(b);

/** What a list of resources offers first. */
export const createChoice = (label: string): Choice<Resource> => ({ label, iconPath: new ThemeIcon('add'), value: { isNew: true } });
