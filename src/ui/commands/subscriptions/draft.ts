import type { Uri } from 'vscode';
import type { PublishedSubscription } from '../../../certificates/index.ts';
import type { Connection } from '../../connections/connection.ts';
import { runWizard, type Step } from '../../input/wizard.ts';
import type { Services } from '../../services.ts';

/*
 * What a person sees, by way. Back is on every question but the first; what is typed is checked as it is typed, a path with Enter.
 *
 * emulator         nothing more is asked: it starts, and its row is selected in the tree.
 * publishSettings  its path, which says at once what the file is and what is wrong with it; with several subscriptions, which ones, all ticked.
 *                  Then whether the file, which holds an unencrypted key, is to be deleted. The keys go into SecretStorage.
 * file             subscription id, name, cloud (an address if it is another), path of the .pem or .pfx, its passphrase if it has one.
 *                  Then whether the certificate stays in its file, and only the path is remembered, or goes into SecretStorage.
 * store            the place as the guide writes it, CURRENT_USER\my\Name: Enter reads it, in memory, and where there is no Windows
 *                  says what that is and what to do instead. Then subscription id, name and cloud.
 * new              what it is for: the emulator, a subscription that is connected, or another one, whose id, name and cloud are asked.
 *                  Name, key and days; for another one where to save the .cer. Registered at once where something connected lets it in.
 */

export type Way = 'emulator' | 'publishSettings' | 'file' | 'store' | 'new';

/** What a new certificate is for. */
export type Target = Connection | 'startEmulator' | 'another';

/** A subscription as it is being added. */
export interface Draft {
  readonly services: Services;
  way?: Way;

  subscriptionId?: string;
  name?: string;
  endpoint?: string;
  isOwnEndpoint?: boolean;
  /** PEM file of the authority that an emulator on this machine is trusted by. */
  caPath?: string | undefined;

  /** Of the publish settings or the certificate; or the place in the Windows store. */
  path?: string;
  passphrase?: string | undefined;
  staysInFile?: boolean;
  published?: readonly PublishedSubscription[];
  chosen?: readonly PublishedSubscription[];
  deletesFile?: boolean;

  target?: Target;
  commonName?: string;
  bits?: 2048 | 3072;
  days?: number;
  cer?: Uri;
}

export interface Question {
  readonly when: (draft: Draft) => boolean;
  /** Not counted beforehand among the steps. */
  readonly rare?: true;
  readonly ask: Step<Draft>;
}

export const by = (...ways: readonly Way[]) => ({ way }: Draft): boolean => way !== undefined && ways.includes(way);

/** Whether subscription and cloud are typed in, rather than known from a file or from what is connected. */
export const isTyped = (draft: Draft): boolean => by('file', 'store')(draft) || (draft.way === 'new' && draft.target === 'another');

/** @returns false when it was dismissed */
export async function interview(title: string, draft: Draft, questions: readonly Question[]): Promise<boolean> {
  const steps = questions.map(({ when, ask }): Step<Draft> => async (asked, answers) => (when(answers) ? ask(asked, answers) : false));
  const usual = (answers: Draft) => questions.filter(({ when, rare }) => !rare && when(answers)).length;
  return await runWizard(title, draft, steps, usual) !== undefined;
}
