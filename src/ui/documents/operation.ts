import { l10n } from 'vscode';
import { clock, endLook, runningLook } from '../operations/looks.ts';
import { factsOf, type TaskRow } from '../tree/operations.ts';
import { lines } from './operations.ts';

/** Everything about a task, in full. */
export function describeTask(row: TaskRow): string {
  const { record: { title, target, ended, steps = [] }, look, duration } = row;
  return [
    `# ${title}\n`,
    lines([[l10n.t('State'), look.words], [l10n.t('Target'), target], ...factsOf(row), [l10n.t('Duration'), duration]]),
    ...(ended ? [`${ended.message}\n`] : []),
    ...(steps.length > 0 ? [steps.map(({ title: step, detail, startedAt, ended: end }, i) => {
      const { words } = end ? endLook(end.kind) : runningLook();
      return `${i + 1}. ${[step, words, clock((end?.at ?? Date.now()) - startedAt), detail].filter(Boolean).join(' · ')}\n`;
    }).join('')] : []),
  ].join('\n');
}
