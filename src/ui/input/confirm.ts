import { l10n, window, workspace } from 'vscode';
import { runWizard } from './wizard.ts';

/** What is deleted, for those who would rather type its name than click. With data in it the name is always asked for. */
export interface Deleted { readonly name: string; readonly takesData?: boolean }

/**
 * Asks before something is destroyed or swapped, in a modal that names what it is about.
 * @param question one sentence: what is to be done to what
 * @param facts lines below it: subscription, service, slot, deployment, and what goes with it
 * @param action the verb on the button
 * @param deleted where something is deleted, so that its name may have to be typed after the click; several things have their number typed
 */
export async function confirm(question: string, facts: readonly string[], action: string, deleted?: Way['deleted']): Promise<boolean> {
  return await decide(question, facts, [{ action, deleted }]) !== undefined;
}

/** One of the ways in which it can be done: the verb on its button, and as of {@link confirm}. */
export interface Way { readonly action: string; readonly deleted?: Deleted | readonly Deleted[] | undefined }

/** As {@link confirm}, where it can be done in several ways; gives the one that was chosen. */
export async function decide<W extends Way>(question: string, facts: readonly string[], ways: readonly W[]): Promise<W | undefined> {
  const chosen = await window.showWarningMessage(question, { modal: true, detail: facts.join('\n') }, ...ways.map(({ action }) => action));
  const way = ways.find(({ action }) => action === chosen);
  return way && await typed(question, way.action, [way.deleted ?? []].flat()) ? way : undefined;
}

/** What becomes of the VHDs of something that is deleted. */
export type Media = 'kept' | 'deleted';

/** As {@link confirm}, with a button for each of what may become of the VHDs; with them the name is always asked for. Undefined: nothing is to be deleted. */
export async function confirmWithMedia(question: string, facts: readonly string[], actions: Readonly<Record<Media, string>>, deleted: readonly Deleted[]): Promise<Media | undefined> {
  const way = await decide(question, facts, [
    { action: actions.kept, deleted, media: 'kept' as const },
    { action: actions.deleted, deleted: deleted.map(({ name }) => ({ name, takesData: true })), media: 'deleted' as const },
  ]);
  return way?.media;
}

/** True once the words are typed that the deletion of these wants, if it wants any. */
async function typed(question: string, action: string, deleted: readonly Deleted[]): Promise<boolean> {
  const [only] = deleted;
  if (!only || (!deleted.some(({ takesData }) => takesData) && workspace.getConfiguration('azureClassic').get('confirmDelete') !== 'typeName')) return true;
  const isOne = deleted.length === 1;
  const word = isOne ? only.name : String(deleted.length);
  const prompt = isOne ? l10n.t('{0} Type its name: {1}', question, word) : l10n.t('{0} Type how many: {1}', question, word);
  const mistake = isOne ? l10n.t('Type {0} to delete it, or press Escape to keep it.', word) : l10n.t('Type {0} to delete them, or press Escape to keep them.', word);
  return await runWizard(action, {}, [async (ask) => {
    await ask.text({ prompt, placeholder: word, checkOnEnter: true, check: (text) => (text === word ? undefined : mistake) });
  }]) !== undefined;
}

export const subscriptionFact = (connection: { name: string; subscriptionId: string }): string => l10n.t('Subscription: {0} ({1})', connection.name, connection.subscriptionId);
