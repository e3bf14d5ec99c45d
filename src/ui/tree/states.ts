import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import type { Deployment, RoleInstance } from '../../client/index.ts';
import type { CertificateFacts } from '../connections/keyring.ts';

/** A state in words and as a picture; colour repeats what the icon's form already says. */
export interface StateLook {
  readonly words: string;
  readonly icon: ThemeIcon;
}

export const good = (name: string) => new ThemeIcon(name, new ThemeColor('testing.iconPassed'));
const moving = () => new ThemeIcon('sync', new ThemeColor('charts.yellow'));
export const still = (name: string) => new ThemeIcon(name, new ThemeColor('disabledForeground'));
export const bad = (name: string) => new ThemeIcon(name, new ThemeColor('testing.iconFailed'));

/** How a cloud service, storage account, reserved address, ... stands; undefined when it is simply there. */
export function resourceLook(status: string | undefined): StateLook | undefined {
  switch (status) {
    case undefined: case 'Created': return undefined;
    case 'Creating': case 'ResolvingDns': return { words: l10n.t('being created'), icon: moving() };
    case 'Changing': case 'Updating': return { words: l10n.t('being changed'), icon: moving() };
    case 'Deleting': return { words: l10n.t('deleting'), icon: moving() };
    case 'Deleted': return { words: l10n.t('deleted'), icon: still('trash') };
    case 'Unavailable': return { words: l10n.t('unavailable'), icon: bad('warning') };
    default: return { words: status, icon: new ThemeIcon('question') };
  }
}

/** Whether it will be another state by itself. */
export const isTransient = (status: string | undefined): boolean => status !== undefined && !['Created', 'Deleted', 'Unavailable'].includes(status);

/** How a deployment stands. The service's own word goes into the tooltip. */
export function deploymentLook(status: Deployment['status']): StateLook {
  switch (status) {
    case 'Running': return { words: l10n.t('running'), icon: good('pass-filled') };
    case 'Suspended': return { words: l10n.t('suspended'), icon: still('debug-pause') };
    case 'RunningTransitioning': return { words: l10n.t('running, changing'), icon: moving() };
    case 'SuspendedTransitioning': return { words: l10n.t('suspended, changing'), icon: moving() };
    case 'Starting': return { words: l10n.t('starting'), icon: moving() };
    case 'Suspending': return { words: l10n.t('suspending'), icon: moving() };
    case 'Deploying': return { words: l10n.t('deploying'), icon: moving() };
    case 'Deleting': return { words: l10n.t('deleting'), icon: moving() };
    default: return { words: status ?? l10n.t('state unknown'), icon: new ThemeIcon('question') };
  }
}

/** How a role instance stands (Get Deployment, InstanceStatus). */
export function instanceLook(status: RoleInstance['instanceStatus']): StateLook {
  switch (status) {
    case 'ReadyRole': return { words: l10n.t('ready'), icon: good('pass-filled') };
    case 'CreatingVM': return { words: l10n.t('creating virtual machine'), icon: moving() };
    case 'StartingVM': return { words: l10n.t('starting virtual machine'), icon: moving() };
    case 'CreatingRole': return { words: l10n.t('creating role'), icon: moving() };
    case 'StartingRole': return { words: l10n.t('starting role'), icon: moving() };
    case 'RestartingRole': return { words: l10n.t('restarting role'), icon: moving() };
    case 'BusyRole': return { words: l10n.t('busy'), icon: moving() };
    case 'Preparing': case 'Provisioning': return { words: l10n.t('preparing'), icon: moving() };
    case 'StoppingRole': return { words: l10n.t('stopping role'), icon: moving() };
    case 'StoppingVM': return { words: l10n.t('stopping virtual machine'), icon: moving() };
    case 'DeletingVM': return { words: l10n.t('deleting virtual machine'), icon: moving() };
    case 'StoppedVM': return { words: l10n.t('stopped'), icon: still('debug-stop') };
    case 'StoppedDeallocated': return { words: l10n.t('stopped, deallocated'), icon: still('debug-stop') };
    case 'CyclingRole': return { words: l10n.t('restarting over and over'), icon: bad('warning') };
    case 'FailedStartingRole': return { words: l10n.t('role failed to start'), icon: bad('error') };
    case 'FailedStartingVM': return { words: l10n.t('virtual machine failed to start'), icon: bad('error') };
    case 'UnresponsiveRole': return { words: l10n.t('not responding'), icon: bad('warning') };
    case 'RoleStateUnknown': return { words: l10n.t('state unknown'), icon: new ThemeIcon('question') };
    default: return { words: status ?? l10n.t('state unknown'), icon: new ThemeIcon('question') };
  }
}

/** How a virtual machine stands, which is the one instance of its role; `token` for its context value. */
export function machineLook(instance: RoleInstance | undefined): StateLook & { readonly token: 'running' | 'stopped' | 'deallocated' | 'failing' | 'changing' | 'unknown' } {
  const look = instance ? instanceLook(instance.instanceStatus) : { words: l10n.t('being created'), icon: moving() };
  switch (instance?.instanceStatus) {
    case 'ReadyRole': return { words: l10n.t('running'), icon: good('vm-running'), token: 'running' };
    case 'StoppedVM': return { ...look, icon: still('vm-outline'), token: 'stopped' };
    case 'StoppedDeallocated': return { ...look, icon: still('vm-outline'), token: 'deallocated' };
    case 'FailedStartingRole': case 'FailedStartingVM': case 'UnresponsiveRole': case 'CyclingRole': return { ...look, token: 'failing' };
    case 'RoleStateUnknown': return instance.powerState === 'Starting' || instance.powerState === 'Stopping' ? { words: l10n.t('changing'), icon: moving(), token: 'changing' } : { ...look, token: 'unknown' };
    case 'CreatingVM': case 'StartingVM': case 'CreatingRole': case 'StartingRole': case 'RestartingRole': case 'BusyRole': case 'Preparing': case 'Provisioning':
    case 'StoppingRole': case 'StoppingVM': case 'DeletingVM': return { ...look, token: 'changing' };
    default: return { ...look, token: instance ? 'unknown' : 'changing' };
  }
}

const settledInstances = new Set<string | undefined>(['ReadyRole', 'StoppedVM', 'StoppedDeallocated', 'FailedStartingRole', 'FailedStartingVM']);

/** Whether a deployment has come to rest, so that looking again would show the same. */
export function isSettled(deployment: Deployment): boolean {
  return (deployment.status === 'Running' || deployment.status === 'Suspended') && !deployment.locked
    && (deployment.roleInstanceList ?? []).every((instance) => settledInstances.has(instance.instanceStatus));
}

const dayMs = 24 * 60 * 60 * 1000;

/** What a subscription's row says of its certificate: nothing while all is well. The whole story goes into the tooltip. */
export function certificateLook(facts: CertificateFacts | undefined, now = Date.now()): StateLook | undefined {
  const problem = facts?.problems.find(({ severity }) => severity === 'error') ?? facts?.problems.find(({ code }) => code === 'ExpiresSoon');
  switch (problem?.code) {
    case undefined: return problem && { words: l10n.t('certificate cannot be read'), icon: bad('error') };
    case 'Expired': return { words: l10n.t('certificate expired'), icon: bad('error') };
    case 'NotYetValid': return { words: l10n.t('certificate not valid yet'), icon: bad('error') };
    case 'ExpiresSoon': {
      const days = Math.max(0, Math.floor((facts!.description!.notAfter.getTime() - now) / dayMs));
      return { words: days === 1 ? l10n.t('certificate: 1 day left') : l10n.t('certificate: {0} days left', days), icon: new ThemeIcon('warning', new ThemeColor('list.warningForeground')) };
    }
    default: return { words: l10n.t('certificate cannot be used'), icon: bad('error') };
  }
}
