import { ExtensionMode, type ExtensionContext } from 'vscode';
import { registerCommands } from './ui/commands/command.ts';
import { commandTable } from './ui/commands/table.ts';
import { Connections } from './ui/connections/connections.ts';
import { EmulatorHost } from './ui/connections/emulatorHost.ts';
import { Keyring } from './ui/connections/keyring.ts';
import { DisposableStore } from './ui/disposables.ts';
import { ConfigurationDocuments } from './ui/documents/configuration.ts';
import { ConfigurationProblems } from './ui/documents/configurationProblems.ts';
import { PropertiesDocuments } from './ui/documents/properties.ts';
import { createLog, logError } from './ui/log.ts';
import { Tasks } from './ui/operations/tasks.ts';
import type { Services } from './ui/services.ts';
import { SubscriptionsTree } from './ui/tree/subscriptionsTree.ts';

const disposables = new DisposableStore();
let services: Services | undefined;

/** @returns the parts, to tests inside VS Code only */
export async function activate(context: ExtensionContext): Promise<Services | undefined> {
  const log = disposables.add(createLog());
  const emulator = new EmulatorHost(context, log);
  const connections = new Connections(disposables.add(new Keyring(context.secrets)), log, emulator);
  const tree = disposables.add(new SubscriptionsTree(connections, emulator, context.workspaceState));
  const tasks = disposables.add(new Tasks(context, log, connections));
  // An emulator that was there before a reload is found again; it does not hold up the start, but what an editor showed then waits for it.
  const resumed = emulator.resume().catch((error: unknown) => logError(log, 'The local emulator could not be resumed', error));
  const properties = disposables.add(new PropertiesDocuments(connections, resumed));
  services = { context, log, emulator, connections, tasks, tree, properties };
  const configurations = disposables.add(new ConfigurationDocuments(services, resumed));
  disposables.add(new ConfigurationProblems(configurations));

  disposables.add(tasks.onDidChangeRows((rows) => rows.forEach((row) => tree.refreshId(row))));
  registerCommands(commandTable, services, disposables);

  // So is what was under way.
  void resumed.then(() => tasks.resume());
  return context.extensionMode === ExtensionMode.Test ? services : undefined;
}

export async function deactivate(): Promise<void> {
  disposables.dispose();
  await services?.connections.dispose();
  await services?.emulator.release();
}
