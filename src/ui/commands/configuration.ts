import { l10n, Uri } from 'vscode';
import { confirm } from '../input/confirm.ts';
import { compareWithDeployed } from '../input/preflight.ts';
import { baseName, fileName, pickConfigurationFile, readConfigurationFile, type ConfigurationFile } from '../input/serviceFiles.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { deploymentFacts, deploymentTarget, serviceRow, slotTarget, type DeploymentTarget } from './target.ts';

export const configurationCommands: readonly Command[] = [
  {
    id: 'azureClassic.deployments.changeConfiguration', needsTrust: true,
    run: async (services, argument) => {
      const title = l10n.t('Upload Configuration');
      const file = argument instanceof Uri ? argument : await pickConfigurationFile(title);
      if (!file) return;
      const configuration = await readConfigurationFile(file);
      const target = await deploymentTarget(services, argument, title);
      if (target) await changeConfiguration(services, target, configuration);
    },
  },
];

/** Gives a deployment another configuration, after saying what changes; true when it has it. */
export async function changeConfiguration(services: Services, target: DeploymentTarget, configuration: ConfigurationFile): Promise<boolean> {
  const counts = (await instanceCounts(target, configuration)).map(({ role, now, then }) => (
    now === then ? l10n.t('{0}, instances: {1}, as now', role, now) : l10n.t('{0}, instances: {1} instead of {2}', role, then, now)));
  const action = l10n.t('Upload Configuration');
  if (!await confirm(l10n.t('Upload this configuration?'), [...deploymentFacts(target), l10n.t('File: {0}', fileName(configuration.uri)), ...counts], action)) return false;
  return uploadConfiguration(services, target, configuration);
}

/**
 * How many instances of each role there are, and will be.
 * @throws Error in the reader's words for what the service would refuse after the upload
 */
export async function instanceCounts({ slot, deployment }: DeploymentTarget, configuration: ConfigurationFile): Promise<{ role: string; now: number; then: number }[]> {
  const errors = deployment.configuration ? (await compareWithDeployed(configuration, deployment.configuration)).filter(({ severity }) => severity === 'error') : [];
  if (errors.length > 0) {
    throw new Error(l10n.t('{0} does not fit the deployment in the {1} slot, so nothing was changed. {2}', baseName(configuration.uri), slotWord(slot), errors.map(({ words }) => words).join(' ')));
  }
  return configuration.roles.map(({ name, instanceCount }) => ({
    role: name, now: (deployment.roleInstanceList ?? []).filter(({ roleName }) => roleName === name).length, then: instanceCount,
  }));
}

/** Uploads what has been agreed to, and follows it to its end; true when the deployment has it. */
export async function uploadConfiguration(services: Pick<Services, 'tasks'>, { connection, serviceName, slot, deployment }: DeploymentTarget, configuration: ConfigurationFile): Promise<boolean> {
  // By its name: whatever somebody else may have put into the slot meanwhile is not what was confirmed.
  return services.tasks.start({
    title: l10n.t('Changing the configuration of the {0} deployment of {1}', slotWord(slot), serviceName), label: l10n.t('Upload Configuration'), target: slotTarget(serviceName, slot),
    connection, rows: [serviceRow(connection, serviceName)],
    // A function: the configuration may hold secrets.
    request: (client) => client.deployments.changeConfiguration({ serviceName, deploymentName: deployment.name, configuration: configuration.text }),
    done: l10n.t('The {0} deployment of {1} has its new configuration.', slotWord(slot), serviceName),
  });
}
