import { l10n, ThemeIcon } from 'vscode';
import type { Deployment } from '../../client/index.ts';
import { confirm } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Command } from './command.ts';
import { deploymentFacts, deploymentTarget, isNode, isOfPackage, serviceRow, slotTarget, type DeploymentTarget } from './target.ts';

export const roleCommands: readonly Command[] = [
  {
    id: 'azureClassic.deployments.scaleRole',
    run: async (services, argument) => {
      const title = l10n.t('Scale Role');
      const given = await deploymentTarget(services, argument, title, isScalable);
      if (!given) return;
      const target = { ...given, deployment: await given.client.deployments.get({ serviceName: given.serviceName, deploymentName: given.deployment.name }) };
      const { connection, serviceName, slot, deployment } = target;
      const roleNames = [...new Set((deployment.roleInstanceList ?? []).map(({ roleName }) => roleName))];
      const named = isNode(argument) && argument.name && roleNames.includes(argument.name) ? argument.name : undefined;
      const answers: { role?: string; count?: number } = named ? { role: named } : {};
      const cores = await coresOf(target);
      const done = await runWizard(title, answers, [
        async (ask, a) => {
          if (named) return false;
          const items = roleNames.map((role): Choice<string> => ({ label: role, description: l10n.t('Instances: {0}', countOf(deployment, role)), iconPath: new ThemeIcon('layers'), value: role }));
          a.role = await ask.pick({ placeholder: l10n.t('Which role?'), items });
          return true;
        },
        async (ask, a) => {
          const now = countOf(deployment, a.role!);
          const { size, each, used, most } = cores(a.role!);
          const check = (text: string): string | undefined => {
            const count = Number(text.trim());
            if (!/^[1-9]\d{0,4}$/.test(text.trim())) return l10n.t('Enter a whole number from 1 on.');
            if (count === now) return l10n.t('Instances of {0} now: {1}.', a.role!, now);
            const more = (count - now) * each;
            return more > most - used ? l10n.t('Cores needed for that beside those in use: {0}. Free in the subscription: {1}.', more, most - used) : undefined;
          };
          a.count = Number(await ask.text({
            prompt: l10n.t('How many instances of {0}? Now: {1} of size {2}. Cores of each: {3}; in use in the subscription: {4} of {5}.', a.role!, now, size, each, used, most),
            value: String(a.count ?? now), check,
          }));
        },
      ], named ? 1 : 2);
      if (!done) return;
      const { role, count } = done as Required<typeof done>;
      const now = countOf(deployment, role);
      if (count < now) {
        const lost = l10n.t('Instances that are deleted, with what is on their disks: {0} of {1}.', now - count, now);
        if (!await confirm(l10n.t('Scale {0} down to this number of instances: {1}?', role, count), [...deploymentFacts(target), lost], title)) return;
      }
      const { setInstanceCount } = await import('../../serviceFiles/index.ts');
      await services.tasks.start({
        title: l10n.t('Scaling {0} of {1} (instances: {2})', role, serviceName, count), label: title, target: slotTarget(serviceName, slot), connection, rows: [serviceRow(connection, serviceName)],
        // Nothing else of the configuration changes, comments and layout neither.
        request: (client) => client.deployments.changeConfiguration({ serviceName, deploymentName: deployment.name, configuration: setInstanceCount(deployment.configuration ?? '', role, count) }),
        done: l10n.t('{0} in the {1} slot of {2} is scaled. Instances now: {3}.', role, slotWord(slot), serviceName, count),
      });
    },
  },
];

const isScalable = (deployment: Deployment): boolean => isOfPackage(deployment) && deployment.configuration !== undefined;

const countOf = ({ roleInstanceList = [] }: Deployment, role: string): number => roleInstanceList.filter(({ roleName }) => roleName === role).length;

/** What a role's instances take of the subscription's cores. */
async function coresOf({ client, deployment }: DeploymentTarget): Promise<(role: string) => { size: string; each: number; used: number; most: number }> {
  const [sizes, { currentCoreCount: used = 0, maxCoreCount: most = Infinity }] = await Promise.all([client.roleSizes.list(), client.subscriptions.get()]);
  return (role) => {
    const size = deployment.roleInstanceList?.find(({ roleName }) => roleName === role)?.instanceSize ?? '';
    return { size, each: sizes.find(({ name }) => name === size)?.cores ?? 0, used, most };
  };
}
