import type { DeploymentSlot } from '../../../protocol/operation.ts';
import type { Refusal } from '../../errors.ts';
import type { Context, Pending } from '../../handler.ts';
import { findHostedService, findMachineDeployment, type FoundDeployment } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { Failure, MachineDeployment, Subscription } from '../../state.ts';

/*
 * What most operations on a deployment of machines have in common: they hold it until they end, change it at once, and where they
 * fail it is put back as it was.
 */

type Found = FoundDeployment<MachineDeployment>;

export interface DeploymentAddress { readonly serviceName: string; readonly deploymentName: string }
export interface RoleAddress extends DeploymentAddress { readonly roleName: string }

/** The deployment, which nobody else works on. @throws Refusal */
export function findUnlocked({ subscription }: Pick<Context, 'subscription'>, at: DeploymentAddress): Found {
  const found = findMachineDeployment(subscription, at);
  requireUnlockedService(subscription, found.service.name, found.slot);
  return found;
}

export interface Work { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before: MachineDeployment }

/** To be asked for before anything is changed. */
export const workOn = ({ service, slot, deployment }: Found): Work => ({ serviceName: service.name, slot, before: structuredClone(deployment) });

export const accept = <W extends Work>(work: W, failure?: Refusal | undefined): { readonly pending: Pending } =>
  ({ pending: { lock: { hostedService: work.serviceName, slot: work.slot }, work, failure } });

/** The deployment where all went well. */
export function finishChange(subscription: Subscription, { serviceName, slot, before }: Work, { at, failure }: { readonly at: number; readonly failure: Failure | undefined }): MachineDeployment | undefined {
  const { deployments } = findHostedService(subscription, serviceName);
  if (failure) {
    deployments[slot] = before;
    return undefined;
  }
  return Object.assign(deployments[slot] as MachineDeployment, { modified: at });
}
