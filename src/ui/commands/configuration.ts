import { l10n, Uri } from 'vscode';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { pickConfigurationFile, readConfigurationFile } from '../input/serviceFiles.ts';
import { slotName } from '../tree/deployments.ts';
import type { Command } from './command.ts';
import { deploymentTarget, serviceRow } from './target.ts';

export const configurationCommands: readonly Command[] = [
  {
    id: 'azureClassic.deployments.changeConfiguration',
    run: async (services, argument) => {
      const title = l10n.t('Upload Configuration');
      const file = argument instanceof Uri ? argument : await pickConfigurationFile(title);
      if (!file) return;
      const configuration = await readConfigurationFile(file);
      const target = await deploymentTarget(services, argument, title);
      if (!target) return;
      const { connection, client, serviceName, slot, deployment } = target;

      // What the service would refuse only after the upload is said before it: other roles, roles that are missing.
      const deployed = (deployment.roleList ?? []).map((role) => role.roleName);
      const given = configuration.roles.map((role) => role.name);
      const missing = deployed.filter((role) => !given.includes(role));
      const unknown = given.filter((role) => !deployed.includes(role));
      if (missing.length > 0) throw new Error(l10n.t('{0} lacks the roles {1} of the deployment in {2}. Nothing was changed.', file.fsPath, missing.join(', '), slotName(slot)));
      if (unknown.length > 0) throw new Error(l10n.t('{0} has the roles {1}, which the deployment in {2} does not have. Nothing was changed.', file.fsPath, unknown.join(', '), slotName(slot)));

      const counts = configuration.roles.map((role) => {
        const now = (deployment.roleInstanceList ?? []).filter((instance) => instance.roleName === role.name).length;
        return now === role.instanceCount ? l10n.t('{0}: {1} instances, as now', role.name, now) : l10n.t('{0}: {1} instances instead of {2}', role.name, role.instanceCount, now);
      });
      const facts = [
        subscriptionFact(connection), l10n.t('Cloud service: {0}', serviceName), l10n.t('Slot: {0}', slotName(slot)),
        l10n.t('Deployment: {0}', deployment.label || deployment.name), l10n.t('File: {0}', file.fsPath), ...counts,
      ];
      if (!await confirm(l10n.t('Upload this configuration?'), facts, title)) return;
      const { requestId } = await client.deployments.changeConfiguration({ serviceName, slot, configuration: configuration.text });
      await services.tasks.follow({
        title: l10n.t('Changing the configuration of {0} of {1}', slotName(slot), serviceName), connection, requestId, rows: [serviceRow(connection, serviceName)],
        done: l10n.t('{0} of {1} has its new configuration.', slotName(slot), serviceName),
      });
    },
  },
];
