import { l10n } from 'vscode';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound, wordsOf } from '../errors.ts';
import { instanceLook } from '../tree/states.ts';
import { arrivalMs, broken, longestLookMs, notMade, sentences } from './deployment.ts';
import { followOperation, untilAnswered } from './follow.ts';
import type { RunningTask, Work } from './runningTask.ts';
import type { Ending, MachineRecord } from './taskRecord.ts';

const facts = (task: RunningTask): MachineRecord => task.record.machine!;

/** From the request until the service has done it. */
export const machineStep = (task: RunningTask): void => task.step(l10n.t('Create the virtual machine'));

/** What the service has accepted: followed until the machine is ready. */
export const followMachine: Work = async (task) => {
  const { name, serviceName } = facts(task);
  machineStep(task);
  try {
    const followed = await followOperation(task, task.record.requestId ?? '', task.rowsChanged);
    switch (followed.kind) {
      case 'succeeded': return await comeUp(task);
      case 'failed': return await notMade(task, 'failed', notCreated(task), wordsOf(followed.error));
      case 'lost': return await lookForMachine(task, l10n.t('The service does not know the operation any more that creates {0}.', name));
      case 'unreadable': return { kind: 'lost', message: sentences(l10n.t('How the creation of {0} goes on cannot be read, though the service may be at it still.', name), wordsOf(followed.error)) };
    }
  } catch (error) {
    if (!task.signal.aborted || task.abandoned) throw error;
    return { kind: 'stopped', message: l10n.t('The virtual machine {0} is no longer waited for. The service goes on with it: the tree shows the cloud service {1}.', name, serviceName) };
  }
};

export const notCreated = (task: RunningTask): string => l10n.t('The virtual machine {0} could not be created in {1}.', facts(task).name, facts(task).serviceName);

/** How the machine is now; undefined where there is none. */
async function look(task: RunningTask): Promise<{ readonly status: string | undefined; readonly details: string | undefined } | undefined> {
  const { name, serviceName, deploymentName } = facts(task);
  const deployment = await untilAnswered(task, (client) => client.deployments.get({ serviceName, deploymentName }, { signal: task.signal }))
    .catch((error: unknown) => { if (isNotFound(error)) return undefined; throw error; });
  if (!deployment?.roleList?.some(({ roleName }) => roleName === name)) return undefined;
  const instance = deployment.roleInstanceList?.find(({ roleName }) => roleName === name);
  return { status: instance?.instanceStatus, details: instance?.instanceStateDetails };
}

/** The machine is there; it starts and is set up, or not. */
async function comeUp(task: RunningTask): Promise<Ending> {
  const { name, serviceName } = facts(task);
  task.step(l10n.t('Start the virtual machine'));
  let before: string | undefined;
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, longestLookMs)) {
    const machine = await look(task);
    if (!machine) return { kind: 'stopped', message: l10n.t('The virtual machine {0} was created in {1}, and deleted before it was ready.', name, serviceName) };
    const { status, details } = machine;
    const { words } = instanceLook(status as Parameters<typeof instanceLook>[0]);
    if (status) task.report(words);
    if (status !== before) task.rowsChanged();
    before = status;
    if (status === 'ReadyRole') return { kind: 'succeeded', message: task.record.done };
    if (status === 'StoppedVM' || status === 'StoppedDeallocated') return { kind: 'stopped', message: l10n.t('The virtual machine {0} was created in {1}, and stopped before it was ready.', name, serviceName) };
    if (broken.has(status)) {
      const reason = [words, details].filter(Boolean).join(', ');
      return { kind: 'failed', message: sentences(l10n.t('The virtual machine {0} is there in {1}, but does not start.', name, serviceName), reason), reason };
    }
    await sleep(pauseMs, undefined, { signal: task.signal });
  }
}

/** Goes on with a machine that another window, or this one before its reload, has begun. Nobody has its password any more. */
export const resumeMachine: Work = async (task) => {
  const { phase, name } = facts(task);
  if (task.record.requestId !== undefined) return followMachine(task);
  if (phase === 'preparing') return notMade(task, 'failed', l10n.t('The window was closed before the virtual machine {0} was asked for, so there is none.', name));
  machineStep(task);
  task.report(l10n.t('looking whether the virtual machine is there'));
  // A request that was on its way when the window closed takes a moment to arrive.
  await sleep(arrivalMs, undefined, { signal: task.signal }).catch(() => undefined);
  return lookForMachine(task, l10n.t('The window was closed just when the virtual machine {0} was asked for.', name));
};

/** Nobody knows whether the machine was accepted; its name, which was free before, tells. */
export async function lookForMachine(task: RunningTask, whatHappened: string): Promise<Ending> {
  const { name, serviceName } = facts(task);
  try {
    if (!await look(task)) return await notMade(task, 'failed', whatHappened, l10n.t('The cloud service {0} has no virtual machine {1}.', serviceName, name));
    return await comeUp(task);
  } catch (error) {
    if (task.abandoned) throw error;
    return { kind: task.signal.aborted ? 'stopped' : 'lost', message: sentences(whatHappened, l10n.t('Whether the virtual machine exists is not known: look at the cloud service {0}.', serviceName)) };
  }
}
