import type { Handle } from '../../handler.ts';
import { findMachineDeployment } from '../../lookup.ts';
import { findMachine } from './checks.ts';
import { describeRole } from './describeRole.ts';

export const getVirtualMachine: Handle<'virtualMachines.get'> = (context, { roleName, ...at }) => {
  const { deployment } = findMachineDeployment(context.subscription, at);
  return describeRole(context, deployment, findMachine(deployment, roleName));
};
