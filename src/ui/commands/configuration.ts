import { l10n, Uri } from 'vscode';
import { confirm } from '../input/confirm.ts';
import { compareWithDeployed } from '../input/preflight.ts';
import { baseName, fileName, pickConfigurationFile, readConfigurationFile, type ConfigurationFile } from '../input/serviceFiles.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { deploymentFacts, deploymentTarget, serviceRow, type DeploymentTarget } from './target.ts';

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
  const { connection, client, serviceName, slot, deployment } = target;
  // What the service would refuse after the upload is said before it.
  const errors = deployment.configuration ? (await compareWithDeployed(configuration, deployment.configuration)).filter(({ severity }) => severity === 'error') : [];
  if (errors.length > 0) {
    throw new Error(l10n.t('{0} does not fit the deployment in the {1} slot, so nothing was changed. {2}', baseName(configuration.uri), slotWord(slot), errors.map(({ words }) => words).join(' ')));
  }
  const counts = configuration.roles.map((role) => {
    const now = (deployment.roleInstanceList ?? []).filter((instance) => instance.roleName === role.name).length;
    return now === role.instanceCount ? l10n.t('{0}: {1} instances, as now', role.name, now) : l10n.t('{0}: {1} instances instead of {2}', role.name, role.instanceCount, now);
  });
  const action = l10n.t('Upload Configuration');
  if (!await confirm(l10n.t('Upload this configuration?'), [...deploymentFacts(target), l10n.t('File: {0}', fileName(configuration.uri)), ...counts], action)) return false;
  // By its name: whatever somebody else may have put into the slot meanwhile is not what was confirmed.
  const { requestId } = await client.deployments.changeConfiguration({ serviceName, deploymentName: deployment.name, configuration: configuration.text });
  return services.tasks.follow({
    title: l10n.t('Changing the configuration of the {0} deployment of {1}', slotWord(slot), serviceName), connection, requestId, rows: [serviceRow(connection, serviceName)],
    done: l10n.t('The {0} deployment of {1} has its new configuration.', slotWord(slot), serviceName),
  });
}
