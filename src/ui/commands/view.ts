import { env, l10n, window } from 'vscode';
import type { Command } from './command.ts';
import { isNode } from './target.ts';

export const viewCommands: readonly Command[] = [
  { id: 'azureClassic.tree.refresh', run: ({ tree }, argument) => tree.refresh(isNode(argument) ? argument : undefined) },
  {
    id: 'azureClassic.resource.copyName',
    run: async ({ tree }, argument) => copy((isNode(argument) ? argument : tree.selection)?.name),
  },
  {
    id: 'azureClassic.resource.copyUrl',
    run: async ({ tree }, argument) => copy((isNode(argument) ? argument : tree.selection)?.url),
  },
  { id: 'azureClassic.log.show', run: ({ log }) => log.show() },
];

async function copy(text: string | undefined): Promise<void> {
  if (!text) return void window.showInformationMessage(l10n.t('Select a row in the Azure Classic view first.'));
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('Copied: {0}', text), 3000);
}
