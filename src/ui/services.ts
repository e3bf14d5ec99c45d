import type { ExtensionContext } from 'vscode';
import type { Connections } from './connections/connections.ts';
import type { EmulatorHost } from './connections/emulatorHost.ts';
import type { OperationDocuments } from './documents/operations.ts';
import type { PropertiesDocuments } from './documents/properties.ts';
import type { Log } from './log.ts';
import type { Tasks } from './operations/tasks.ts';
import type { OperationsTree } from './tree/operationsTree.ts';
import type { SubscriptionsTree } from './tree/subscriptionsTree.ts';

/** What the parts of the editor need of each other; made once in `activate`. */
export interface Services {
  readonly context: ExtensionContext;
  readonly log: Log;
  readonly emulator: EmulatorHost;
  readonly connections: Connections;
  readonly tasks: Tasks;
  readonly tree: SubscriptionsTree;
  readonly operations: OperationsTree;
  readonly properties: PropertiesDocuments;
  readonly operationDocuments: OperationDocuments;
}
