import { l10n, window, workspace, type Disposable } from 'vscode';
import { wordsOf } from '../errors.ts';
import { logError } from '../log.ts';
import type { Services } from '../services.ts';
import { showDetails, showTarget } from './show.ts';
import type { EndedTask } from './taskRecord.ts';

interface Button { readonly title: string; readonly run: () => Promise<void> | void }

/** Tells the end of each task of this window in one notification, as the settings want it. The view tells it in any case. */
export const announceEndings = (services: Services): Disposable => services.tasks.onDidEnd((task) => {
  const wanted = workspace.getConfiguration('azureClassic').get<string>('operations.notifications');
  // What the person has stopped is an answer to them.
  if (wanted === 'never' || (wanted === 'onFailure' && task.ended.kind === 'succeeded')) return;
  void announce(services, task).catch((error: unknown) => {
    logError(services.log, task.title, error);
    void window.showErrorMessage(wordsOf(error));
  });
});

async function announce(services: Services, task: EndedTask): Promise<void> {
  const { kind, message, leftPackage } = task.ended;
  const wentWrong = kind === 'failed' || kind === 'lost';
  const buttons: Button[] = [
    ...(kind === 'succeeded' ? [{ title: l10n.t('Show'), run: () => showTarget(services, task) }] : []),
    ...(leftPackage ? [{ title: l10n.t('Delete Package'), run: () => services.tasks.deletePackage(task.id) }] : []),
    ...(wentWrong ? [{ title: l10n.t('Show Details'), run: () => showDetails(services, task) }, { title: l10n.t('Show Log'), run: () => services.log.show() }] : []),
  ];
  const say = kind === 'failed' ? window.showErrorMessage : kind === 'lost' ? window.showWarningMessage : window.showInformationMessage;
  const choice = await say(message, ...buttons.map(({ title }) => title));
  await buttons.find(({ title }) => title === choice)?.run();
}
