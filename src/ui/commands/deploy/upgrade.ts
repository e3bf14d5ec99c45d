import { l10n, Uri } from 'vscode';
import type { Deployment } from '../../../client/index.ts';
import { isUnreachable, wordsOf } from '../../errors.ts';
import { interview } from '../../input/interview.ts';
import { logError } from '../../log.ts';
import { createStep, followDeployment, lookForDeployment, notMade, sentences, slotWord } from '../../operations/deployment.ts';
import { note } from '../../operations/making.ts';
import type { RunningTask } from '../../operations/runningTask.ts';
import { groupRow, serviceRow, slotTarget } from '../target.ts';
import { packageAccountQuestions } from './account.ts';
import { draftRecord } from './again.ts';
import { packageName, type Draft, type QuestionId, type UpgradePlan } from './draft.ts';
import { leftInStorage, slotRow, upload } from './execute.ts';
import { fileQuestions } from './files.ts';
import { labelQuestion, reviewQuestion } from './review.ts';
import { targetQuestions } from './target.ts';
import { upgradeOf, upgradeQuestions, upgradeTargetQuestions } from './upgradeQuestions.ts';

const questions = [
  ...fileQuestions, ...targetQuestions.filter(({ id }) => id === 'connection'), ...upgradeTargetQuestions, labelQuestion, ...packageAccountQuestions, ...upgradeQuestions, reviewQuestion,
];

/** Asks for what is not given, and upgrades. */
export async function upgrade(draft: Draft, given: Set<QuestionId>): Promise<void> {
  if (await interview(l10n.t('Upgrade Deployment'), draft, questions, given)) await carryOut(draft as UpgradePlan);
}

/** Of a deployment that was found where another one was to go: files and place are known by then. */
export async function upgradeInstead(draft: Draft, deployment: Deployment): Promise<void> {
  await upgrade({ ...draft, upgrade: upgradeOf(deployment) }, new Set<QuestionId>(['package', 'url', 'configuration', 'connection', 'service', 'slot']));
}

async function carryOut(plan: UpgradePlan): Promise<void> {
  const { services, connection, service, slot, account, package: source, upgrade: { deployment, mode } } = plan;
  const serviceName = service.name!;
  const name = packageName(plan);
  await services.tasks.run({
    title: l10n.t('Upgrading the {0} deployment of {1} to {2}', slotWord(slot), serviceName, name),
    label: l10n.t('Upgrade Deployment'), target: slotTarget(serviceName, slot), connection, replaces: plan.replaces, shows: slotRow(plan),
    rows: [serviceRow(connection, serviceName), ...(account?.isNew ? [groupRow(connection, 'storageAccounts')] : [])],
    done: mode === 'Manual'
      ? l10n.t('The upgrade of the {0} deployment of {1} is prepared. Its first upgrade domain waits for "Walk Upgrade Domain".', slotWord(slot), serviceName)
      : l10n.t('The {0} deployment of {1} is upgraded to {2}.', slotWord(slot), serviceName, name),
    deployment: {
      phase: 'preparing', packageName: name, serviceName, slot, deploymentName: deployment.name,
      ...(source instanceof Uri && { accountName: account!.name!, ...(account!.isNew && { newAccount: 'planned' }) }),
      draft: draftRecord(plan),
    },
  }, async (task) => {
    try {
      await task.cancellable(() => request(task, plan));
    } catch (error) {
      if (task.abandoned) throw error;
      if (task.signal.aborted) return notMade(task, 'stopped', sentences(l10n.t('The upgrade to {0} was cancelled.', name), ...leftInStorage(plan, error)));
      logError(services.log, name, error);
      if (task.record.deployment!.phase === 'requesting' && isUnreachable(error)) return lookForDeployment(task, wordsOf(error));
      return notMade(task, 'failed', l10n.t('The {0} deployment of {1} could not be upgraded to {2}.', slotWord(slot), serviceName, name), wordsOf(error));
    }
    return followDeployment(task);
  });
}

/** Everything up to the service's acceptance of the upgrade. */
async function request(task: RunningTask, plan: UpgradePlan): Promise<void> {
  const { services, connection, service, label, preflight, package: source, upgrade: { deployment, mode, role, force } } = plan;
  const client = await services.connections.client(connection);
  const packageUrl = source instanceof Uri ? await upload(task, plan, client, source) : source.url;
  task.signal.throwIfAborted();
  createStep(task);
  await note(task, { phase: 'requesting' });
  // By its name, and without the signal: as when it is deployed.
  const { requestId } = await client.deployments.upgrade({
    serviceName: service.name!, deploymentName: deployment.name, mode, packageUrl, configuration: preflight.configuration!.text, label, force, ...(role && { roleToUpgrade: role }),
  });
  await task.save({ requestId });
}
