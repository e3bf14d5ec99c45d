import { l10n } from 'vscode';
import type { Accepted } from '../../client/index.ts';
import { wordsOf } from '../errors.ts';
import { followOperation } from './follow.ts';
import type { Work } from './runningTask.ts';

/** Asks for one asynchronous operation and follows it. */
export const requestAndFollow = (request: () => Promise<Accepted>): Work => async (task) => {
  // Without the signal: whoever stops waiting now is told a moment later what came of it, instead of that nobody knows.
  const { requestId } = await request();
  await task.save({ requestId });
  return follow(task);
};

/** Goes on with one that another window, or this one before its reload, has asked for. */
export const resumeOperation: Work = async (task) => (task.record.requestId === undefined
  ? { kind: 'lost', message: l10n.t('{0}: the window was closed just when this was asked for, so nobody knows whether the service does it. The tree shows how things stand.', task.record.title) }
  : follow(task));

const follow: Work = async (task) => {
  const { title, requestId = '', done } = task.record;
  try {
    const followed = await followOperation(task, requestId, task.rowsChanged);
    switch (followed.kind) {
      case 'succeeded': return { kind: 'succeeded', message: done };
      case 'failed': return { kind: 'failed', message: l10n.t('{0}: this failed. {1}', title, wordsOf(followed.error)), reason: wordsOf(followed.error) };
      case 'lost': return { kind: 'lost', message: l10n.t('{0}: the service does not know this operation any more. The tree shows how things stand.', title) };
      case 'unreadable': return { kind: 'lost', message: l10n.t('{0}: how it goes on cannot be read, though the service may be at it still. {1}', title, wordsOf(followed.error)) };
    }
  } catch (error) {
    if (!task.signal.aborted || task.abandoned) throw error;
    return { kind: 'stopped', message: l10n.t('{0}: no longer waited for. The service goes on with it.', title) };
  }
};
