import type { Services } from '../services.ts';
import type { TaskRecord } from './taskRecord.ts';

/** Shows in the tree what a task has changed; its own row where that is not there any more. */
export async function showTarget({ tree, operations }: Services, { id, shows, rows }: TaskRecord): Promise<void> {
  const row = shows ?? rows[0];
  if (row === undefined || !await tree.reveal(row)) await operations.reveal(id);
}

/** Everything about a task, in an editor. */
export const showDetails = ({ operationDocuments }: Services, { id, label, target }: TaskRecord): Promise<void> => operationDocuments.show('operation', `${label} (${target})`, { id });
