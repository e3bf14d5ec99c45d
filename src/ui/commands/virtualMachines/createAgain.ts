import { homeIn } from '../../input/machine.ts';
import { accountAsItIsNow, serviceAsItIsNow } from '../../input/resource.ts';
import { useConnection } from '../../input/targetQuestions.ts';
import type { MachineDraftRecord, ResourceRecord, TaskRecord } from '../../operations/taskRecord.ts';
import type { Services } from '../../services.ts';
import { leftToReview, type Draft, type Plan, type QuestionId } from './createDraft.ts';

/** A plan as it is written down: all of it but the password. */
export function draftRecord({ source, name, size, service, home, user, signIn, key, account, endpoints, availabilitySet, network, reservedIp, updates, timeZone }: Plan): MachineDraftRecord {
  return {
    source, name, size, service: service as ResourceRecord, endpoints, availabilitySet, reservedIp, updates, timeZone,
    ...(home && { home }), ...(user !== undefined && { user }), ...(signIn && { signIn }), ...(key !== undefined && { key }), ...(account && { account: account as ResourceRecord }), ...(network && { network }),
  };
}

/** Puts a machine together again as it was; its password has to be entered again. */
export async function draftAgain(services: Services, { id, connectionId, machine }: TaskRecord): Promise<{ draft: Draft; given: Set<QuestionId> }> {
  const { service, account, ...rest } = machine!.draft;
  const draft: Draft = { services, ...rest, replaces: id, doubtful: [] };
  await useConnection(draft, services.connections.get(connectionId));
  draft.service = await serviceAsItIsNow(draft.client!, service);
  // Others may have come beside it, or gone.
  if (!draft.service.isNew) draft.home = homeIn(await draft.client!.hostedServices.get({ serviceName: service.name, embedDetail: true }));
  if (account) draft.account = await accountAsItIsNow(draft.client!, account);
  return { draft, given: new Set<QuestionId>(['connection', 'source', 'name', 'size', 'service', 'serviceName', 'servicePlace', 'user', 'signIn', 'key', 'keyText', 'account', 'accountName', 'endpoints', 'otherEndpoints', ...leftToReview]) };
}
