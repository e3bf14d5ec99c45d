import { l10n, ThemeIcon } from 'vscode';
import { openStorage } from '../operations/leftovers.ts';
import { confirm } from '../input/confirm.ts';
import { storageAccountChoices } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { deploymentFacts, deploymentTarget, serviceRow, slotTarget } from './target.ts';

interface Answers { account?: string; container?: string }

/** Of what was deployed: the package, and what happened to its instances. */
export const packageCommands: readonly Command[] = [
  {
    id: 'azureClassic.deployments.savePackage',
    run: async (services, argument) => {
      const title = l10n.t('Save Package to Storage Account');
      const target = await deploymentTarget(services, argument, title);
      if (!target) return;
      const { connection, client, serviceName, slot, deployment } = target;
      const done = await runWizard<Answers>(title, {}, [
        async (ask, a) => { a.account = await ask.pick<string>({ placeholder: l10n.t('Into which storage account?'), items: storageAccountChoices(client), active: (name) => name === a.account }); },
        async (ask, a) => {
          const { listContainers } = await import('../../staging/index.ts');
          const items = openStorage(client, a.account!).then(listContainers).then((names) => names.map((name): Choice<string> => ({ label: name, iconPath: new ThemeIcon('folder'), value: name })));
          a.container = await ask.pick<string>({ placeholder: l10n.t('Into which container? The service makes none'), items });
        },
      ]);
      if (!done) return;
      const files = `${deployment.name}.cspkg, ${deployment.name}.cscfg`;
      const facts = [...deploymentFacts(target), l10n.t('Container: {0}', `${done.account}/${done.container}`), l10n.t('Files: {0}', files), l10n.t('Who can read the container can read the configuration, with all that is secret in it. Files of these names are replaced.')];
      const question = l10n.t('Save the package of {0}?', deployment.label || deployment.name);
      if (!await confirm(question, facts, l10n.t('Save Package'))) return;
      const { blobEndpoint } = await openStorage(client, done.account!);
      await services.tasks.start({
        title: l10n.t('Saving the package of {0}', slotTarget(serviceName, slot)), label: title, target: slotTarget(serviceName, slot), question, connection, rows: [serviceRow(connection, serviceName)],
        request: { operation: 'deployments.getPackage', parameters: { serviceName, deploymentName: deployment.name, containerUri: `${blobEndpoint.replace(/\/$/, '')}/${done.container}`, overwriteExisting: true } },
        done: l10n.t('The package and the configuration of {0} are in {1}.', slotTarget(serviceName, slot), `${done.account}/${done.container}`),
      });
    },
  },
  {
    id: 'azureClassic.deployments.showEvents',
    run: async (services, argument) => {
      const target = await deploymentTarget(services, argument, l10n.t('Show Reboots'), () => true);
      if (!target) return;
      const { connection, serviceName, slot, deployment } = target;
      await services.operationDocuments.show('events', l10n.t('Reboots of {0}', slotTarget(serviceName, slot)), { connectionId: connection.id, serviceName, deploymentName: deployment.name });
    },
  },
];
