import { l10n, ThemeIcon, window } from 'vscode';
import type { Deployment } from '../../client/index.ts';
import { confirm } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { deploymentFacts, deploymentTarget, serviceRow, slotTarget, type DeploymentTarget } from './target.ts';

type Way = 'next' | 'all' | 'rollback';

export const upgradeDomainCommands: readonly Command[] = [
  {
    id: 'azureClassic.deployments.walkUpgradeDomain',
    run: async (services, argument) => {
      const title = l10n.t('Walk Upgrade Domain');
      const target = await freshTarget(services, argument, title, isWalked);
      if (!target) return;
      const domain = domainToWalk(target);
      const done = await runWizard<{ way?: Way }>(title, {}, [
        async (ask, a) => {
          a.way = await ask.pick<Way>({ placeholder: l10n.t('How does the upgrade of the {0} deployment of {1} go on?', slotWord(target.slot), target.serviceName), items: ways(target.deployment, domain) });
        },
      ]);
      if (done?.way === 'rollback') await rollBack(services, target);
      else if (done) await walk(services, target, done.way === 'all');
    },
  },
  {
    id: 'azureClassic.deployments.rollback',
    run: async (services, argument) => {
      const target = await freshTarget(services, argument, l10n.t('Roll Back Update'), ({ rollbackAllowed }) => rollbackAllowed === true);
      if (target) await rollBack(services, target);
    },
  },
];

const isWalked = ({ upgradeStatus }: Deployment): boolean => upgradeStatus?.upgradeType === 'Manual';

/** The deployment as it is now: the row's may be of before the last domain. */
async function freshTarget(services: Services, argument: unknown, title: string, applies: (deployment: Deployment) => boolean): Promise<DeploymentTarget | undefined> {
  const target = await deploymentTarget(services, argument, title, applies);
  return target && refreshed(target);
}

async function refreshed(target: DeploymentTarget): Promise<DeploymentTarget> {
  const { client, serviceName, deployment } = target;
  return { ...target, deployment: await client.deployments.get({ serviceName, deploymentName: deployment.name }) };
}

/** @throws Error in the reader's words when nothing waits. */
function domainToWalk({ slot, serviceName, deployment }: DeploymentTarget): number {
  const { upgradeStatus } = deployment;
  if (!isWalked(deployment)) throw new Error(l10n.t('No upgrade of the {0} deployment of {1} waits for its next upgrade domain.', slotWord(slot), serviceName));
  if (upgradeStatus!.currentUpgradeDomainState !== 'Before') throw new Error(l10n.t('Upgrade domain {0} is being upgraded. The next one can follow when it is done.', upgradeStatus!.currentUpgradeDomain ?? 0));
  return upgradeStatus!.currentUpgradeDomain ?? 0;
}

function ways({ roleInstanceList = [], upgradeDomainCount = 1, rollbackAllowed }: Deployment, domain: number): Choice<Way>[] {
  const instances = roleInstanceList.filter(({ instanceUpgradeDomain }) => instanceUpgradeDomain === domain).map(({ instanceName }) => instanceName);
  const last = upgradeDomainCount - 1;
  return [
    { label: l10n.t('Next: upgrade domain {0}', domain), description: l10n.t('the last is {0}', last), detail: instances.join(', '), iconPath: new ThemeIcon('debug-step-over'), value: 'next' },
    ...(domain < last ? [{ label: l10n.t('All that are left, one after the other'), description: l10n.t('upgrade domains {0} to {1}', domain, last), iconPath: new ThemeIcon('run-all'), value: 'all' } as const] : []),
    ...(rollbackAllowed ? [{ label: l10n.t('Roll back...'), detail: l10n.t('Brings back what was before, in the domains that are upgraded.'), iconPath: new ThemeIcon('discard'), value: 'rollback' } as const] : []),
  ];
}

/** One domain, or one after the other until the upgrade has ended; what fails ends it too. */
async function walk(services: Services, target: DeploymentTarget, all: boolean): Promise<void> {
  const { connection, serviceName, slot, deployment } = target;
  const upgradeDomain = domainToWalk(target);
  const walked = await services.tasks.start({
    title: l10n.t('Upgrading domain {0} of the {1} deployment of {2}', upgradeDomain, slotWord(slot), serviceName), label: l10n.t('Walk Upgrade Domain'), target: slotTarget(serviceName, slot),
    connection, rows: [serviceRow(connection, serviceName)],
    request: { operation: 'deployments.walkUpgradeDomain', parameters: { serviceName, deploymentName: deployment.name, upgradeDomain } },
    done: l10n.t('Upgrade domain {0} of the {1} deployment of {2} is upgraded.', upgradeDomain, slotWord(slot), serviceName),
  });
  if (!walked) return;
  const next = await refreshed(target);
  if (!isWalked(next.deployment)) return void window.showInformationMessage(l10n.t('The {0} deployment of {1} is upgraded, in all its upgrade domains.', slotWord(slot), serviceName));
  if (all) await walk(services, next, true);
}

async function rollBack(services: Services, target: DeploymentTarget): Promise<void> {
  const { connection, serviceName, slot, deployment } = target;
  const title = l10n.t('Roll Back Update');
  if (!deployment.rollbackAllowed) throw new Error(l10n.t('Nothing of the {0} deployment of {1} can be rolled back now: no update of it is under way, or what was before cannot be had any more.', slotWord(slot), serviceName));
  const done = await runWizard<{ mode?: 'Auto' | 'Manual'; force?: boolean }>(title, {}, [
    async (ask, a) => {
      a.mode = await ask.pick<'Auto' | 'Manual'>({
        placeholder: l10n.t('How do the upgrade domains follow one another?'),
        items: [
          { label: l10n.t('Automatic'), iconPath: new ThemeIcon('run-all'), value: 'Auto' },
          { label: l10n.t('Manual'), detail: l10n.t('Each upgrade domain waits for "Walk Upgrade Domain".'), iconPath: new ThemeIcon('debug-step-over'), value: 'Manual' },
        ],
      });
    },
    async (ask, a) => {
      a.force = await ask.pick<boolean>({
        placeholder: l10n.t('What if local data would be lost?'),
        items: [
          { label: l10n.t('Refuse the rollback'), iconPath: new ThemeIcon('shield'), value: false },
          { label: l10n.t('Roll back all the same'), iconPath: new ThemeIcon('warning'), value: true },
        ],
      });
    },
  ]);
  if (!done) return;
  const { mode, force } = done as Required<typeof done>;
  const facts = [...deploymentFacts(target), l10n.t('The upgrade domains that are upgraded get back what they had before.')];
  const question = l10n.t('Roll back the update of {0}?', deployment.label || deployment.name);
  if (!await confirm(question, facts, title)) return;
  await services.tasks.start({
    title: l10n.t('Rolling back the {0} deployment of {1}', slotWord(slot), serviceName), label: title, target: slotTarget(serviceName, slot),
    question, connection, rows: [serviceRow(connection, serviceName)],
    request: { operation: 'deployments.rollback', parameters: { serviceName, deploymentName: deployment.name, mode, force } },
    done: mode === 'Manual'
      ? l10n.t('The rollback of the {0} deployment of {1} is prepared. Its first upgrade domain waits for "Walk Upgrade Domain".', slotWord(slot), serviceName)
      : l10n.t('The {0} deployment of {1} is what it was before.', slotWord(slot), serviceName),
  });
}
