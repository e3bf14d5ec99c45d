import { commands, l10n, window } from 'vscode';
import type { DisposableStore } from '../disposables.ts';
import { isCancelled, wordsOf } from '../errors.ts';
import { logError } from '../log.ts';
import type { Services } from '../services.ts';
import { Handle } from '../tree/handles.ts';
import { requireTrust } from '../trust.ts';

/**
 * One command of package.json. `run` gets what the menu it came from gives: a tree node or a file's Uri, and all that are
 * selected there; nothing from the palette.
 */
export interface Command {
  readonly id: `azureClassic.${string}.${string}`;
  /** It sends files of the workspace: hidden (package.json) and refused where that is not trusted. */
  readonly needsTrust?: true;
  readonly run: (services: Services, argument?: unknown, selection?: unknown) => Promise<void> | void;
}

interface Manifest { readonly contributes: { readonly commands: readonly { readonly command: string }[] } }

/** The commands of package.json; what they do is loaded with the first that runs. The one place where a command's failure is told: in words, with the log one click away. */
export function registerCommands(services: Services, disposables: DisposableStore): void {
  for (const { command: id } of (services.context.extension.packageJSON as Manifest).contributes.commands) {
    disposables.add(commands.registerCommand(id, async (argument?: unknown, selection?: unknown) => {
      try {
        const { commandTable } = await import('./table.ts');
        const { needsTrust, run } = commandTable.find((command) => command.id === id)!;
        if (needsTrust) requireTrust();
        await run(services, unwrap(argument), Array.isArray(selection) ? selection.map(unwrap) : selection);
      } catch (error) {
        if (isCancelled(error)) return;
        logError(services.log, id, error);
        const showLog = l10n.t('Show Log');
        // Not awaited: a command has ended when it has failed, not when somebody has read so.
        void window.showErrorMessage(wordsOf(error), showLog).then((choice) => { if (choice === showLog) services.log.show(); });
      }
    }));
  }
}

/** Menus of the tree give what VS Code has for a row. */
const unwrap = (argument: unknown): unknown => (argument instanceof Handle ? argument.node : argument);
