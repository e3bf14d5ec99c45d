import { list, nillable, required, struct, text, boolean, type ValueOf } from './schema.ts';

/** Shapes that several resources share. */

export const extendedProperties = list('ExtendedProperty', struct({ name: required(text), value: text }));

export const computeCapabilities = struct({
  webWorkerRoleSizes: list('RoleSize', text),
  virtualMachinesRoleSizes: list('RoleSize', text),
});

/** Answer of the two name checks; `reason` is null when the name is free. */
export const availabilityResponse = struct({ result: required(boolean), reason: nillable(text) });
export type AvailabilityResponse = ValueOf<typeof availabilityResponse>;
