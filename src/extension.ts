import { ExtensionMode, window, type ExtensionContext } from 'vscode';
import { makeApi, type AzureClassicApi } from './ui/api.ts';
import { registerCommands } from './ui/commands/command.ts';
import { Connections } from './ui/connections/connections.ts';
import { EmulatorHost } from './ui/connections/emulatorHost.ts';
import { Keyring } from './ui/connections/keyring.ts';
import { DisposableStore } from './ui/disposables.ts';
import { ConfigurationDocuments } from './ui/documents/configuration.ts';
import { ConfigurationProblems } from './ui/documents/configurationProblems.ts';
import { OperationDocuments } from './ui/documents/operations.ts';
import { PropertiesDocuments } from './ui/documents/properties.ts';
import { makeWriters } from './ui/documents/writers.ts';
import { linkHandler } from './ui/links.ts';
import { createLog, logError } from './ui/log.ts';
import { announceEndings } from './ui/operations/announce.ts';
import { showInStatusBar } from './ui/operations/statusItem.ts';
import { Tasks } from './ui/operations/tasks.ts';
import type { Services } from './ui/services.ts';
import { OperationsTree } from './ui/tree/operationsTree.ts';
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
  const tree = disposables.add(new SubscriptionsTree(connections, emulator, context.workspaceState));
  const tasks = disposables.add(new Tasks(context, log, connections));
  // An emulator that was there before a reload is found again; it does not hold up the start, but what an editor showed then waits for it.
  const resumed = emulator.resume().catch((error: unknown) => logError(log, 'The local emulator could not be resumed', error)).then(() => tellEmulator(emulator));
  // So is what was under way.
  const followed = resumed.then(() => tasks.resume()).catch((error: unknown) => logError(log, 'Operations could not be resumed', error));
  const properties = disposables.add(new PropertiesDocuments(connections, resumed));
  const operations = disposables.add(new OperationsTree(tasks, connections));
  const operationDocuments = disposables.add(new OperationDocuments(makeWriters({ connections, tasks, operations }), followed));
  services = { context, log, emulator, connections, tasks, tree, operations, properties, operationDocuments };
  const configurations = disposables.add(new ConfigurationDocuments(services, resumed));
  disposables.add(new ConfigurationProblems(configurations));

  disposables.add(tasks.onDidChangeRows((rows) => rows.forEach((row) => tree.refreshId(row))));
  disposables.add(tasks.onDidChange((id) => operationDocuments.update('operation', id === undefined ? {} : { id })));
  disposables.add(showInStatusBar(tasks));
  disposables.add(announceEndings(services));
  followSteps(services, disposables);
  registerCommands(services, disposables);
  registerTools(toolTable, services, disposables);
  disposables.add(window.registerUriHandler(linkHandler(services, resumed)));
  return { ...makeApi(services), ...(context.extensionMode === ExtensionMode.Test && { services }) };
}

export async function deactivate(): Promise<void> {
  disposables.dispose();
  await services?.connections.dispose();
  await services?.emulator.release();
}
