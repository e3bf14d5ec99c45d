import { ExtensionMode, window, type ExtensionContext } from 'vscode';
import { makeApi, type AzureClassicApi } from './ui/api.ts';
import { registerCommands } from './ui/commands/command.ts';
import { commandTable } from './ui/commands/table.ts';
import { Connections } from './ui/connections/connections.ts';
import { EmulatorHost } from './ui/connections/emulatorHost.ts';
import { Keyring } from './ui/connections/keyring.ts';
import { DisposableStore } from './ui/disposables.ts';
import { linkHandler } from './ui/links.ts';
import { createLog, logError } from './ui/log.ts';
import { Tasks } from './ui/operations/tasks.ts';
import type { Services } from './ui/services.ts';
import { registerTools } from './ui/tools/tool.ts';
import { toolTable } from './ui/tools/table.ts';
import { SubscriptionsTree } from './ui/tree/subscriptionsTree.ts';
import { followSteps, tellEmulator } from './ui/walkthrough.ts';

const disposables = new DisposableStore();
let services: Services | undefined;

/** @returns what other extensions may use; to tests inside VS Code the parts too */
export async function activate(context: ExtensionContext): Promise<AzureClassicApi & { services?: Services }> {
  const log = disposables.add(createLog());
  const emulator = new EmulatorHost(context, log);
  const connections = new Connections(disposables.add(new Keyring(context.secrets)), log, emulator);
  const tree = disposables.add(new SubscriptionsTree(connections, emulator));
  const tasks = disposables.add(new Tasks(context, log, connections));
  services = { context, log, emulator, connections, tasks, tree };

  disposables.add(tasks.onDidChangeRows((rows) => rows.forEach((row) => tree.refreshId(row))));
  followSteps(services, disposables);
  registerCommands(commandTable, services, disposables);
  registerTools(toolTable, services, disposables);

  // An emulator or an operation that was there before a reload is found again; neither holds up the start.
  const resumed = emulator.resume().catch((error: unknown) => logError(log, 'The local emulator could not be resumed', error)).then(() => tellEmulator(emulator));
  disposables.add(window.registerUriHandler(linkHandler(services, resumed)));
  void resumed.then(() => tasks.resume());
  return { ...makeApi(services), ...(context.extensionMode === ExtensionMode.Test && { services }) };
}

export async function deactivate(): Promise<void> {
  disposables.dispose();
  await services?.connections.dispose();
  await services?.emulator.release();
}
