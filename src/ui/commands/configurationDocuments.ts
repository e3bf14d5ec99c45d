import { commands, l10n, Uri, window } from 'vscode';
import { configurationUri, deployedUri } from '../documents/configuration.ts';
import { baseName, pickConfigurationFile } from '../input/serviceFiles.ts';
import { slotName } from '../tree/deployments.ts';
import type { Command } from './command.ts';
import { deploymentTarget } from './target.ts';

export const configurationDocumentCommands: readonly Command[] = [
  {
    id: 'azureClassic.deployments.openConfiguration',
    run: async (services, argument) => {
      const target = await deploymentTarget(services, argument, l10n.t('Open Configuration'));
      if (target) await window.showTextDocument(configurationUri(target));
    },
  },
  {
    id: 'azureClassic.deployments.compareConfiguration',
    run: async (services, argument) => {
      const title = l10n.t('Compare Configuration with Deployed');
      const file = argument instanceof Uri ? argument : await pickConfigurationFile(title);
      const target = file && await deploymentTarget(services, argument, title);
      if (!target) return;
      const left = deployedUri(target);
      await services.properties.load(left);
      await commands.executeCommand('vscode.diff', left, file, l10n.t('{0} ({1}), deployed ↔ {2}', target.serviceName, slotName(target.slot), baseName(file)));
    },
  },
];
