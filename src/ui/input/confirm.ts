import { l10n, window, workspace } from 'vscode';
import { runWizard } from './wizard.ts';

/** What is deleted, for those who would rather type its name than click. With data in it the name is always asked for. */
export interface Deleted { readonly name: string; readonly takesData?: boolean }

/**
 * Asks before something is destroyed or swapped, in a modal that names what it is about.
 * @param question one sentence: what is to be done to what
 * @param facts lines below it: subscription, service, slot, deployment, and what goes with it
 * @param action the verb on the button
 * @param deleted where something is deleted, so that its name may have to be typed after the click
 */
export async function confirm(question: string, facts: readonly string[], action: string, deleted?: Deleted): Promise<boolean> {
  return await decide(question, facts, [{ action, deleted }]) !== undefined;
}

/** One of the ways in which it can be done: the verb on its button, and as of {@link confirm}. */
export interface Way { readonly action: string; readonly deleted?: Deleted | undefined }

/** As {@link confirm}, where it can be done in several ways; gives the one that was chosen. */
export async function decide<W extends Way>(question: string, facts: readonly string[], ways: readonly W[]): Promise<W | undefined> {
  const chosen = await window.showWarningMessage(question, { modal: true, detail: facts.join('\n') }, ...ways.map(({ action }) => action));
  const way = ways.find(({ action }) => action === chosen);
  if (!way?.deleted) return way;
  const { action, deleted: { name, takesData } } = way;
  if (!takesData && workspace.getConfiguration('azureClassic').get('confirmDelete') !== 'typeName') return way;
  const done = await runWizard(action, {}, [async (ask) => {
    await ask.text({ prompt: l10n.t('{0} Type its name: {1}', question, name), placeholder: name, checkOnEnter: true, check: (text) => (text === name ? undefined : l10n.t('Type {0} to delete it, or press Escape to keep it.', name)) });
  }]);
  return done && way;
}

export const subscriptionFact = (connection: { name: string; subscriptionId: string }): string => l10n.t('Subscription: {0} ({1})', connection.name, connection.subscriptionId);
