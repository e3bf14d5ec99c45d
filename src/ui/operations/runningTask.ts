import { l10n, type Progress } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Waiting } from './follow.ts';
import type { Lease, TaskRecord, TaskStore } from './taskStore.ts';

/** A button of the notification that a task ends with. */
export interface Action {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** What a task ends with: one notification. `stopped` is the person's own doing. */
export interface Ending {
  readonly kind: 'succeeded' | 'stopped' | 'failed';
  readonly message: string;
  readonly actions?: readonly Action[];
}

export type Work = (task: RunningTask) => Promise<Ending>;

interface Surroundings {
  readonly store: TaskStore;
  readonly connections: Connections;
  readonly rowsChanged: (rows: readonly string[]) => void;
}

/** A task that this window carries out, as the work in it sees it. */
export class RunningTask implements Waiting {
  readonly lease: Lease;
  readonly connections: Connections;
  readonly #surroundings: Surroundings;
  readonly #abort = new AbortController();
  readonly signal = this.#abort.signal;
  #record: TaskRecord;
  #abandoned = false;
  #state = '';
  #percent = 0;
  #progress: Progress<{ message?: string; increment?: number }> | undefined;

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

  /** Says in the notification how things stand. `percent` moves the bar and never goes back. */
  readonly report = (state: string, percent?: number): void => {
    this.#state = state;
    const increment = percent === undefined ? 0 : Math.max(0, percent - this.#percent);
    this.#percent += increment;
    this.#progress?.report({ message: this.#message(), ...(increment > 0 && { increment }) });
  };

  /** Writes down how far the work has come, for whoever may have to take it over. */
  readonly save = async (change: Partial<TaskRecord>): Promise<void> => {
    if (this.#abandoned) return;
    this.#record = { ...this.#record, ...change };
    await this.#surroundings.store.write(this.#record);
  };

  /** The tree's rows of this task are to be read again. */
  readonly rowsChanged = (): void => this.#surroundings.rowsChanged(this.#record.rows);

  /** From here on the notification shows what is reported, and the time, until the returned function is called. */
  show(progress: Progress<{ message?: string; increment?: number }>): () => void {
    this.#progress = progress;
    const render = () => progress.report({ message: this.#message() });
    render();
    const timer = setInterval(render, 1000);
    return () => { clearInterval(timer); this.#progress = undefined; };
  }

  /** The person does not want to wait any longer. */
  stop(): void {
    this.#abort.abort();
  }

  abandon(): void {
    this.#abandoned = true;
    this.#abort.abort();
  }

  #message(): string {
    const seconds = Math.max(0, Math.floor((Date.now() - this.#record.startedAt) / 1000));
    const elapsed = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return this.#state ? l10n.t('{0} · {1}', this.#state, elapsed) : elapsed;
  }
}
