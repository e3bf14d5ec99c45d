import { l10n } from 'vscode';
import { confirm } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Services } from '../services.ts';
import { SlotNode } from '../tree/deployments.ts';
import { instanceLook } from '../tree/states.ts';
import type { Command } from './command.ts';
import { listed } from './several.ts';
import { deploymentFacts, deploymentTarget, isNode, isOfPackage, serviceRow, slotOf, slotTarget, type DeploymentTarget } from './target.ts';

/** Instances of one deployment. */
interface Chosen extends DeploymentTarget { readonly names: readonly string[] }

interface Repair {
  readonly title: string;
  /** Of one instance; `{0}` in its words. */
  readonly doing: (name: string) => string;
  readonly done: (name: string) => string;
  readonly question: (what: string) => string;
  readonly consequence: string;
}

const repairs: Readonly<Record<'reboot' | 'reimage' | 'rebuild', () => Repair>> = {
  reboot: () => ({
    title: l10n.t('Reboot Role Instances'), doing: (name) => l10n.t('Rebooting {0}', name), done: (name) => l10n.t('{0} has been rebooted.', name),
    question: (what) => l10n.t('Reboot {0}?', what), consequence: l10n.t('Each answers no requests until it is back. What is on its disks stays.'),
  }),
  reimage: () => ({
    title: l10n.t('Reimage Role Instances'), doing: (name) => l10n.t('Reimaging {0}', name), done: (name) => l10n.t('{0} has been reimaged.', name),
    question: (what) => l10n.t('Reimage {0}?', what), consequence: l10n.t('Each gets a fresh operating system. What was written outside of its local storage resources is lost.'),
  }),
  rebuild: () => ({
    title: l10n.t('Rebuild Role Instances'), doing: (name) => l10n.t('Rebuilding {0}', name), done: (name) => l10n.t('{0} has been rebuilt.', name),
    question: (what) => l10n.t('Rebuild {0}?', what), consequence: l10n.t('Each gets a fresh operating system, and all that is on its local drives is lost.'),
  }),
};

const repair = (verb: keyof typeof repairs): Command => ({
  id: `azureClassic.roleInstances.${verb}`,
  run: async (services, argument, selection) => {
    const { title, doing, done, question, consequence } = repairs[verb]();
    const chosen = await choose(services, argument, selection, title);
    const facts = [...chosen.flatMap(deploymentFacts), ...instanceFacts(chosen), consequence];
    if (chosen.length === 0 || !await confirm(question(what(chosen)), facts, title)) return;
    // A service takes one at a time, and the others go on answering meanwhile; services do not wait for one another.
    await Promise.all(byService(chosen).map(async (ofService) => {
      for (const { connection, serviceName, slot, deployment, names } of ofService) {
        for (const name of names) {
          const went = await services.tasks.start({
            title: doing(name), label: title, target: slotTarget(serviceName, slot), question: question(name), connection, rows: [serviceRow(connection, serviceName)], done: done(name),
            request: { operation: `roleInstances.${verb}`, parameters: { serviceName, deploymentName: deployment.name, roleInstanceName: name } },
          });
          if (!went) return;
        }
      }
    }));
  },
});

export const roleInstanceCommands: readonly Command[] = [
  repair('reboot'), repair('reimage'), repair('rebuild'),
  {
    id: 'azureClassic.roleInstances.delete',
    run: async (services, argument, selection) => {
      const title = l10n.t('Delete Role Instances');
      const chosen = await choose(services, argument, selection, title);
      if (chosen.length === 0) return;
      const lost = l10n.t('What is on their disks is lost. Their roles have so many instances less, in the configuration too.');
      const deleted = (names: readonly string[]) => names.map((name) => ({ name }));
      if (!await confirm(l10n.t('Delete {0}?', what(chosen)), [...chosen.flatMap(deploymentFacts), ...instanceFacts(chosen), lost], title, deleted(chosen.flatMap(({ names }) => names)))) return;
      await Promise.all(byService(chosen).map(async (ofService) => {
        for (const { connection, serviceName, slot, deployment, names } of ofService) {
          const those = listed(names);
          const went = await services.tasks.start({
            title: l10n.t('Deleting role instances of {0}: {1}', serviceName, those), label: title, target: slotTarget(serviceName, slot),
            question: l10n.t('Delete {0}?', those), deletes: deleted(names),
            connection, rows: [serviceRow(connection, serviceName)], done: l10n.t('Deleted from {0}: {1}.', serviceName, those),
            request: { operation: 'roleInstances.delete', parameters: { serviceName, deploymentName: deployment.name, names: [...names] } },
          });
          if (!went) return;
        }
      }));
    },
  },
];

/** The instances that are selected in the tree, those below a role that is, or chosen from a list. */
async function choose(services: Services, argument: unknown, selection: unknown, title: string): Promise<Chosen[]> {
  const nodes = (Array.isArray(selection) && selection.length > 0 ? selection : [argument]).filter(isNode);
  // By its id: a refresh makes another node of the same slot.
  const bySlot = new Map<string, { readonly slot: SlotNode; readonly names: Set<string> }>();
  for (const node of nodes) {
    const slot = slotOf(node);
    if (!slot) continue;
    const names = (slot.deployment?.roleInstanceList ?? []).filter(({ instanceName, roleName }) => node.name === instanceName || node.name === roleName).map(({ instanceName }) => instanceName);
    if (names.length > 0) bySlot.set(slot.id, { slot, names: new Set([...bySlot.get(slot.id)?.names ?? [], ...names]) });
  }
  if (bySlot.size > 0) return Promise.all([...bySlot.values()].map(async ({ slot, names }) => ({ ...(await deploymentTarget(services, slot, title))!, names: [...names] })));
  const target = await deploymentTarget(services, argument, title, (deployment) => isOfPackage(deployment) && (deployment.roleInstanceList ?? []).length > 0);
  const done = target && await runWizard<{ names?: readonly string[] }>(title, {}, [
    async (ask, a) => {
      const items = (target.deployment.roleInstanceList ?? []).map(({ instanceName, instanceStatus }): Choice<string> => {
        const { words, icon } = instanceLook(instanceStatus);
        return { label: instanceName, description: words, iconPath: icon, value: instanceName };
      });
      a.names = await ask.many({ placeholder: l10n.t('Which role instances?'), items });
    },
  ]);
  return done ? [{ ...target, names: done.names! }] : [];
}

/** "StoreFront_IN_0", "3 role instances". */
function what(chosen: readonly Chosen[]): string {
  const names = chosen.flatMap(({ names }) => names);
  return names.length === 1 ? names[0]! : l10n.t('{0} role instances', names.length);
}

const instanceFacts = (chosen: readonly Chosen[]): string[] => [l10n.t('Role instances: {0}', listed(chosen.flatMap(({ names }) => names)))];

function byService(chosen: readonly Chosen[]): Chosen[][] {
  const row = ({ connection, serviceName }: Chosen) => serviceRow(connection, serviceName);
  return [...new Set(chosen.map(row))].map((id) => chosen.filter((each) => row(each) === id));
}
