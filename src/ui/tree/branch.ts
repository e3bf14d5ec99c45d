import { l10n } from 'vscode';
import { Failure } from './failure.ts';
import { Message } from './message.ts';
import type { Node, TreeContext } from './node.ts';
import type { Listing } from './reading.ts';
import { Row } from './row.ts';

/** A row whose children are read from the service. */
export abstract class Branch<T, P extends Node = Node> extends Row<P> {
  abstract readonly listing: Listing<T>;

  /** The rows of what was read. */
  abstract rows(items: readonly T[], tree: TreeContext): Node[];

  /** What is to be read again, one key of the listing, when the row of that id has changed. */
  keyOf(id: string): string | undefined {
    const key = id.startsWith(`${this.scope}/`) ? id.slice(this.scope.length + 1) : undefined;
    return key?.includes('/') ? undefined : key;
  }

  /** At once: what there is, with what there is to say about it. */
  override async children(tree: TreeContext): Promise<Node[]> {
    const reading = tree.reading(this);
    await reading.look();
    const { items, error, progress, asOf } = reading;
    if (!items) return [error === undefined ? new Message(this, l10n.t('loading...'), 'loading~spin') : new Failure(this, error)];
    return [
      ...(error === undefined ? [] : [new Failure(this, error, Number.isFinite(asOf) ? asOf : undefined)]),
      ...this.rows(items, tree),
      // At the end, so that nothing moves under the mouse when it goes.
      ...(progress ? [new Message(this, l10n.t('loading, {0} of {1}', progress.done, progress.of), 'loading~spin')] : []),
    ];
  }
}
