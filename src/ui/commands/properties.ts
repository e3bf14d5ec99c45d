import { l10n, Uri, window } from 'vscode';
import { inFormat, propertiesScheme, propertiesUri, type PropertiesFormat } from '../documents/properties.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { isNode } from './target.ts';

const view = (format: PropertiesFormat) => async ({ properties, tree }: Services, argument: unknown): Promise<void> => {
  // From the title of a document: the same resource in the other format.
  if (argument instanceof Uri) return properties.open(inFormat(argument, format));
  const node = isNode(argument) ? argument : tree.selection;
  if (!node?.source) return void window.showInformationMessage(l10n.t('Select a row in the Azure Classic view first.'));
  await properties.open(propertiesUri(node.connection, node.source, format));
};

export const propertiesCommands: readonly Command[] = [
  { id: 'azureClassic.resource.viewJson', run: view('json') },
  { id: 'azureClassic.resource.viewXml', run: view('xml') },
  {
    id: 'azureClassic.resource.reread',
    run: async ({ properties }, argument) => {
      const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
      if (uri?.scheme === propertiesScheme) await properties.load(uri);
    },
  },
];
