import { l10n } from 'vscode';
import type { OperationStatus } from '../../client/index.ts';
import { endLook, runningLook } from '../operations/looks.ts';
import { withoutSignature } from '../log.ts';
import { lines } from './operations.ts';

export const statusWords = ({ status }: OperationStatus): string => (status === 'InProgress' ? runningLook() : endLook(status === 'Succeeded' ? 'succeeded' : 'failed')).words;

/** What the service says of an operation; undefined: it does not know it. */
export function describeStatus(connectionName: string, requestId: string, status: OperationStatus | undefined): string {
  return `# ${l10n.t('Operation {0}', requestId)}\n\n${lines([
    [l10n.t('State'), status ? statusWords(status) : l10n.t('not known to the service')], [l10n.t('Subscription'), connectionName], [l10n.t('Request id'), requestId],
    [l10n.t('HTTP status'), status?.httpStatusCode], [l10n.t('Code'), status?.error?.code], [l10n.t('Message'), status?.error?.message && withoutSignature(status.error.message)],
  ])}`;
}
