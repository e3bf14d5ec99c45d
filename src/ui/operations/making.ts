import { l10n } from 'vscode';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Place } from '../input/pickResource.ts';
import { followOperation } from './follow.ts';
import type { RunningTask } from './runningTask.ts';
import type { DeploymentRecord, MachineRecord } from './taskRecord.ts';

/*
 * Steps on the way to a deployment or a machine. Each writes down how far it has come, so that whoever takes the task over, or tells its
 * end, knows what was made.
 */

/** Writes down how far it has come. */
export const note = (task: RunningTask, change: Partial<DeploymentRecord> | Partial<MachineRecord>): Promise<void> => {
  const { deployment, machine } = task.record;
  return task.save(machine ? { machine: { ...machine, ...change } as MachineRecord } : { deployment: { ...deployment, ...change } as DeploymentRecord });
};

export async function createService(task: RunningTask, client: ServiceManagementClient, serviceName: string, place: Place): Promise<void> {
  task.step(l10n.t('Create the cloud service {0}', serviceName));
  await note(task, { newService: 'asked' });
  await client.hostedServices.create({ serviceName, label: serviceName, ...place }, { signal: task.signal });
  await note(task, { newService: 'made' });
  task.rowsChanged();
}

/** A new storage account beside the cloud service, waited for until it takes blobs. */
export async function createAccount(task: RunningTask, client: ServiceManagementClient, name: string, place: Place): Promise<void> {
  const { signal } = task;
  task.step(l10n.t('Create the storage account {0}', name));
  await note(task, { newAccount: 'asked' });
  const { requestId } = await client.storageAccounts.create({ serviceName: name, label: name, accountType: 'Standard_LRS', ...place }, { signal });
  const followed = await followOperation(task, requestId, task.rowsChanged);
  if (followed.kind === 'failed' || followed.kind === 'unreadable') throw followed.error;
  // The operation may end a moment before the account is open.
  while ((await client.storageAccounts.get({ serviceName: name }, { signal })).storageServiceProperties?.status === 'Creating') await sleep(1000, undefined, { signal });
  await note(task, { newAccount: 'made' });
  task.rowsChanged();
}
