import { l10n, Uri, window, workspace } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { isNotFound, wordsOf } from '../errors.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { chooseNetworkConfiguration, fileName } from '../input/serviceFiles.ts';
import { runWizard, type Step } from '../input/wizard.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { connectionStep, groupRow, isNode } from './target.ts';

interface Answers { file?: Uri; connection?: Connection; client?: ServiceManagementClient }

export const virtualNetworkCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualNetworks.openConfiguration',
    run: async (services, argument) => {
      const done = await answer(services, argument, l10n.t('Open Network Configuration'), []);
      if (!done) return;
      const content = await done.client!.virtualNetworks.getConfiguration().catch(async (error: unknown) => {
        if (!isNotFound(error)) throw error;
        // Who has none gets an empty one, to be filled in and set.
        return (await import('../../serviceFiles/index.ts')).emptyNetworkConfiguration;
      });
      await window.showTextDocument(await workspace.openTextDocument({ language: 'xml', content }));
    },
  },
  {
    id: 'azureClassic.virtualNetworks.setConfiguration', needsTrust: true,
    run: async (services, argument) => {
      const title = l10n.t('Set Network Configuration');
      const file: Step<Answers> = async (ask, a) => { a.file = await chooseNetworkConfiguration(ask, a.file); };
      const done = await answer(services, argument, title, argument instanceof Uri ? [] : [file], argument instanceof Uri ? { file: argument } : {});
      if (!done) return;
      const { client, connection, file: uri } = done as Required<Answers>;
      // As the editor shows it, saved or not.
      const configuration = (await workspace.openTextDocument(uri)).getText();
      const names = await networksIn(uri, configuration);
      const before = (await client.virtualNetworks.list()).map(({ name }) => name);
      const words = (label: (names: string) => string, list: readonly string[]) => (list.length > 0 ? [label(list.join(', '))] : []);
      const gone = before.filter((name) => !names.includes(name));
      const facts = [
        subscriptionFact(connection), l10n.t('File: {0}', fileName(uri)),
        ...words((list) => l10n.t('New: {0}', list), names.filter((name) => !before.includes(name))),
        ...words((list) => l10n.t('Set anew: {0}', list), names.filter((name) => before.includes(name))),
        ...words((list) => l10n.t('Deleted: {0}', list), gone),
      ];
      if (!await confirm(l10n.t('Replace the whole network configuration?'), facts, title, gone.length > 0 ? { name: gone[0]! } : undefined)) return;
      await services.tasks.start({
        title: l10n.t('Setting the network configuration of {0}', connection.name), label: title, target: connection.name, connection, rows: [groupRow(connection, 'virtualNetworks')],
        // A function: it is too long to be written down.
        request: (to) => to.virtualNetworks.setConfiguration({ configuration }),
        done: l10n.t('{0} has its new network configuration.', connection.name),
      });
    },
  },
];

async function answer(services: Services, argument: unknown, title: string, steps: readonly Step<Answers>[], answers: Answers = {}): Promise<Answers | undefined> {
  const connection = await connectionStep<Answers>(services, isNode(argument) ? argument.connection : undefined);
  return connection && runWizard<Answers>(title, answers, [...steps, connection], steps.length + (services.connections.list().length > 1 ? 1 : 0));
}

/** Names of the virtual networks of a configuration. @throws Error in the reader's words, naming the file */
async function networksIn(uri: Uri, configuration: string): Promise<string[]> {
  const { parseNetworkConfiguration } = await import('../../serviceFiles/index.ts');
  try {
    return parseNetworkConfiguration(configuration).virtualNetworkSites.map(({ name }) => name);
  } catch (error) {
    const { line } = error as { line?: number };
    throw new Error(l10n.t('{0}: {1}', line === undefined ? fileName(uri) : l10n.t('{0}, line {1}', fileName(uri), line), wordsOf(error)), { cause: error });
  }
}
