import type { Handle } from '../../handler.ts';
import { findMachineDeployment } from '../../lookup.ts';
import { findMachine } from '../virtualMachines/checks.ts';
import { describeDataDisk } from './describe.ts';
import { findDataDisk } from './find.ts';

export const getDataDisk: Handle<'dataDisks.get'> = (context, { roleName, lun, ...at }) => {
  const { deployment } = findMachineDeployment(context.subscription, at);
  return describeDataDisk(context, findDataDisk(findMachine(deployment, roleName), lun));
};
