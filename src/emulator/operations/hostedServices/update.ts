import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { requireDescription, requireLabel, requireReverseDns, withProperties } from '../checks.ts';

/** Update Cloud Service (gg441303): what is given changes, the rest stays. */
export const updateHostedService: Handle<'hostedServices.update'> = ({ subscription, clock }, { serviceName, label, description, reverseDnsFqdn, extendedProperties }) => {
  const service = findHostedService(subscription, serviceName);
  requireUnlockedService(subscription, service.name);
  if ((label ?? description ?? reverseDnsFqdn ?? extendedProperties) === undefined) throw refusals.nothingToUpdate('hosted service');
  if (label !== undefined) requireLabel('hosted service', label);
  requireDescription('hosted service', description);
  requireReverseDns(reverseDnsFqdn);
  Object.assign(service, {
    label: label ?? service.label,
    description: description ?? service.description,
    reverseDnsFqdn: reverseDnsFqdn ?? service.reverseDnsFqdn,
    extendedProperties: withProperties('hosted service', service.extendedProperties, extendedProperties),
    modified: clock.now(),
  });
};
