import { setTimeout as sleep } from 'node:timers/promises';
import { commands, l10n, window, type UriHandler } from 'vscode';
import { groupRow, serviceRow } from './commands/target.ts';
import { wordsOf } from './errors.ts';
import { parseLink, type LinkProblem, type LinkTarget } from './linkTarget.ts';
import { logError } from './log.ts';
import type { Services } from './services.ts';

/** `vscode://` links: whoever made one, it only shows a row. `ready` is when an emulator that was wanted is there again. */
export const linkHandler = (services: Services, ready: Promise<void>): UriHandler => ({
  handleUri: async (uri) => {
    try {
      const link = parseLink(uri);
      await ready;
      const problem = typeof link === 'string' ? wordsOfProblem(link) : await reveal(services, link);
      if (problem) void window.showWarningMessage(problem);
    } catch (error) {
      logError(services.log, 'link', error);
      void window.showErrorMessage(wordsOf(error));
    }
  },
});

/** @returns why it cannot be shown */
async function reveal({ connections, tree }: Services, { subscriptionId, service, slot }: LinkTarget): Promise<string | undefined> {
  const connection = connections.list().find((each) => each.subscriptionId.toLowerCase() === subscriptionId);
  if (!connection) return l10n.t('The link is about the subscription {0}, which is not connected here. Add it, or start the local emulator, then open the link again.', subscriptionId);
  await commands.executeCommand('azureClassic.subscriptions.focus');
  const row = service && serviceRow(connection, service);
  const shown = await revealPatiently(tree, [connection.id, ...(row ? [groupRow(connection, 'hostedServices'), row] : []), ...(slot ? [`${row}/${slot}`] : [])]);
  return shown ? undefined : l10n.t('The link is about the cloud service {0}, which {1} does not have, or does not tell of now.', service ?? '', connection.name);
}

/** VS Code finds no row of a view that it has just opened, and says when it has read it only by not throwing any more. */
async function revealPatiently(tree: Services['tree'], path: readonly string[]): Promise<boolean> {
  for (let attempts = 10; ; attempts--) {
    try {
      return await tree.reveal(path.at(-1)!);
    } catch (error) {
      if (attempts === 1) throw error;
      await sleep(300);
    }
  }
}

function wordsOfProblem(problem: LinkProblem): string {
  switch (problem) {
    case 'path': return l10n.t('This link asks for something that links cannot do here: they only show a row of the Azure Classic view. Nothing was done.');
    case 'parameter': return l10n.t('This link has a part that is not known, or one of them twice. Nothing was done.');
    case 'subscription': return l10n.t('This link names no subscription by its id (a GUID). Nothing was done.');
    case 'service': return l10n.t('This link names a cloud service that there cannot be. Nothing was done.');
    case 'slot': return l10n.t('This link names a slot that there cannot be: it is Production or Staging, of a cloud service. Nothing was done.');
  }
}
