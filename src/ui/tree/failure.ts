import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { wordsOf } from '../errors.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';

/** A branch that could not be read says so, and a click on it tries again; it is never shown as empty. */
export class Failure extends Row {
  readonly #error: unknown;

  constructor(parent: Node, error: unknown) {
    super(parent, `failure`);
    this.#error = error;
  }

  toTreeItem(): TreeItem {
    const words = wordsOf(this.#error);
    const item = new TreeItem(words, TreeItemCollapsibleState.None);
    item.tooltip = `${words}\n\n${l10n.t('Click to try again.')}`;
    item.iconPath = new ThemeIcon('error', new ThemeColor('testing.iconFailed'));
    item.contextValue = 'failure';
    item.accessibilityInformation = { label: l10n.t('Could not be read: {0} Press Enter to try again.', words) };
    item.command = { command: 'azureClassic.tree.refresh', title: l10n.t('Try Again'), arguments: [this.parent] };
    return item;
  }
}
