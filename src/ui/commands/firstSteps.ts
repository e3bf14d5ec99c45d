import { commands, Uri } from 'vscode';
import type { Command } from './command.ts';

export const firstStepsCommands: readonly Command[] = [
  { id: 'azureClassic.walkthrough.open', run: async ({ context }) => { await commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`); } },
  {
    id: 'azureClassic.sample.deploy', needsTrust: true,
    /** The sample that comes with the extension, so that it can be tried in any window. */
    run: async ({ context }) => {
      const files = ['ContosoShop.cspkg', 'ServiceConfiguration.Local.cscfg'].map((name) => Uri.joinPath(context.extensionUri, 'dist/sample', name));
      await commands.executeCommand('azureClassic.deployments.deploy', undefined, files);
    },
  },
];
