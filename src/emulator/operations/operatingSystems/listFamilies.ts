import { guestFamilies } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';

export const listOperatingSystemFamilies: Handle<'operatingSystems.listFamilies'> = () =>
  guestFamilies.map(({ name, label, releases }) => ({ name, label, operatingSystems: releases.map((release) => ({ ...release })) }));
