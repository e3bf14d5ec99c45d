import { l10n, window } from 'vscode';

/**
 * Asks before something is destroyed or swapped, in a modal that names what it is about.
 * @param question one sentence: what is to be done to what
 * @param facts lines below it: subscription, service, slot, deployment, and what goes with it
 * @param action the verb on the button
 */
export async function confirm(question: string, facts: readonly string[], action: string): Promise<boolean> {
  return await window.showWarningMessage(question, { modal: true, detail: facts.join('\n') }, action) === action;
}

export const subscriptionFact = (connection: { name: string; subscriptionId: string }): string => l10n.t('Subscription: {0} ({1})', connection.name, connection.subscriptionId);
