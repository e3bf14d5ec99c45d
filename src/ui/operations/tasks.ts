import { EventEmitter, l10n, Uri, window, type Disposable, type ExtensionContext } from 'vscode';
import type { Accepted, ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { DisposableStore } from '../disposables.ts';
import { wordsOf } from '../errors.ts';
import { logError, type Log } from '../log.ts';
import { resumeDeployment } from './deployment.ts';
import { deletePackage } from './leftovers.ts';
import { resumeMachine } from './machine.ts';
import { requestAndFollow, resumeOperation } from './operation.ts';
import { send, type Request } from './request.ts';
import { RunningTask, type Work } from './runningTask.ts';
import { hasEnded, type EndedTask, type TaskRecord } from './taskRecord.ts';
import { TaskStore, type Lease } from './taskStore.ts';

/** A task as it begins, before there is anything to follow. */
export interface NewTask extends Pick<TaskRecord, 'title' | 'label' | 'target' | 'rows' | 'shows' | 'done' | 'question' | 'deletes' | 'deployment' | 'machine'> {
  readonly connection: Connection;
  /** Id of a task that makes room for this one, because this is it once more. */
  readonly replaces?: string | undefined;
}

/** A task that is one asynchronous operation. */
export interface NewOperation extends Omit<NewTask, 'deployment' | 'machine'> {
  /** As data it can be sent again when it has failed; as a function, because there is in it what must not be written down, it cannot. */
  readonly request: Request | ((client: ServiceManagementClient) => Promise<Accepted>);
}

/** `idle`: nobody follows it, because its subscription is not connected. */
export type Whereabouts = 'here' | 'elsewhere' | 'idle' | 'ended';

/** Heartbeat of what we follow, and how often we look what other windows do while there is anything to see. */
const tickMs = 5000;
/** A task whose subscription is not connected any more is waited for so long. */
const forgottenAfterMs = 7 * 24 * 60 * 60 * 1000;

/**
 * What takes long, over all windows: each task is followed by one of them, shown by all, and taken over by another one when its
 * window is reloaded, closed or crashes. Those that have ended stay for a while.
 */
export class Tasks implements Disposable {
  readonly #log: Log;
  readonly #connections: Connections;
  readonly #store: TaskStore;
  readonly #rowsChanged = new EventEmitter<readonly string[]>();
  /** Ids of tree rows whose contents a task has changed, in this window or another. */
  readonly onDidChangeRows = this.#rowsChanged.event;
  readonly #changed = new EventEmitter<string | undefined>();
  /** One task, by its id, is another step further; undefined: there are others, or in another order. */
  readonly onDidChange = this.#changed.event;
  readonly #ended = new EventEmitter<EndedTask>();
  /** A task of this window has ended. */
  readonly onDidEnd = this.#ended.event;
  readonly #here = new Map<string, RunningTask>();
  #elsewhere = new Map<string, TaskRecord>();
  #idle = new Map<string, TaskRecord>();
  #past = new Map<string, EndedTask>();
  /** Those that ended, changed or went here since a reading of the folder began, which may have them as they were before. */
  readonly #newerThanReading = new Set<string>();
  readonly #disposables = new DisposableStore();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #disposed = false;

  constructor(context: ExtensionContext, log: Log, connections: Connections) {
    this.#log = log;
    this.#connections = connections;
    this.#store = new TaskStore(Uri.joinPath(context.globalStorageUri, 'tasks').fsPath);
  }

  /** What goes on, the newest first. */
  get running(): TaskRecord[] {
    return [...[...this.#here.values()].map(({ record }) => record), ...this.#elsewhere.values()].sort((a, b) => b.startedAt - a.startedAt);
  }

  /** What goes on, what nobody can follow now, and what has ended; the newest first. */
  get all(): TaskRecord[] {
    return [...this.running, ...[...this.#idle.values()].reverse(), ...[...this.#past.values()].sort((a, b) => b.ended.at - a.ended.at)];
  }

  whereabouts(id: string): Whereabouts {
    return this.#here.has(id) ? 'here' : this.#elsewhere.has(id) ? 'elsewhere' : this.#idle.has(id) ? 'idle' : 'ended';
  }

  find(id: string): TaskRecord | undefined {
    return this.#here.get(id)?.record ?? this.#elsewhere.get(id) ?? this.#idle.get(id) ?? this.#past.get(id);
  }

  /** Asks for an asynchronous operation and follows it to its end. True when it succeeded; whatever the end is, the person is told. */
  async start({ request, ...start }: NewOperation): Promise<boolean> {
    const asData = typeof request === 'object';
    return this.#begin({ ...start, ...(asData && { request }) }, requestAndFollow(async () => {
      const client = await this.#connections.client(start.connection);
      return asData ? send(client, request) : request(client);
    }));
  }

  /** Carries out a task that has more to it than one operation. True when it succeeded; the person is told what came of it. */
  async run(start: NewTask, work: Work): Promise<boolean> {
    return this.#begin(start, work);
  }

  /** The person does not want to wait any longer for a task of this window. */
  stop(id: string): void {
    this.#here.get(id)?.stop();
  }

  /** Removes tasks that do not go on: those of `ids`, or all that have ended. */
  async clear(ids: readonly string[] = [...this.#past.keys()]): Promise<void> {
    for (const id of ids) {
      const lease = this.#idle.has(id) ? await this.#store.claim(id) : undefined;
      if (!lease && !this.#past.has(id)) continue;
      await this.#store.forget(id);
      lease?.release();
      this.#put(id, undefined);
    }
    this.#changed.fire(undefined);
  }

  /** Deletes the package that an ended task has left in Blob storage. */
  async deletePackage(id: string): Promise<void> {
    const task = this.#past.get(id);
    if (!task?.ended.leftPackage) return;
    await deletePackage(this.#connections, task);
    const { leftPackage, ...ended } = task.ended;
    await this.#store.write({ ...task, ended });
    this.#put(id, { ...task, ended });
    this.#changed.fire(id);
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
    for (const task of this.#here.values()) {
      task.abandon();
      task.lease.release();
    }
    this.#disposables.dispose();
  }

  async #begin({ connection, replaces, ...start }: NewTask & Pick<TaskRecord, 'request'>, work: Work): Promise<boolean> {
    if (replaces) await this.clear([replaces]);
    const { task, lease } = await this.#store.begin({ ...start, connectionId: connection.id, startedAt: Date.now() });
    return this.#carryOut(task, lease, work);
  }

  async #carryOut(record: TaskRecord, lease: Lease, work: Work): Promise<boolean> {
    const task = new RunningTask(record, lease, {
      store: this.#store, connections: this.#connections,
      rowsChanged: (rows) => this.#rowsChanged.fire(rows), changed: (id) => this.#changed.fire(id),
    });
    this.#here.set(record.id, task);
    this.#elsewhere.delete(record.id);
    this.#idle.delete(record.id);
    this.#show();
    this.#log.info(`begins: ${record.title}`);
    const ending = await window.withProgress({ location: { viewId: 'azureClassic.operations' }, title: record.title }, async () => {
      task.rowsChanged();
      return work(task).catch((error: unknown) => {
        if (!task.abandoned) logError(this.#log, record.title, error);
        return { kind: 'failed', message: l10n.t('{0}: this failed. {1}', record.title, wordsOf(error)), reason: wordsOf(error) } as const;
      });
    });
    const ended = await task.end(ending);
    this.#here.delete(record.id);
    if (task.abandoned) {
      this.#log.info(`left to another window: ${record.title}`);
      return false;
    }
    this.#put(record.id, ended);
    this.#show();
    await this.#store.end(ended, lease);
    task.rowsChanged();
    this.#log.info(`${ending.kind}: ${ending.message}`);
    this.#ended.fire(ended);
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

  /** What has become of a task that does not go on here any more; undefined: it is gone. */
  #put(id: string, ended: EndedTask | undefined): void {
    this.#newerThanReading.add(id);
    this.#idle.delete(id);
    if (ended) this.#past.set(id, ended);
    else this.#past.delete(id);
  }

  async #lookOnce(): Promise<void> {
    const [before, idle, past] = [this.#elsewhere, new Map<string, TaskRecord>(), new Map<string, EndedTask>()];
    const after = new Map<string, TaskRecord>();
    this.#newerThanReading.clear();
    for (const task of await this.#store.list()) {
      if (this.#here.has(task.id) || this.#newerThanReading.has(task.id)) continue;
      // One that has ended here may not be written down as such yet.
      const ended = hasEnded(task) ? task : this.#past.get(task.id);
      if (ended) past.set(task.id, ended);
      else if (await this.#store.isHeld(task.id)) after.set(task.id, task);
      else if (!await this.#takeOver(task)) idle.set(task.id, task);
    }
    for (const id of [...this.#here.keys(), ...this.#newerThanReading]) {
      for (const read of [after, idle, past]) read.delete(id);
      const ended = this.#past.get(id);
      if (ended) past.set(id, ended);
    }
    const others = [...before.keys(), ...this.#idle.keys(), ...this.#past.keys()].join() !== [...after.keys(), ...idle.keys(), ...past.keys()].join();
    [this.#elsewhere, this.#idle, this.#past] = [after, idle, past];
    for (const task of [...before.values()].filter(({ id }) => !after.has(id))) this.#rowsChanged.fire(task.rows);
    for (const task of [...after.values()].filter(({ id }) => !before.has(id))) this.#rowsChanged.fire(task.rows);
    if (others) this.#show();
    else for (const task of after.values()) this.#changed.fire(task.id);
  }

  /** True when somebody follows the task now. */
  async #takeOver(task: TaskRecord): Promise<boolean> {
    const connected = this.#connections.find(task.connectionId) !== undefined;
    if (!connected && Date.now() - task.startedAt < forgottenAfterMs) return false;
    const lease = await this.#store.claim(task.id);
    if (!lease || this.#disposed) {
      lease?.release();
      return true;
    }
    void this.#carryOut(task, lease, !connected ? lostConnection : task.deployment ? resumeDeployment : task.machine ? resumeMachine : resumeOperation);
    return true;
  }

  /** There are others: whoever shows them looks again; the heart beats while there are any. */
  #show(): void {
    const busy = this.#here.size + this.#elsewhere.size > 0;
    if (busy) this.#timer ??= setInterval(() => void this.#tick(), tickMs);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.#changed.fire(undefined);
  }

  async #tick(): Promise<void> {
    for (const task of this.#here.values()) if (!await task.lease.beat()) task.abandon();
    await this.#look();
  }
}

/** For what nobody could follow for too long. */
const lostConnection: Work = async () => ({ kind: 'lost', message: l10n.t('Its subscription has not been connected for a week, so nobody can say what came of it.') });
