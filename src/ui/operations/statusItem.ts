import { Disposable, l10n, MarkdownString, StatusBarAlignment, window } from 'vscode';
import type { Tasks } from './tasks.ts';

/** The status bar says how many tasks go on, in this window and in others; a click shows them. */
export function showInStatusBar(tasks: Tasks): Disposable {
  const item = window.createStatusBarItem('azureClassic.tasks', StatusBarAlignment.Left);
  item.name = l10n.t('Azure Classic Operations');
  item.command = 'azureClassic.operations.focus';
  const listening = tasks.onDidChange((id) => {
    if (id !== undefined) return;
    const titles = tasks.running.map(({ title }) => title);
    if (titles.length === 0) return item.hide();
    item.text = `$(sync~spin) ${l10n.t('Azure Classic: {0}', titles.length)}`;
    item.tooltip = new MarkdownString();
    for (const title of titles) item.tooltip.appendText(title).appendMarkdown('\n\n');
    item.accessibilityInformation = { label: l10n.t('Azure Classic is busy: {0}', titles.join('; ')), role: 'button' };
    item.show();
  });
  return Disposable.from(item, listening);
}
