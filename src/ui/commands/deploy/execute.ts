import { l10n, Uri } from 'vscode';
import { randomBytes } from 'node:crypto';
import type { ServiceManagementClient } from '../../../client/index.ts';
import type { UploadProgress } from '../../../staging/index.ts';
import { isUnreachable, wordsOf } from '../../errors.ts';
import { fileSize } from '../../input/serviceFiles.ts';
import { logError } from '../../log.ts';
import { createStep, followDeployment, lookForDeployment, notMade, sentences, slotWord } from '../../operations/deployment.ts';
import { openStorage } from '../../operations/leftovers.ts';
import { createAccount, createService, note } from '../../operations/making.ts';
import type { RunningTask } from '../../operations/runningTask.ts';
import { reached } from '../../walkthrough.ts';
import { groupRow, serviceRow, slotTarget } from '../target.ts';
import { packageName, type Plan } from './draft.ts';
import { draftRecord } from './again.ts';

/** Carries out what was planned, as one task; the person is told its one end. */
export async function deploy(plan: Plan): Promise<void> {
  const { services, connection, service, slot, account, package: source, start } = plan;
  const serviceName = service.name!;
  const name = packageName(plan);
  const deployed = await services.tasks.run({
    title: l10n.t('Deploying {0} to the {1} slot of {2}', name, slotWord(slot), serviceName),
    label: l10n.t('Deploy Package'), target: slotTarget(serviceName, slot), connection, replaces: plan.replaces, shows: slotRow(plan),
    rows: [
      ...(service.isNew ? [groupRow(connection, 'hostedServices')] : []), serviceRow(connection, serviceName),
      ...(account?.isNew ? [groupRow(connection, 'storageAccounts')] : []),
    ],
    done: start
      ? l10n.t('{0} is deployed to the {1} slot of {2}. Its role instances are ready.', name, slotWord(slot), serviceName)
      : l10n.t('{0} is deployed to the {1} slot of {2}, suspended.', name, slotWord(slot), serviceName),
    deployment: {
      phase: 'preparing', packageName: name, serviceName, slot, deploymentName: randomBytes(16).toString('hex'),
      ...(service.isNew && { newService: 'planned' }),
      ...(source instanceof Uri && { accountName: account!.name!, ...(account!.isNew && { newAccount: 'planned' }) }),
      draft: draftRecord(plan),
    },
  }, async (task) => {
    try {
      await task.cancellable(() => request(task, plan));
    } catch (error) {
      if (task.abandoned) throw error;
      if (task.signal.aborted) return notMade(task, 'stopped', sentences(l10n.t('The deployment of {0} was cancelled.', name), ...leftInStorage(plan, error)));
      logError(services.log, name, error);
      // Whether the service got the request is not known: what it has now says so.
      if (task.record.deployment!.phase === 'requesting' && isUnreachable(error)) return lookForDeployment(task, wordsOf(error));
      return notMade(task, 'failed', l10n.t('{0} could not be deployed to the {1} slot of {2}.', name, slotWord(slot), serviceName), wordsOf(error));
    }
    // Where the instances come up. That it cannot be shown is no trouble of the deployment's.
    void services.tree.reveal(slotRow(plan)).catch((error: Error) => services.log.warn(`the slot cannot be shown in the tree: ${error.message}`));
    return followDeployment(task);
  });
  if (deployed) reached(services, 'deployed');
}

/** Everything up to the service's acceptance of the deployment; afterwards the record names the operation to follow. */
async function request(task: RunningTask, plan: Plan): Promise<void> {
  const { services, connection, service, slot, label, start, preflight, package: source } = plan;
  const { signal } = task;
  const client = await services.connections.client(connection);
  const serviceName = service.name!;
  if (service.isNew) await createService(task, client, serviceName, service.place!);
  const packageUrl = source instanceof Uri ? await upload(task, plan, client, source) : source.url;
  signal.throwIfAborted();
  createStep(task);
  await note(task, { phase: 'requesting' });
  // Without the signal: whoever cancels now is told a moment later what came of it, instead of that nobody knows.
  const { requestId } = await client.deployments.create({
    serviceName, slot, name: task.record.deployment!.deploymentName, label, packageUrl,
    configuration: preflight.configuration!.text, startDeployment: start, treatWarningsAsError: false,
  });
  await task.save({ requestId });
}

export async function upload(task: RunningTask, plan: Omit<Plan, 'start'>, client: ServiceManagementClient, file: Uri): Promise<string> {
  const { signal } = task;
  const name = plan.account!.name!;
  if (plan.account!.isNew) await createAccount(task, client, name, plan.service.place!);
  task.step(l10n.t('Upload the package'));
  const account = await openStorage(client, name, signal);
  await note(task, { phase: 'uploading' });
  const onProgress = ({ sentBytes, totalBytes, bytesPerSecond }: UploadProgress) => {
    const percent = totalBytes === 0 ? 100 : Math.floor((100 * sentBytes) / totalBytes);
    task.report(l10n.t('{0} % of {1} at {2} MB/s', percent, fileSize(totalBytes), (bytesPerSecond / 1e6).toFixed(1)), percent);
  };
  onProgress({ sentBytes: 0, totalBytes: plan.preflight.package?.size ?? 0, bytesPerSecond: 0 });
  const { uploadPackage } = await import('../../../staging/index.ts');
  const { url } = await uploadPackage({ account, path: file.fsPath, signal, onProgress }).catch(async (error: { details?: Record<string, string | number> }) => {
    const { left, endpoint, container, blobName } = error.details ?? {};
    if (left === 'blob' || left === 'perhapsBlob') await note(task, { packageUrl: `${endpoint}/${container}/${blobName}` });
    throw error;
  });
  await note(task, { packageUrl: url });
  return url;
}

/** What an upload that was cancelled says of itself, without that it was cancelled. */
export function leftInStorage({ account }: Pick<Plan, 'account'>, error: unknown): string[] {
  const { left } = (error as { details?: Record<string, unknown> }).details ?? {};
  if (left === 'nothing') return [l10n.t('Nothing of the package was left in storage.')];
  return left === 'container' ? [l10n.t('An empty container was left in the storage account {0}.', account!.name!)] : [];
}

/** The tree's row where a deployment shows. */
export const slotRow = ({ connection, service, slot }: Pick<Plan, 'connection' | 'service' | 'slot'>): string => `${serviceRow(connection, service.name!)}/${slot}`;
