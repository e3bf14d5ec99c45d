import type { Deployment } from '../../../client/index.ts';

/** What becomes of the public address of a deployment when machines of it are deallocated: others may go on, or it is reserved. */
export type AddressFate = 'none' | 'reserved' | 'stays' | 'lost';

/**
 * A deployment has its public address as long as one machine of it has hardware (Shutdown Role; Reserved IP addresses).
 * @param names of the machines that are deallocated
 */
export function addressFate({ virtualIPs = [], reservedIPName, roleInstanceList = [] }: Deployment, names: readonly string[]): AddressFate {
  if (virtualIPs.length === 0) return 'none';
  if (reservedIPName) return 'reserved';
  const others = roleInstanceList.filter(({ roleName, instanceStatus }) => !names.includes(roleName) && instanceStatus !== 'StoppedDeallocated');
  return others.length > 0 ? 'stays' : 'lost';
}

/** Whether no machine is left when these go: then the service wants the deployment to be deleted (recorded: Delete Role of the only role is refused). */
export const areAll = ({ roleList = [] }: Deployment, names: readonly string[]): boolean => roleList.every(({ roleName }) => names.includes(roleName));
