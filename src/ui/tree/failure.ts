import { env, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { wordsOf } from '../errors.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';

/** A branch that could not be read says so, and a click on it tries again; it is never shown as empty. */
export class Failure extends Row {
  readonly #error: unknown;
  readonly #asOf: number | undefined;

  /** @param asOf when what is shown below was read, in milliseconds since 1970 */
  constructor(parent: Node, error: unknown, asOf?: number) {
    super(parent, '#failure', parent.id);
    this.#error = error;
    this.#asOf = asOf;
  }

  toTreeItem(): TreeItem {
    const words = wordsOf(this.#error);
    const time = this.#asOf === undefined ? undefined : new Date(this.#asOf).toLocaleTimeString(env.language);
    const item = new TreeItem(time ? l10n.t('As of {0}. {1}', time, words) : words, TreeItemCollapsibleState.None);
    item.tooltip = `${time ? l10n.t('This was read at {0}, and could not be read again since.', time) + '\n\n' : ''}${words}\n\n${l10n.t('Click to try again.')}`;
    item.iconPath = time ? new ThemeIcon('warning', new ThemeColor('list.warningForeground')) : new ThemeIcon('error', new ThemeColor('testing.iconFailed'));
    item.contextValue = 'failure';
    item.accessibilityInformation = {
      label: time ? l10n.t('Could not be read again since {0}: {1} Press Enter to try again.', time, words) : l10n.t('Could not be read: {0} Press Enter to try again.', words),
    };
    item.command = { command: 'azureClassic.tree.refresh', title: l10n.t('Try Again'), arguments: [this.parent] };
    return item;
  }
}
