import { EventEmitter, l10n, MarkdownString, ProgressLocation, StatusBarAlignment, Uri, window, type Disposable, type ExtensionContext } from 'vscode';
import type { FinishedOperation } from '../api.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { DisposableStore } from '../disposables.ts';
import { wordsOf } from '../errors.ts';
import { logError, type Log } from '../log.ts';
import { resumeDeployment } from './deployment.ts';
import { followOperation } from './follow.ts';
import { RunningTask, type Ending, type Work } from './runningTask.ts';
import { TaskStore, type DeploymentRecord, type Lease, type TaskRecord } from './taskStore.ts';

export type { Action, Ending, RunningTask, Work } from './runningTask.ts';

export interface FollowOptions {
  /** What goes on, as a headline: "Deleting the staging deployment of contoso". */
  readonly title: string;
  readonly connection: Connection;
  /** Empty where there is nothing to follow: then it is done at once. */
  readonly requestId: string;
  /** Ids of tree rows that are read again while it runs and at its end. */
  readonly rows: readonly string[];
  /** Said once at the end: "The staging deployment of contoso is deleted." */
  readonly done: string;
}

/** A task as it begins, before there is anything to follow. */
export type NewTask = Omit<FollowOptions, 'requestId'> & { readonly deployment?: DeploymentRecord };

/** Heartbeat of what we follow, and how often we look what other windows do while there is anything to see. */
const tickMs = 5000;
/** A task whose subscription is not connected any more is remembered for so long. */
const forgottenAfterMs = 7 * 24 * 60 * 60 * 1000;

/**
 * What takes long, over all windows: each task is followed by one of them, shown by all, and taken over by another one when its
 * window is reloaded, closed or crashes.
 */
export class Tasks implements Disposable {
  readonly #log: Log;
  readonly #connections: Connections;
  readonly #store: TaskStore;
  readonly #rowsChanged = new EventEmitter<readonly string[]>();
  /** Ids of tree rows whose contents a task has changed, in this window or another. */
  readonly onDidChangeRows = this.#rowsChanged.event;
  readonly #finished = new EventEmitter<FinishedOperation>();
  readonly onDidFinishOperation = this.#finished.event;
  readonly #running = new Map<string, RunningTask>();
  /** Tasks that other windows follow, or nobody yet. */
  #others = new Map<string, TaskRecord>();
  readonly #disposables = new DisposableStore();
  readonly #status = this.#disposables.add(window.createStatusBarItem('azureClassic.tasks', StatusBarAlignment.Left));
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #disposed = false;

  constructor(context: ExtensionContext, log: Log, connections: Connections) {
    this.#log = log;
    this.#connections = connections;
    this.#store = new TaskStore(Uri.joinPath(context.globalStorageUri, 'tasks').fsPath);
    this.#status.name = l10n.t('Azure Classic Tasks');
    this.#status.command = 'azureClassic.subscriptions.focus';
  }

  /** Follows an asynchronous operation to its end. True when it succeeded; whatever the end is, the person has been told. */
  async follow({ requestId, ...start }: FollowOptions): Promise<boolean> {
    if (requestId === '') {
      this.#tell({ kind: 'succeeded', message: start.done });
      this.#rowsChanged.fire(start.rows);
      return true;
    }
    return this.run({ ...start }, followWork, requestId);
  }

  /** Carries out a task that has more to it than one operation. True when it succeeded; the person has been told what came of it. */
  async run({ connection, ...start }: NewTask, work: Work, requestId?: string): Promise<boolean> {
    const { task, lease } = await this.#store.begin({ ...start, connectionId: connection.id, startedAt: Date.now(), ...(requestId && { requestId }) });
    return this.#carryOut(task, lease, work);
  }

  /** After start-up: looks what other windows follow, and takes over what nobody does. Loads nothing where there is nothing. */
  async resume(): Promise<void> {
    this.#disposables.add(await this.#store.watch(() => void this.#look()));
    this.#disposables.add(this.#connections.onDidChange(() => void this.#look()));
    await this.#store.sweep();
    await this.#look();
  }

  /** The window closes: what it followed is there for another one, at once. */
  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#timer);
    for (const task of this.#running.values()) {
      task.abandon();
      task.lease.release();
    }
    this.#disposables.dispose();
  }

  async #carryOut(record: TaskRecord, lease: Lease, work: Work): Promise<boolean> {
    const task = new RunningTask(record, lease, { store: this.#store, connections: this.#connections, rowsChanged: (rows) => this.#rowsChanged.fire(rows) });
    this.#running.set(record.id, task);
    this.#others.delete(record.id);
    this.#show();
    this.#log.info(`begins: ${record.title}`);
    const ending = await window.withProgress({ location: ProgressLocation.Notification, title: record.title, cancellable: true }, async (progress, token) => {
      const hide = task.show(progress);
      token.onCancellationRequested(() => task.stop());
      task.rowsChanged();
      try {
        return await work(task);
      } catch (error) {
        if (!task.abandoned) logError(this.#log, record.title, error);
        return { kind: 'failed', message: wordsOf(error) } satisfies Ending;
      } finally {
        hide();
      }
    });
    this.#running.delete(record.id);
    if (task.abandoned) {
      this.#log.info(`left to another window: ${record.title}`);
      return false;
    }
    await this.#store.end(record.id, lease);
    this.#show();
    task.rowsChanged();
    this.#log.info(`${ending.kind}: ${ending.message}`);
    const { connectionId, requestId } = task.record;
    if (requestId) this.#finished.fire({ connectionId, requestId, outcome: ending.kind });
    this.#tell(ending);
    return ending.kind === 'succeeded';
  }

  /** Reads the folder; calls that come meanwhile are one more reading. */
  async #look(): Promise<void> {
    if (this.#disposed) return;
    if (this.#looking) return void (this.#lookAgain = true);
    this.#looking = this.#lookOnce().catch((error: Error) => this.#log.warn(`tasks: ${error.message}`));
    await this.#looking;
    this.#looking = undefined;
    if (this.#lookAgain) {
      this.#lookAgain = false;
      await this.#look();
    }
  }

  async #lookOnce(): Promise<void> {
    const before = this.#others;
    const tasks = (await this.#store.list()).filter((task) => !this.#running.has(task.id));
    const after = new Map<string, TaskRecord>();
    for (const task of tasks) if (await this.#store.isHeld(task.id)) after.set(task.id, task); else await this.#takeOver(task);
    this.#others = after;
    for (const task of [...before.values()].filter(({ id }) => !after.has(id))) this.#rowsChanged.fire(task.rows);
    for (const task of [...after.values()].filter(({ id }) => !before.has(id))) this.#rowsChanged.fire(task.rows);
    this.#show();
  }

  async #takeOver(task: TaskRecord): Promise<void> {
    const connected = this.#connections.find(task.connectionId) !== undefined;
    if (!connected && Date.now() - task.startedAt < forgottenAfterMs) return;
    const lease = await this.#store.claim(task.id);
    if (!lease || this.#disposed) return lease?.release();
    if (!connected) return this.#store.end(task.id, lease);
    void this.#carryOut(task, lease, task.deployment ? resumeDeployment : followWork);
  }

  #show(): void {
    const titles = [...this.#others.values(), ...[...this.#running.values()].map(({ record }) => record)].map(({ title }) => title);
    if (titles.length > 0) {
      this.#status.text = `$(sync~spin) ${l10n.t('Azure Classic: {0}', titles.length)}`;
      this.#status.tooltip = new MarkdownString();
      for (const title of titles) this.#status.tooltip.appendText(title).appendMarkdown('\n\n');
      this.#status.accessibilityInformation = { label: l10n.t('Azure Classic is busy: {0}', titles.join('; ')), role: 'button' };
      this.#status.show();
      this.#timer ??= setInterval(() => void this.#tick(), tickMs);
    } else {
      this.#status.hide();
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async #tick(): Promise<void> {
    for (const task of this.#running.values()) if (!await task.lease.beat()) task.abandon();
    await this.#look();
  }

  #tell({ kind, message, actions = [] }: Ending): void {
    const all = [...actions, ...(kind === 'failed' ? [{ title: l10n.t('Show Log'), run: async () => this.#log.show() }] : [])];
    const titles = all.map(({ title }) => title);
    const shown = kind === 'failed' ? window.showErrorMessage(message, ...titles) : window.showInformationMessage(message, ...titles);
    // Not awaited: the task has ended, whether somebody reads so or not.
    void shown.then((choice) => all.find(({ title }) => title === choice)?.run()).then(undefined, (error: unknown) => {
      logError(this.#log, message, error);
      void window.showErrorMessage(wordsOf(error));
    });
  }
}

/** Follows the operation that the task's record names. */
const followWork: Work = async (task) => {
  const { title, requestId = '', done } = task.record;
  try {
    const followed = await followOperation(task, requestId, task.rowsChanged);
    switch (followed.kind) {
      case 'succeeded': return { kind: 'succeeded', message: done };
      case 'failed': return { kind: 'failed', message: l10n.t('{0}: this failed. {1}', title, wordsOf(followed.error)) };
      case 'lost': return { kind: 'failed', message: l10n.t('{0}: the service does not know this operation any more. The tree shows how things stand.', title) };
      case 'unreadable': return { kind: 'failed', message: l10n.t('{0}: how it goes on cannot be read, though the service may be at it still. {1}', title, wordsOf(followed.error)) };
    }
  } catch (error) {
    if (!task.signal.aborted) throw error;
    return { kind: 'stopped', message: l10n.t('{0}: no longer waited for. The service goes on with it.', title) };
  }
};
