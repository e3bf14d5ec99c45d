import { env, l10n } from 'vscode';
import type { ServiceManagementClient, SubscriptionOperation } from '../../client/index.ts';
import { withoutSignature } from '../log.ts';
import { clock } from '../operations/looks.ts';
import { lines } from './operations.ts';
import { statusWords } from './status.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** The service refuses a start further back; an hour for clocks that differ. */
const keptMs = 90 * dayMs - 60 * 60 * 1000;
/** So many are enough for one text; there may be more on the day that was read last. */
const enough = 500;

/**
 * What was done to a subscription, the newest first. The service gives the oldest first, so a day is read, then the two before it, the
 * four before those, and so on, until there are enough.
 */
export async function readHistory(client: ServiceManagementClient, now: number): Promise<{ operations: SubscriptionOperation[]; complete: boolean }> {
  const found = new Map<string, SubscriptionOperation>();
  // A minute ahead: the service's clock may be.
  let end = now + 60_000;
  for (let days = 1; end > now - keptMs && found.size < enough; days *= 2) {
    const start = Math.max(end - days * dayMs, now - keptMs);
    for (let continuationToken: string | undefined; ;) {
      const page = await client.operations.list({ startTime: new Date(start), endTime: new Date(end), continuationToken });
      for (const operation of page.subscriptionOperations ?? []) found.set(operation.operationId, operation);
      continuationToken = page.continuationToken;
      if (!continuationToken) break;
    }
    end = start;
  }
  const time = ({ operationStartedTime }: SubscriptionOperation) => operationStartedTime?.getTime() ?? 0;
  // Those of the same second stay in the order in which they came, turned round.
  return { operations: [...found.values()].sort((a, b) => time(a) - time(b)).reverse(), complete: end <= now - keptMs };
}

/** A subscription's history to be read. What operations were asked with is left out: there may be secrets in it. */
export function describeHistory(connectionName: string, { operations, complete }: Awaited<ReturnType<typeof readHistory>>): string {
  const head = operations.length === 0 ? l10n.t('Nothing was done to the subscription {0} in the last 90 days.', connectionName)
    : complete ? l10n.t('What was done to the subscription {0} in the last 90 days, the newest first (operations: {1})', connectionName, operations.length)
      : l10n.t('What was last done to the subscription {0}, the newest first (operations: {1}). There are older ones.', connectionName, operations.length);
  return [`# ${head}\n`, ...operations.map(describeOperation)].join('\n');
}

function describeOperation({ operationName, operationStartedTime: started, operationCompletedTime: completed, operationObjectId = '', operationStatus, operationCaller, operationId }: SubscriptionOperation): string {
  const { subscriptionCertificateThumbprint: thumbprint, userEmailAddress: user, clientIp } = operationCaller ?? {};
  const { error } = operationStatus ?? {};
  return [
    `## ${[started?.toLocaleString(env.language), operationName, operationStatus && statusWords(operationStatus)].filter(Boolean).join(' · ')}\n\n`,
    lines([
      [l10n.t('Target'), operationObjectId.replace(/^\/[^/]*/, '')],
      [l10n.t('Duration'), started && completed && clock(completed.getTime() - started.getTime())],
      [l10n.t('Error'), error && withoutSignature([error.code, error.message].filter(Boolean).join(': '))],
      [l10n.t('Asked by'), [thumbprint ?? user, clientIp].filter(Boolean).join(', ')],
      [l10n.t('Request id'), operationId.replaceAll('-', '')],
    ]),
  ].join('');
}
