import { commands, EventEmitter, window, type Disposable, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { DisposableStore } from '../disposables.ts';
import type { Tasks } from '../operations/tasks.ts';
import { TaskRow, type OperationRow } from './operations.ts';

/** How often durations are counted on. */
const tickMs = 1000;

/** The Operations view: every task, what goes on first, the newest first. */
export class OperationsTree implements TreeDataProvider<OperationRow>, Disposable {
  readonly #tasks: Tasks;
  readonly #connections: Connections;
  readonly #changed = new EventEmitter<OperationRow | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables = new DisposableStore();
  readonly #rows = new Map<string, TaskRow>();
  readonly #announced = new Map<string, boolean | string | undefined>();
  readonly #view: TreeView<OperationRow>;
  #timer: NodeJS.Timeout | undefined;

  constructor(tasks: Tasks, connections: Connections) {
    this.#tasks = tasks;
    this.#connections = connections;
    this.#view = this.#disposables.add(window.createTreeView<OperationRow>('azureClassic.operations', { treeDataProvider: this }));
    this.#disposables.add(tasks.onDidChange((id) => this.#refresh(id)));
    this.#disposables.add(this.#view.onDidChangeVisibility(() => this.#tick()));
    // What a command of the palette can do with the row that is selected.
    this.#disposables.add(this.#view.onDidChangeSelection(() => this.#announceSelection()));
  }

  get selection(): OperationRow | undefined { return this.#view.selection[0]; }

  getTreeItem(row: OperationRow): TreeItem {
    const item = row.toTreeItem();
    item.id = row.id;
    return item;
  }

  getParent(row: OperationRow): OperationRow | undefined { return row.parent; }

  getChildren(row?: OperationRow): OperationRow[] {
    if (row) return row.children();
    const all = this.#tasks.all.map(({ id }) => this.row(id)!);
    for (const id of [...this.#rows.keys()]) if (!this.#tasks.find(id)) this.#rows.delete(id);
    return all;
  }

  /** Selects a task's row; the view opens for that. */
  async reveal(id: string): Promise<void> {
    const row = this.row(id);
    if (row) await this.#view.reveal(row, { select: true, focus: false, expand: true });
  }

  /** The row of a task; VS Code takes no other object for one that it knows. */
  row(id: string): TaskRow | undefined {
    const record = this.#tasks.find(id);
    if (!record) return undefined;
    const row = this.#rows.get(id) ?? new TaskRow(id);
    this.#rows.set(id, row);
    return row.update(record, this.#tasks.whereabouts(id), this.#connections.find(record.connectionId)?.name ?? record.connectionId);
  }

  /** One row, by its task's id, or all of them. */
  #refresh(id: string | undefined): void {
    if (id === undefined) {
      for (const known of this.#rows.keys()) this.row(known);
      this.#tick();
    }
    this.#changed.fire(id === undefined ? undefined : this.row(id));
    this.#announce('hasEnded', this.#tasks.all.some(({ ended }) => ended !== undefined));
    this.#announceSelection();
  }

  #announceSelection(): void {
    const row = this.selection;
    this.#announce('selected', row && (row.parent ?? row).toTreeItem().contextValue);
  }

  /** For the `when` clauses of package.json. */
  #announce(key: 'hasEnded' | 'selected', value: boolean | string | undefined): void {
    if (this.#announced.get(key) === value) return;
    this.#announced.set(key, value);
    void commands.executeCommand('setContext', `azureClassic.operations.${key}`, value);
  }

  /** Durations count for who sees them. */
  #tick(): void {
    clearInterval(this.#timer);
    this.#timer = this.#view.visible && this.#tasks.running.length > 0
      ? setInterval(() => { for (const { id } of this.#tasks.running) this.#refresh(id); }, tickMs)
      : undefined;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#disposables.dispose();
  }
}
