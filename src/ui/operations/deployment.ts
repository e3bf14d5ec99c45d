import { l10n } from 'vscode';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentSlot } from '../../client/index.ts';
import { isNotFound, wordsOf } from '../errors.ts';
import { followOperation, untilAnswered } from './follow.ts';
import { whatIsLeft } from './leftovers.ts';
import { instanceLook } from '../tree/states.ts';
import type { RunningTask, Work } from './runningTask.ts';
import type { DeploymentRecord, Ending } from './taskRecord.ts';

export const arrivalMs = 3000;
export const longestLookMs = 5000;

/** A slot in the middle of a sentence. */
export const slotWord = (slot: DeploymentSlot): string => (slot === 'Production' ? l10n.t('production') : l10n.t('staging'));

const facts = (task: RunningTask): DeploymentRecord => task.record.deployment!;

/** What the service has accepted: followed until its role instances are ready. */
export const followDeployment: Work = async (task) => {
  const { packageName, serviceName, slot } = facts(task);
  createStep(task);
  try {
    const followed = await followOperation(task, task.record.requestId ?? '', task.rowsChanged);
    switch (followed.kind) {
      case 'succeeded': return await comeUp(task);
      case 'failed': return await notMade(task, 'failed', l10n.t('{0} could not be deployed to the {1} slot of {2}.', packageName, slotWord(slot), serviceName), wordsOf(followed.error));
      case 'lost': return await lookForDeployment(task, l10n.t('The service does not know the operation any more that deploys {0}.', packageName));
      case 'unreadable': return {
        kind: 'lost',
        message: sentences(l10n.t('How the deployment of {0} goes on cannot be read, though the service may be at it still.', packageName), wordsOf(followed.error)),
      };
    }
  } catch (error) {
    if (!task.signal.aborted || task.abandoned) throw error;
    return { kind: 'stopped', message: l10n.t('The deployment of {0} is no longer waited for. The service goes on with it: the tree shows the {1} slot of {2}.', packageName, slotWord(slot), serviceName) };
  }
};

/** From the request until the service has done it. */
export const createStep = (task: RunningTask): void => task.step(facts(task).draft.upgrade ? l10n.t('Upgrade the deployment') : l10n.t('Create the deployment'));

/** States in which an instance stays, or to which it comes back again and again. */
export const broken = new Set<string | undefined>(['FailedStartingRole', 'FailedStartingVM', 'CyclingRole']);

/** The deployment is there; its role instances become ready, or do not. */
async function comeUp(task: RunningTask): Promise<Ending> {
  const { packageName, serviceName, slot, deploymentName, draft } = facts(task);
  if (!draft.start) return { kind: 'succeeded', message: task.record.done };
  task.step(l10n.t('Start the role instances'));
  let before: number | undefined;
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, longestLookMs)) {
    const deployment = await untilAnswered(task, (client) => client.deployments.get({ serviceName, deploymentName }, { signal: task.signal }))
      .catch((error: unknown) => { if (isNotFound(error)) return undefined; throw error; });
    if (!deployment || deployment.status === 'Suspended') {
      return { kind: 'stopped', message: l10n.t('{0} was deployed to the {1} slot of {2}, and suspended or deleted before its role instances were ready.', packageName, slotWord(slot), serviceName) };
    }
    const instances = deployment.roleInstanceList ?? [];
    const ready = instances.filter(({ instanceStatus }) => instanceStatus === 'ReadyRole').length;
    task.report(l10n.t('{0} of {1} ready', ready, instances.length));
    if (ready !== before) task.rowsChanged();
    before = ready;
    if (ready === instances.length) return { kind: 'succeeded', message: task.record.done };
    const failed = instances.filter(({ instanceStatus }) => broken.has(instanceStatus));
    if (ready + failed.length === instances.length) {
      const states = failed.map(({ instanceName, instanceStatus, instanceStateDetails }) =>
        [l10n.t('{0}: {1}', instanceName, instanceLook(instanceStatus).words), instanceStateDetails].filter(Boolean).join(', '));
      const reason = states.join('; ');
      return { kind: 'failed', message: sentences(l10n.t('{0} is deployed to the {1} slot of {2}, but not all of its role instances start.', packageName, slotWord(slot), serviceName), reason), reason };
    }
    await sleep(pauseMs, undefined, { signal: task.signal });
  }
}

/** Goes on with a deployment that another window, or this one before its reload, has begun. */
export const resumeDeployment: Work = async (task) => {
  const { phase, packageName } = facts(task);
  if (task.record.requestId !== undefined) return followDeployment(task);
  switch (phase) {
    case 'preparing': return notMade(task, 'failed', l10n.t('The window was closed before {0} was uploaded. Nothing was deployed.', packageName));
    // Blocks without a commit are in no listing, and the service discards them.
    case 'uploading': return notMade(task, 'failed', l10n.t('The window was closed while {0} was being uploaded. Nothing was deployed, and what was sent of it vanishes by itself.', packageName));
    case 'requesting':
      createStep(task);
      task.report(l10n.t('looking whether the deployment is there'));
      // A request that was on its way when the window closed takes a moment to arrive.
      await sleep(arrivalMs, undefined, { signal: task.signal }).catch(() => undefined);
      return lookForDeployment(task, l10n.t('The window was closed just when the deployment of {0} was asked for.', packageName));
  }
};

/** Nobody knows whether the deployment was accepted; its name, which no other has, tells. */
export async function lookForDeployment(task: RunningTask, whatHappened: string): Promise<Ending> {
  const { serviceName, slot, deploymentName, draft } = facts(task);
  // That it is there says nothing.
  if (draft.upgrade) return { kind: 'lost', message: sentences(whatHappened, l10n.t('Whether the service upgrades the deployment is not known: look at the {0} slot of {1}.', slotWord(slot), serviceName)) };
  try {
    await untilAnswered(task, (client) => client.deployments.get({ serviceName, deploymentName }, { signal: task.signal }));
  } catch (error) {
    if (task.abandoned) throw error;
    if (isNotFound(error)) return notMade(task, 'failed', whatHappened, l10n.t('The {0} slot of {1} has not got the deployment.', slotWord(slot), serviceName));
    return { kind: task.signal.aborted ? 'stopped' : 'lost', message: sentences(whatHappened, l10n.t('Whether the deployment exists is not known: look at the {0} slot of {1}.', slotWord(slot), serviceName)) };
  }
  return { kind: 'succeeded', message: sentences(whatHappened, l10n.t('The deployment is there, in the {0} slot of {1}.', slotWord(slot), serviceName)) };
}

/** The end of a deployment or machine that did not come about: what happened, why where that is known, and what it has left behind. */
export async function notMade(task: RunningTask, kind: 'stopped' | 'failed', whatHappened: string, reason?: string): Promise<Ending> {
  task.endStep(kind);
  task.report(l10n.t('looking what is left'));
  const { words, leftPackage } = await whatIsLeft(task);
  return { kind, message: sentences(whatHappened, ...(reason ? [reason] : []), ...words), ...(reason && { reason }), ...(leftPackage && { leftPackage }) };
}

/** Whole sentences, one after the other. */
export const sentences = (...parts: string[]): string => parts.join(' ');
