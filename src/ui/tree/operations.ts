import { env, l10n, TreeItem, TreeItemCollapsibleState, type MarkdownString } from 'vscode';
import { clock, endLook, idleLook, runningLook } from '../operations/looks.ts';
import { runningStep } from '../operations/runningTask.ts';
import { makingOf, type Ending, type StepRecord, type TaskRecord } from '../operations/taskRecord.ts';
import type { Whereabouts } from '../operations/tasks.ts';
import type { StateLook } from './states.ts';
import { tooltip } from './tooltip.ts';

/** One row of the Operations view. */
export interface OperationRow {
  readonly id: string;
  readonly parent: TaskRow | undefined;
  toTreeItem(): TreeItem;
  children(): OperationRow[];
}

/** The facts of a task that people copy, compare and send to others, in words. */
export const factsOf = ({ connectionName, record: { requestId, startedAt, ended } }: TaskRow): [label: string, value: string][] => [
  [l10n.t('Subscription'), connectionName],
  ...(requestId ? [[l10n.t('Request id'), requestId] as [string, string]] : []),
  [l10n.t('Started'), new Date(startedAt).toLocaleString(env.language)],
  ...(ended ? [[l10n.t('Ended'), new Date(ended.at).toLocaleString(env.language)] as [string, string]] : []),
];

/** A task: what it does to what, for how long, and how it stands. The same object as long as the task is shown. */
export class TaskRow implements OperationRow {
  readonly parent = undefined;
  readonly id: string;
  record!: TaskRecord;
  whereabouts!: Whereabouts;
  /** The subscription as people know it. */
  connectionName!: string;

  /** To be updated before anything is asked of it. */
  constructor(id: string) {
    this.id = id;
  }

  update(record: TaskRecord, whereabouts: Whereabouts, connectionName: string): this {
    return Object.assign(this, { record, whereabouts, connectionName });
  }

  get look(): StateLook {
    const { record: { ended }, whereabouts } = this;
    return ended ? endLook(ended.kind) : whereabouts === 'idle' ? idleLook() : runningLook();
  }

  /** What goes on, or how it ended. */
  get words(): string {
    const { record, record: { ended }, look, whereabouts } = this;
    return (!ended && whereabouts !== 'idle' && (runningStep(record) ?? record).detail) || look.words;
  }

  /** Undefined for what nobody follows: nobody knows how long it took. */
  get duration(): string | undefined {
    const { record: { startedAt, ended }, whereabouts } = this;
    return whereabouts === 'idle' ? undefined : clock((ended?.at ?? Date.now()) - startedAt);
  }

  /** Being put together, so that stopping it undoes it; an operation that the service has accepted cannot be cancelled. */
  get isCancellable(): boolean { return makingOf(this.record) !== undefined && this.record.requestId === undefined; }

  get canBeRetried(): boolean {
    const { request, requestId, ended } = this.record;
    const mayWant = ended?.kind === 'failed' || ended?.kind === 'lost' || (ended?.kind === 'stopped' && requestId === undefined);
    return mayWant && (makingOf(this.record) !== undefined || request !== undefined);
  }

  toTreeItem(): TreeItem {
    const { record: { label, target, ended, request, requestId }, whereabouts, look, words, duration } = this;
    const item = new TreeItem(label, makingOf(this.record) && whereabouts === 'here' ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
    // What counts first: a narrow side bar shows no more, and the icon says how it ended.
    item.description = (ended ? [target, duration, words] : [duration, target, words]).filter(Boolean).join(' · ');
    item.iconPath = look.icon;
    item.contextValue = [
      'operation', whereabouts, ended?.kind ?? (this.isCancellable ? 'cancellable' : 'following'),
      requestId && 'identified', this.canBeRetried && 'retryable', request && 'readable', ended?.leftPackage && 'package',
    ].filter(Boolean).join(';');
    item.tooltip = this.#tooltip();
    // Without the seconds while they count: nobody wants them read aloud.
    item.accessibilityInformation = { label: [label, target, words, ended && l10n.t('after {0}', duration!)].filter(Boolean).join(', ') };
    return item;
  }

  children(): OperationRow[] {
    const { record: { steps = [], ended } } = this;
    return [
      ...(ended && ended.kind !== 'succeeded' ? [new OutcomeRow(this, ended)] : []),
      ...steps.map((step, index) => new StepRow(this, step, index)),
      ...(makingOf(this.record) ? [] : factsOf(this).map(([label, value]) => new FactRow(this, label, value))),
    ];
  }

  #tooltip(): MarkdownString {
    const { record: { title, target, ended }, words, duration } = this;
    const text = tooltip(title, [[l10n.t('State'), words], [l10n.t('Target'), target], [l10n.t('Duration'), duration], ...factsOf(this)]);
    return ended ? text.appendMarkdown('\n\n').appendText(ended.message) : text;
  }
}

/** What came of a task that did not succeed; a click shows it in full. */
class OutcomeRow implements OperationRow {
  readonly id: string;
  readonly parent: TaskRow;
  readonly #ending: Ending;

  constructor(parent: TaskRow, ending: Ending) {
    this.id = `${parent.id}/outcome`;
    this.parent = parent;
    this.#ending = ending;
  }

  toTreeItem(): TreeItem {
    const { message, reason } = this.#ending;
    const item = new TreeItem(reason ?? message, TreeItemCollapsibleState.None);
    item.iconPath = this.parent.look.icon;
    item.tooltip = `${message}\n\n${l10n.t('Click to read all of it.')}`;
    item.accessibilityInformation = { label: l10n.t('{0} Press Enter to read all of it.', message) };
    item.contextValue = 'operationPart';
    item.command = { command: 'azureClassic.operations.showDetails', title: l10n.t('Show Details'), arguments: [this.parent] };
    return item;
  }

  children(): OperationRow[] { return []; }
}

/** A step of a task. */
class StepRow implements OperationRow {
  readonly id: string;
  readonly parent: TaskRow;
  readonly #step: StepRecord;

  constructor(parent: TaskRow, step: StepRecord, index: number) {
    this.id = `${parent.id}/${index}`;
    this.parent = parent;
    this.#step = step;
  }

  toTreeItem(): TreeItem {
    const { title, detail, startedAt, ended } = this.#step;
    const { icon, words } = ended ? endLook(ended.kind) : this.parent.whereabouts === 'idle' ? idleLook() : runningLook();
    const duration = ended || this.parent.whereabouts !== 'idle' ? clock((ended?.at ?? Date.now()) - startedAt) : undefined;
    const item = new TreeItem(title, TreeItemCollapsibleState.None);
    item.description = [duration, detail].filter(Boolean).join(' · ');
    item.iconPath = icon;
    item.tooltip = tooltip(title, [[l10n.t('State'), words], [l10n.t('Started'), new Date(startedAt)], [l10n.t('Duration'), duration], [l10n.t('Details'), detail]]);
    item.accessibilityInformation = { label: [title, words, detail, ended && l10n.t('after {0}', duration!)].filter(Boolean).join(', ') };
    item.contextValue = 'operationPart';
    return item;
  }

  children(): OperationRow[] { return []; }
}

class FactRow implements OperationRow {
  readonly id: string;
  readonly parent: TaskRow;
  readonly #label: string;
  readonly #value: string;

  constructor(parent: TaskRow, label: string, value: string) {
    this.id = `${parent.id}/${label}`;
    this.parent = parent;
    this.#label = label;
    this.#value = value;
  }

  toTreeItem(): TreeItem {
    const item = new TreeItem(this.#label, TreeItemCollapsibleState.None);
    item.description = this.#value;
    item.tooltip = this.#value;
    item.accessibilityInformation = { label: l10n.t('{0}: {1}', this.#label, this.#value) };
    item.contextValue = 'operationPart';
    return item;
  }

  children(): OperationRow[] { return []; }
}
