import { l10n } from 'vscode';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentSlot } from '../../client/index.ts';
import { isNotFound, wordsOf } from '../errors.ts';
import { followOperation, untilAnswered } from './follow.ts';
import { whatIsLeft } from './leftovers.ts';
import type { Ending, RunningTask, Work } from './runningTask.ts';
import type { DeploymentRecord } from './taskStore.ts';

const arrivalMs = 3000;

/** A slot in the middle of a sentence. */
export const slotWord = (slot: DeploymentSlot): string => (slot === 'Production' ? l10n.t('production') : l10n.t('staging'));

const facts = (task: RunningTask): DeploymentRecord => task.record.deployment!;

/** What the service has accepted: followed to its end. */
export const followDeployment: Work = async (task) => {
  const { packageName, serviceName, slot } = facts(task);
  try {
    const followed = await followOperation(task, task.record.requestId ?? '', task.rowsChanged);
    switch (followed.kind) {
      case 'succeeded': return { kind: 'succeeded', message: task.record.done };
      case 'failed': return notDeployed(task, 'failed', l10n.t('{0} could not be deployed to the {1} slot of {2}.', packageName, slotWord(slot), serviceName), wordsOf(followed.error));
      case 'lost': return await lookForDeployment(task, l10n.t('The service does not know the operation any more that deploys {0}.', packageName));
      case 'unreadable': return {
        kind: 'failed',
        message: sentences(l10n.t('How the deployment of {0} goes on cannot be read, though the service may be at it still.', packageName), wordsOf(followed.error)),
      };
    }
  } catch (error) {
    if (!task.signal.aborted || task.abandoned) throw error;
    return { kind: 'stopped', message: l10n.t('The deployment of {0} is no longer waited for. The service goes on with it: the tree shows the {1} slot of {2}.', packageName, slotWord(slot), serviceName) };
  }
};

/** Goes on with a deployment that another window, or this one before its reload, has begun. */
export const resumeDeployment: Work = async (task) => {
  const { phase, packageName } = facts(task);
  if (task.record.requestId !== undefined) return followDeployment(task);
  switch (phase) {
    case 'preparing': return notDeployed(task, 'failed', l10n.t('The window was closed before {0} was uploaded. Nothing was deployed.', packageName));
    // Blocks without a commit are in no listing, and the service discards them.
    case 'uploading': return notDeployed(task, 'failed', l10n.t('The window was closed while {0} was being uploaded. Nothing was deployed, and what was sent of it vanishes by itself.', packageName));
    case 'requesting':
      task.report(l10n.t('looking whether the deployment is there'));
      // A request that was on its way when the window closed takes a moment to arrive.
      await sleep(arrivalMs, undefined, { signal: task.signal }).catch(() => undefined);
      return lookForDeployment(task, l10n.t('The window was closed just when the deployment of {0} was asked for.', packageName));
  }
};

/** Nobody knows whether the deployment was accepted; its name, which no other has, tells. */
export async function lookForDeployment(task: RunningTask, whatHappened: string): Promise<Ending> {
  const { serviceName, slot, deploymentName, isUpgrade } = facts(task);
  // That it is there says nothing.
  if (isUpgrade) return { kind: 'failed', message: sentences(whatHappened, l10n.t('Whether the service upgrades the deployment is not known: look at the {0} slot of {1}.', slotWord(slot), serviceName)) };
  try {
    await untilAnswered(task, (client) => client.deployments.get({ serviceName, deploymentName }, { signal: task.signal }));
    return { kind: 'succeeded', message: sentences(whatHappened, l10n.t('The deployment is there, in the {0} slot of {1}.', slotWord(slot), serviceName)) };
  } catch (error) {
    if (task.abandoned) throw error;
    if (isNotFound(error)) return notDeployed(task, 'failed', whatHappened, l10n.t('The {0} slot of {1} has not got the deployment.', slotWord(slot), serviceName));
    return { kind: task.signal.aborted ? 'stopped' : 'failed', message: sentences(whatHappened, l10n.t('Whether the deployment exists is not known: look at the {0} slot of {1}.', slotWord(slot), serviceName)) };
  }
}

/** The end of a deployment that did not come about: what happened, and what it has left behind. */
export async function notDeployed(task: RunningTask, kind: 'stopped' | 'failed', ...whatHappened: string[]): Promise<Ending> {
  task.report(l10n.t('looking what is left'));
  const left = await whatIsLeft(task);
  return { kind, message: sentences(...whatHappened, ...left.words), actions: left.actions };
}

/** Whole sentences, one after the other. */
const sentences = (...parts: string[]): string => parts.join(' ');
