import { l10n } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { isNotFound } from '../errors.ts';
import type { OperationsTree } from '../tree/operationsTree.ts';
import type { Tasks } from '../operations/tasks.ts';
import type { Writers } from './operations.ts';
import { describeEvents, eventDays } from './events.ts';
import { describeHistory, readHistory } from './history.ts';
import { describeTask } from './operation.ts';
import { describeStatus } from './status.ts';

/** The kinds of documents there are. */
export const makeWriters = ({ connections, tasks, operations }: { connections: Connections; tasks: Tasks; operations: OperationsTree }) => ({
  /** Everything about a task of ours. */
  operation: ({ id = '' }) => {
    const row = operations.row(id);
    if (!row) throw new Error(l10n.t('This operation is not in the list any more.'));
    return describeTask(row);
  },

  /** What the service says of an operation, whoever asked for it; and what we know of it, where we did. */
  status: async ({ connectionId = '', requestId = '' }) => {
    const connection = connections.get(connectionId);
    const task = tasks.all.find((one) => one.requestId === requestId);
    const client = await connections.client(connection);
    const status = await client.operations.getStatus({ requestId }).catch((error: unknown) => { if (isNotFound(error)) return undefined; throw error; });
    if (!status && !task) throw new Error(l10n.t('The service does not know an operation {0} in the subscription {1}.', requestId, connection.name));
    return [describeStatus(connection.name, requestId, status), ...(task ? [describeTask(operations.row(task.id)!)] : [])].join('\n');
  },

  /** What was done to a subscription, whoever did it. */
  history: async ({ connectionId = '' }) => {
    const connection = connections.get(connectionId);
    return describeHistory(connection.name, await readHistory(await connections.client(connection), Date.now()));
  },

  /** When the role instances of a deployment were rebooted. */
  events: async ({ connectionId = '', serviceName = '', deploymentName = '' }) => {
    const client = await connections.client(connections.get(connectionId));
    const now = Date.now();
    // A minute ahead: the service's clock may be.
    const events = await client.deployments.listEvents({ serviceName, deploymentName, startTime: new Date(now - eventDays * 24 * 60 * 60_000), endTime: new Date(now + 60_000) });
    return describeEvents(`${serviceName}, ${deploymentName}`, events);
  },
} satisfies Writers);
