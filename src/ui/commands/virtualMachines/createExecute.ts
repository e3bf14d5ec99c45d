import { l10n } from 'vscode';
import { X509Certificate } from 'node:crypto';
import type { ServiceManagementClient } from '../../../client/index.ts';
import { isUnreachable, wordsOf } from '../../errors.ts';
import { needsAccount } from '../../input/machine.ts';
import { logError } from '../../log.ts';
import { notMade } from '../../operations/deployment.ts';
import { followOperation } from '../../operations/follow.ts';
import { followMachine, lookForMachine, machineStep, notCreated } from '../../operations/machine.ts';
import { createAccount, createService, note } from '../../operations/making.ts';
import type { RunningTask } from '../../operations/runningTask.ts';
import { groupRow, machineRow, serviceRow } from '../target.ts';
import { draftRecord } from './createAgain.ts';
import { hasKey, type Plan } from './createDraft.ts';
import { roleOf } from './createRole.ts';

/** Carries out what was planned, as one task; the person is told its one end. */
export async function createMachine(plan: Plan): Promise<void> {
  const { services, connection, source, service, home, account, name } = plan;
  const serviceName = service.name!;
  const withAccount = needsAccount(source);
  await services.tasks.run({
    title: l10n.t('Creating the virtual machine {0} in {1}', name, serviceName), label: l10n.t('Create Virtual Machine'), target: l10n.t('{0}, {1}', name, serviceName),
    connection, replaces: plan.replaces, shows: machineRow(connection, serviceName, name),
    rows: [
      ...(service.isNew ? [groupRow(connection, 'hostedServices')] : []), serviceRow(connection, serviceName), groupRow(connection, 'disks'),
      ...(withAccount && account!.isNew ? [groupRow(connection, 'storageAccounts')] : []),
    ],
    done: l10n.t('The virtual machine {0} is created in {1} and ready.', name, serviceName),
    machine: {
      phase: 'preparing', name, serviceName, deploymentName: home?.deploymentName ?? name, ...(service.isNew && { newService: 'planned' }),
      ...(withAccount && { accountName: account!.name!, ...(account!.isNew && { newAccount: 'planned' }) }), draft: draftRecord(plan),
    },
  }, async (task) => {
    try {
      await task.cancellable(() => request(task, plan));
    } catch (error) {
      if (task.abandoned) throw error;
      if (task.signal.aborted) return notMade(task, 'stopped', l10n.t('The creation of {0} was cancelled.', name));
      logError(services.log, name, error);
      // Whether the service got the request is not known: what it has now says so.
      if (task.record.machine!.phase === 'requesting' && isUnreachable(error)) return lookForMachine(task, wordsOf(error));
      return notMade(task, 'failed', notCreated(task), wordsOf(error));
    }
    return followMachine(task);
  });
}

/** Everything up to the service's acceptance of the machine; afterwards the record names the operation to follow. */
async function request(task: RunningTask, plan: Plan): Promise<void> {
  const { services, connection, service, home, source, account, reservedIp, network, name } = plan;
  const { signal } = task;
  const client = await services.connections.client(connection);
  const serviceName = service.name!;
  if (service.isNew) await createService(task, client, serviceName, service.place!);
  const thumbprint = hasKey(plan) ? await keyCertificate(task, client, serviceName, plan.key!) : undefined;
  if (needsAccount(source) && account!.isNew) await createAccount(task, client, account!.name!, service.place!);
  const blobEndpoint = needsAccount(source) ? (await client.storageAccounts.get({ serviceName: account!.name! }, { signal })).storageServiceProperties?.endpoints?.[0] : undefined;
  signal.throwIfAborted();
  machineStep(task);
  await note(task, { phase: 'requesting' });
  const role = roleOf(plan, { blobEndpoint, thumbprint, now: new Date() });
  const { deploymentName } = task.record.machine!;
  // Without the signal: whoever cancels now is told a moment later what came of it, instead of that nobody knows.
  const { requestId } = home
    ? await client.virtualMachines.add({ serviceName, deploymentName, ...role })
    : await client.virtualMachines.createDeployment({
      serviceName, name: deploymentName, deploymentSlot: 'Production', label: name, roleList: [role], ...(network && { virtualNetworkName: network.name }), ...(reservedIp && { reservedIPName: reservedIp }),
    });
  await task.save({ requestId });
}

/** The thumbprint of the certificate by which the service takes an SSH key: of one that is there, or a new one. */
async function keyCertificate(task: RunningTask, client: ServiceManagementClient, serviceName: string, key: string): Promise<string> {
  const { describeCertificate, makeSshCertificate, readSshPublicKey } = await import('../../../certificates/index.ts');
  const publicKey = readSshPublicKey(key).pem;
  const { signal } = task;
  // From an earlier attempt, or of another machine.
  const there = (await client.serviceCertificates.list({ serviceName }, { signal })).find(({ data = '' }) => isOf(publicKey, data));
  if (there) return there.thumbprint!;
  task.step(l10n.t('Add the SSH key to the cloud service'));
  const certificate = await makeSshCertificate({ publicKey, commonName: serviceName, days: 365, now: new Date() });
  const { requestId } = await client.serviceCertificates.add({ serviceName, data: new X509Certificate(certificate).raw.toString('base64'), certificateFormat: 'cer', password: '' }, { signal });
  const followed = await followOperation(task, requestId, task.rowsChanged);
  if (followed.kind === 'failed' || followed.kind === 'unreadable') throw followed.error;
  await note(task, { certificate: 'made' });
  return describeCertificate(certificate).thumbprint;
}

/** @param data DER, base64; what cannot be read is of no key */
function isOf(publicKey: string, data: string): boolean {
  try {
    return new X509Certificate(Buffer.from(data, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }) === publicKey;
  } catch {
    return false;
  }
}
