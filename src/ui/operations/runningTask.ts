import { ProgressLocation, window } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Waiting } from './follow.ts';
import { clock } from './looks.ts';
import type { EndedTask, Ending, EndKind, StepRecord, TaskRecord } from './taskRecord.ts';
import type { Lease, TaskStore } from './taskStore.ts';

export type Work = (task: RunningTask) => Promise<Ending>;

interface Surroundings {
  readonly store: TaskStore;
  readonly connections: Connections;
  readonly rowsChanged: (rows: readonly string[]) => void;
  /** The record of a task is another one. */
  readonly changed: (id: string) => void;
}

/** What is reported is written down this much later, for other windows and for after a crash. */
const saveMs = 2000;

/** A task that this window carries out, as the work in it sees it. */
export class RunningTask implements Waiting {
  readonly lease: Lease;
  readonly connections: Connections;
  readonly #surroundings: Surroundings;
  readonly #abort = new AbortController();
  readonly signal = this.#abort.signal;
  #record: TaskRecord;
  #abandoned = false;
  #percent = 0;
  #onReport: (() => void) | undefined;
  #saving = Promise.resolve();
  #saveTimer: NodeJS.Timeout | undefined;

  constructor(record: TaskRecord, lease: Lease, surroundings: Surroundings) {
    this.#record = record;
    this.lease = lease;
    this.connections = surroundings.connections;
    this.#surroundings = surroundings;
  }

  get record(): TaskRecord { return this.#record; }
  get connectionId(): string { return this.#record.connectionId; }

  /** Another window follows the task now, or will: nothing is to be said here, and its files stay. */
  get abandoned(): boolean { return this.#abandoned; }

  /** Begins a step, which ends the one before; one that goes on already goes on. */
  readonly step = (title: string): void => {
    if (runningStep(this.#record)?.title === title) return;
    this.#change({ steps: [...endedSteps(this.#record, 'succeeded'), { title, startedAt: Date.now() }], detail: undefined });
    this.#surroundings.changed(this.#record.id);
    this.#onReport?.();
  };

  /** Ends the step that goes on, where there is one. */
  readonly endStep = (kind: EndKind): void => {
    if (!runningStep(this.#record)) return;
    this.#change({ steps: endedSteps(this.#record, kind) });
    this.#surroundings.changed(this.#record.id);
  };

  /** Says how things stand, in the step that goes on or else of the task. `percent` moves a notification's bar and never goes back. */
  readonly report = (detail: string, percent?: number): void => {
    const step = runningStep(this.#record);
    if (percent !== undefined) this.#percent = Math.max(this.#percent, percent);
    if (detail !== (step ?? this.#record).detail) this.#change(step ? { steps: [...this.#record.steps!.slice(0, -1), { ...step, detail }] } : { detail });
    this.#onReport?.();
  };

  /** Writes down how far the work has come, for whoever may have to take it over. */
  readonly save = (change: Partial<TaskRecord>): Promise<void> => {
    this.#change(change);
    this.#surroundings.changed(this.#record.id);
    return this.#write();
  };

  /** The tree's rows of this task are to be read again. */
  readonly rowsChanged = (): void => this.#surroundings.rowsChanged(this.#record.rows);

  /** Shows a notification with *Cancel* while `work` goes on: for work that ends when the signal is aborted, and undoes itself. */
  async cancellable<T>(work: () => Promise<T>): Promise<T> {
    return window.withProgress({ location: ProgressLocation.Notification, title: this.#record.title, cancellable: true }, async (progress, token) => {
      token.onCancellationRequested(() => this.stop());
      let shown = 0;
      const render = () => {
        const { title, detail } = runningStep(this.#record) ?? {};
        const elapsed = clock(Date.now() - this.#record.startedAt);
        progress.report({ message: [title, detail, elapsed].filter(Boolean).join(' · '), ...(this.#percent > shown && { increment: this.#percent - shown }) });
        shown = this.#percent;
      };
      this.#onReport = render;
      render();
      const timer = setInterval(render, 1000);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        this.#onReport = undefined;
      }
    });
  }

  /** The person does not want to wait any longer. */
  stop(): void {
    this.#abort.abort();
  }

  abandon(): void {
    this.#abandoned = true;
    clearTimeout(this.#saveTimer);
    this.#abort.abort();
  }

  /** What is to be written at the end; nothing is written by this task itself from here on. */
  async end(ending: Ending): Promise<EndedTask> {
    clearTimeout(this.#saveTimer);
    await this.#saving.catch(() => undefined);
    const { detail, ...record } = this.#record;
    return { ...record, ...(record.steps && { steps: endedSteps(record, ending.kind) }), ended: { ...ending, at: Date.now() } };
  }

  #change(change: { [Key in keyof TaskRecord]?: TaskRecord[Key] | undefined }): void {
    this.#record = { ...this.#record, ...change } as TaskRecord;
    if (!this.#abandoned) this.#saveTimer ??= setTimeout(() => void this.#write().catch(() => undefined), saveMs);
  }

  /** One after the other, so that the last is what stays. */
  #write(): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#saving = this.#saving.catch(() => undefined).then(async () => {
      if (this.#abandoned) return;
      // Who has lost the task to another window, while the computer slept say, must not bring an old state back.
      if (!await this.lease.beat()) return this.abandon();
      await this.#surroundings.store.write(this.#record);
    });
    return this.#saving;
  }
}

export const runningStep = ({ steps }: Pick<TaskRecord, 'steps'>): StepRecord | undefined => (steps?.at(-1)?.ended ? undefined : steps?.at(-1));

const endedSteps = ({ steps = [] }: Pick<TaskRecord, 'steps'>, kind: EndKind): StepRecord[] =>
  steps.map((step) => (step.ended ? step : { ...step, ended: { kind, at: Date.now() } }));
