import { guestFamilies } from '../../catalogues/index.ts';
import type { Handle } from '../../handler.ts';

export const listOperatingSystems: Handle<'operatingSystems.list'> = () =>
  guestFamilies.flatMap(({ name, label, releases }) => releases.map((release) => ({ ...release, family: Number(name), familyLabel: label })));
