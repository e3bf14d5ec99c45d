import { env, l10n, MarkdownString } from 'vscode';

/** Rows of a tooltip, those without a value left out. What the service said is text, never markup (reliability.md E.5). */
export function tooltip(title: string, rows: readonly (readonly [label: string, value: string | number | Date | null | undefined])[]): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [label, value] of rows) {
    if (value === undefined || value === null || value === '') continue;
    text.appendText(l10n.t('{0}: {1}', label, value instanceof Date ? value.toLocaleString(env.language) : String(value))).appendMarkdown('  \n');
  }
  return text;
}

/** A sentence below what a tooltip says already. appendText makes every space one that does not break. */
export function appendSentence(text: MarkdownString, sentence: string): void {
  text.appendMarkdown('\n\n');
  for (const word of sentence.split(' ')) text.appendText(word).appendMarkdown(' ');
}
