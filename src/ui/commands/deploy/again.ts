import { Uri } from 'vscode';
import type { DraftRecord, ResourceRecord, TaskRecord } from '../../operations/taskRecord.ts';
import type { Services } from '../../services.ts';
import { plainUrl, type Draft, type Plan, type QuestionId } from './draft.ts';
import { accountAsItIsNow, serviceAsItIsNow } from '../../input/resource.ts';
import { useConnection } from '../../input/targetQuestions.ts';

/** A plan as it is written down. */
export function draftRecord({ package: source, configuration, service, label, account, start, upgrade }: Omit<Plan, 'start'> & Pick<Draft, 'start'>): DraftRecord {
  return {
    package: source instanceof Uri ? { file: source.toString() } : { url: plainUrl(source.url), signed: plainUrl(source.url) !== source.url },
    configuration: configuration.toString(), service: service as ResourceRecord, label, ...(account && { account: account as ResourceRecord }),
    ...(upgrade ? { upgrade: { mode: upgrade.mode, role: upgrade.role, force: upgrade.force } } : { start: start ?? false }),
  };
}

/** Puts a deployment together again as it was; what is to be asked all the same is not among the `given`. */
export async function draftAgain(services: Services, { id, connectionId, deployment }: TaskRecord): Promise<{ draft: Draft; given: Set<QuestionId> }> {
  const { draft: { package: source, configuration, service, label, account, start, upgrade }, slot, serviceName, deploymentName } = deployment!;
  const draft: Draft = {
    services, package: 'file' in source ? Uri.parse(source.file) : { url: source.url }, configuration: Uri.parse(configuration), slot, label,
    ...(start !== undefined && { start }), replaces: id,
  };
  await useConnection(draft, services.connections.get(connectionId));
  const client = draft.client!;
  draft.service = await serviceAsItIsNow(client, service);
  if (account) draft.account = await accountAsItIsNow(client, account);
  if (upgrade) draft.upgrade = { ...upgrade, deployment: await client.deployments.get({ serviceName, deploymentName }) };
  const given: QuestionId[] = ['package', 'configuration', 'connection', 'service', 'serviceName', 'servicePlace', 'slot', 'label', 'account', 'accountName', 'start', 'mode', 'role', 'force'];
  return { draft, given: new Set([...given, ...('signed' in source && source.signed ? [] : ['url' as const])]) };
}
