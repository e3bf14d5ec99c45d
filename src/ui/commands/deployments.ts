import { l10n } from 'vscode';
import type { Deployment } from '../../client/index.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { serviceChoices } from '../input/pickResource.ts';
import { slotWord } from '../operations/deployment.ts';
import { SlotNode } from '../tree/deployments.ts';
import { HostedServiceNode } from '../tree/hostedServices.ts';
import { hasMachines, machinesOf } from '../tree/virtualMachines.ts';
import type { Services } from '../services.ts';
import { reached } from '../walkthrough.ts';
import type { Command } from './command.ts';
import { deploymentFacts, deploymentTarget, isOfPackage, namedTarget, serviceRow, slotTarget, type DeploymentTarget } from './target.ts';
import { deleteMachines } from './virtualMachines/delete.ts';

const setStatus = (id: 'azureClassic.deployments.run' | 'azureClassic.deployments.suspend', status: 'Running' | 'Suspended'): Command => ({
  id,
  run: async (services, argument) => {
    const running = status === 'Running';
    const command = running ? l10n.t('Run Deployment') : l10n.t('Suspend Deployment');
    const target = await deploymentTarget(services, argument, command, (deployment) => isOfPackage(deployment) && deployment.status !== status);
    if (!target) return;
    const { connection, serviceName, slot, deployment } = target;
    const question = running ? undefined : l10n.t('Suspend the deployment {0}?', deployment.label || deployment.name);
    if (question && !await confirm(question, [...deploymentFacts(target), l10n.t('Its role instances stop and answer no more requests until it is run again.')], command)) return;
    await services.tasks.start({
      title: running ? l10n.t('Starting the {0} deployment of {1}', slotWord(slot), serviceName) : l10n.t('Suspending the {0} deployment of {1}', slotWord(slot), serviceName),
      label: command, target: slotTarget(serviceName, slot), ...(question && { question }), connection, rows: [serviceRow(connection, serviceName)],
      request: { operation: 'deployments.updateStatus', parameters: { serviceName, deploymentName: deployment.name, status } },
      done: running ? l10n.t('The {0} deployment of {1} is running.', slotWord(slot), serviceName) : l10n.t('The {0} deployment of {1} is suspended.', slotWord(slot), serviceName),
    });
  },
});

export const deploymentCommands: readonly Command[] = [
  setStatus('azureClassic.deployments.run', 'Running'),
  setStatus('azureClassic.deployments.suspend', 'Suspended'),
  {
    id: 'azureClassic.deployments.swap',
    run: async (services, argument) => {
      const node = argument instanceof SlotNode ? argument.parent : argument instanceof HostedServiceNode ? argument : undefined;
      const target = await namedTarget(services, node, l10n.t('Swap Deployments'), l10n.t('Which cloud service?'), serviceChoices);
      if (!target) return;
      const { connection, client, name: serviceName } = target;
      const { deployments = [] } = await client.hostedServices.get({ serviceName, embedDetail: true });
      const inSlot = (slot: string): Deployment | undefined => deployments.find((d) => d.deploymentSlot === slot);
      const production = inSlot('Production');
      const staging = inSlot('Staging');
      if (deployments.some(hasMachines)) throw new Error(l10n.t('{0} holds virtual machines, which stay in production: there is nothing to swap.', serviceName));
      if (!staging) throw new Error(l10n.t('The staging slot of {0} is empty, so there is nothing to swap. Deploy to it first.', serviceName));
      const command = l10n.t('Swap');
      const question = production ? l10n.t('Swap production and staging of {0}?', serviceName) : l10n.t('Move staging of {0} to production?', serviceName);
      const lines = [
        subscriptionFact(connection),
        l10n.t('{0} goes from staging to production.', staging.label || staging.name),
        ...(production ? [l10n.t('{0} goes from production to staging.', production.label || production.name)] : [l10n.t('Production is empty now; staging will be.')]),
        l10n.t('Addresses stay with their slots: who calls {0} reaches {1} from then on.', `http://${serviceName}.cloudapp.net/`, staging.label || staging.name),
      ];
      if (!await confirm(question, lines, command)) return;
      const swapped = await services.tasks.start({
        title: l10n.t('Swapping production and staging of {0}', serviceName), label: l10n.t('Swap Deployments'), target: serviceName,
        question, connection, rows: [serviceRow(connection, serviceName)],
        request: { operation: 'deployments.swap', parameters: { serviceName, production: production?.name, sourceDeployment: staging.name } },
        done: l10n.t('{0} is in production of {1} now.', staging.label || staging.name, serviceName),
      });
      if (swapped) reached(services, 'swapped');
    },
  },
  {
    id: 'azureClassic.deployments.delete',
    run: async (services, argument) => {
      const target = await deploymentTarget(services, argument, l10n.t('Delete Deployment'), () => true);
      if (target) await deleteDeployment(services, target);
    },
  },
];

/** Asks, deletes, and follows it to its end; true when the slot is empty. */
export async function deleteDeployment(services: Services, target: DeploymentTarget): Promise<boolean> {
  const { connection, client, serviceName, slot, deployment } = target;
  if (hasMachines(deployment)) return deleteMachines(services, [{ connection, client, serviceName, deployment, machines: machinesOf(serviceName, deployment) }]);
  const lost = l10n.t('Its role instances ({0}) and what is on their disks are lost. The package stays in Blob storage.', deployment.roleInstanceList?.length ?? 0);
  const name = deployment.label || deployment.name;
  const question = l10n.t('Delete the deployment {0}?', name);
  const action = l10n.t('Delete Deployment');
  const deletes = { name };
  if (!await confirm(question, [...deploymentFacts(target), lost], action, deletes)) return false;
  // By its name: whatever somebody else may have put into the slot meanwhile is not what was confirmed.
  return services.tasks.start({
    title: l10n.t('Deleting the {0} deployment of {1}', slotWord(slot), serviceName), label: action, target: slotTarget(serviceName, slot),
    question, deletes, connection, rows: [serviceRow(connection, serviceName)],
    request: { operation: 'deployments.delete', parameters: { serviceName, deploymentName: deployment.name } },
    done: l10n.t('The {0} slot of {1} is empty now.', slotWord(slot), serviceName),
  });
}
