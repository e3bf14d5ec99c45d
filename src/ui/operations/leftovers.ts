import { l10n, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { StorageAccount } from '../../staging/index.ts';
import { proxyFor, type Connections } from '../connections/connections.ts';
import { isNotFound } from '../errors.ts';
import type { RunningTask } from './runningTask.ts';
import { makingOf, type TaskRecord } from './taskRecord.ts';

/** How long a question about leftovers may take; a service that does not answer has to be told about, not waited for. */
const askMs = 10_000;

/** Whether something new is there now; `unknown` when nothing answers. */
type Existence = 'there' | 'absent' | 'unknown';

/**
 * What a deployment or machine that did not come about has made all the same: a cloud service, a storage account, the package in it. In
 * sentences, with the package's URL. Where the service's answer was lost, it is asked.
 */
export async function whatIsLeft(task: RunningTask): Promise<{ readonly words: string[]; readonly leftPackage: string | undefined }> {
  const { newService, newAccount, serviceName, accountName = '', packageUrl } = makingOf(task.record)!;
  const words: string[] = [];
  const service = await existence(task, newService, (client, signal) => client.hostedServices.get({ serviceName }, { signal }));
  if (service === 'there') words.push(l10n.t('The new cloud service {0} is there and stays.', serviceName));
  if (service === 'unknown') words.push(l10n.t('Whether the new cloud service {0} was created is not known, because nothing answers.', serviceName));
  if (task.record.machine?.certificate && !newService) words.push(l10n.t('The certificate of its SSH key is in the cloud service {0} and stays.', serviceName));
  const account = await existence(task, newAccount, (client, signal) => client.storageAccounts.get({ serviceName: accountName }, { signal }));
  if (account === 'there') words.push(l10n.t('The new storage account {0} is there and stays.', accountName));
  if (account === 'unknown') words.push(l10n.t('Whether the new storage account {0} was created is not known, because nothing answers.', accountName));
  if (packageUrl) words.push(l10n.t('The uploaded package is still in the storage account {0}.', accountName));
  return { words, leftPackage: packageUrl };
}

async function existence(task: RunningTask, state: 'planned' | 'asked' | 'made' | undefined, ask: (client: ServiceManagementClient, signal: AbortSignal) => Promise<unknown>): Promise<Existence> {
  if (state === undefined || state === 'planned') return 'absent';
  if (state === 'made') return 'there';
  try {
    const connection = task.connections.find(task.connectionId);
    if (!connection) return 'unknown';
    // Not the task's own signal: it may be what brought us here.
    await ask(await task.connections.client(connection), AbortSignal.timeout(askMs));
    return 'there';
  } catch (error) {
    return isNotFound(error) ? 'absent' : 'unknown';
  }
}

/** Deletes an uploaded package that nothing was deployed from. */
export async function deletePackage(connections: Connections, { connectionId, deployment, ended }: TaskRecord): Promise<void> {
  const [accountName, url] = [deployment!.accountName!, ended!.leftPackage!];
  const connection = connections.find(connectionId);
  if (!connection) throw new Error(l10n.t('The subscription is not connected any more. The package is at {0}.', url));
  const title = l10n.t('Deleting the package from {0}', accountName);
  const deleted = await window.withProgress({ location: { viewId: 'azureClassic.operations' }, title }, async () => {
    const [client, { deletePackage }] = await Promise.all([connections.client(connection), import('../../staging/index.ts')]);
    return deletePackage({ account: await openStorage(client, accountName), url });
  });
  void window.showInformationMessage(deleted
    ? l10n.t('The package is deleted from the storage account {0}.', accountName)
    : l10n.t('The package was not in the storage account {0} any more.', accountName));
}

/** What staging needs to reach a storage account's blobs. Holds a key: never stored, never logged. */
export async function openStorage(client: ServiceManagementClient, name: string, signal?: AbortSignal): Promise<StorageAccount> {
  const [account, keys] = await Promise.all([
    client.storageAccounts.get({ serviceName: name }, { signal }), client.storageAccounts.getKeys({ serviceName: name }, { signal }),
  ]);
  // The first endpoint is the blob one (Get Storage Account Properties); staging says what is wrong with one that is missing.
  const blobEndpoint = account.storageServiceProperties?.endpoints?.[0] ?? '';
  const proxy = URL.canParse(blobEndpoint) ? await proxyFor(blobEndpoint) : undefined;
  // One that cannot be used has failed the two calls above.
  return { name, key: keys.storageServiceKeys.primary, blobEndpoint, proxy: proxy === 'unusable' ? undefined : proxy };
}
