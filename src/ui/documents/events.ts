import { env, l10n } from 'vscode';
import type { DeploymentEvents } from '../../client/index.ts';
import { lines } from './operations.ts';

/** So far back the reboots of a deployment are asked for. */
export const eventDays = 30;

/** The reboots of a deployment's role instances, the newest first. */
export function describeEvents(what: string, { rebootEvents = [] }: DeploymentEvents): string {
  const time = ({ rebootStartTime }: (typeof rebootEvents)[number]) => rebootStartTime?.getTime() ?? 0;
  const head = rebootEvents.length === 0 ? l10n.t('No role instance of {0} was rebooted in the last {1} days.', what, eventDays) : l10n.t('Reboots of role instances of {0} in the last {1} days, the newest first', what, eventDays);
  return [`# ${head}\n`, ...[...rebootEvents].sort((a, b) => time(b) - time(a)).map(({ roleName, instanceName, rebootReason, rebootStartTime }) => [
    `## ${[rebootStartTime?.toLocaleString(env.language), instanceName].filter(Boolean).join(' · ')}\n\n`,
    lines([[l10n.t('Role'), roleName], [l10n.t('Reason'), rebootReason]]),
  ].join(''))].join('\n');
}
