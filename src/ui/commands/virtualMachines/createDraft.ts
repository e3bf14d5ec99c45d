import type { Question as AnyQuestion } from '../../input/interview.ts';
import { parseEndpoints, type Endpoint, type Home, type NetworkChoice, type Size, type Source } from '../../input/machine.ts';
import type { TargetDraft } from '../../input/targetQuestions.ts';

/** A virtual machine as it is being put together. */
export interface Draft extends TargetDraft {
  source?: Source;
  name?: string;
  size?: Size;
  /** Said where the subscription has fewer cores left. */
  sizeWarning?: string | undefined;
  /** What it is added to; absent where it gets a new deployment. */
  home?: Home | undefined;
  /** The cloud service is that of the row the command was called on. */
  isServiceGiven?: boolean;
  user?: string;
  signIn?: 'password' | 'key';
  /** Public, as OpenSSH writes it; '' while it is still to be typed. */
  key?: string;
  /** Kept here only, and for no longer than the wizard and its task last. */
  password?: string;
  endpoints?: readonly Endpoint[];
  asksOtherEndpoints?: boolean;
  availabilitySet: string;
  network?: NetworkChoice | undefined;
  /** '' for none. */
  reservedIp: string;
  updates: boolean;
  timeZone: string;
  /** The task that failed and is tried again. */
  replaces?: string;
  /** What the review is to be left for; absent when it is done. */
  revise?: QuestionId | undefined;
  /** What another answer to the last question makes doubtful. */
  doubtful: readonly QuestionId[];
}

/** Everything a machine needs; what an image does not want is absent. */
export type Plan = Draft & Required<Pick<Draft, 'connection' | 'client' | 'source' | 'name' | 'size' | 'service' | 'endpoints'>>;

export type QuestionId =
  | 'connection' | 'source' | 'name' | 'size' | 'service' | 'serviceName' | 'servicePlace' | 'user' | 'signIn' | 'key' | 'keyText' | 'password' | 'passwordAgain'
  | 'account' | 'accountName' | 'endpoints' | 'otherEndpoints' | 'availabilitySet' | 'network' | 'reservedIp' | 'updates' | 'timeZone' | 'review';

export type Question = AnyQuestion<Draft, QuestionId>;

/** What most machines do without is not asked for: the review shows it, and changes it. */
export const leftToReview: readonly QuestionId[] = ['availabilitySet', 'network', 'reservedIp', 'updates', 'timeZone'];

/** Most are: so it is counted before anything is chosen. */
export const isGeneralized = ({ source }: Draft): boolean => source?.isGeneralized !== false;
/** Windows takes passwords only. */
export const choosesSignIn = (draft: Draft): boolean => isGeneralized(draft) && draft.source?.os !== 'Windows';
export const hasKey = (draft: Draft): boolean => choosesSignIn(draft) && draft.signIn === 'key';
export const hasPassword = (draft: Draft): boolean => isGeneralized(draft) && !hasKey(draft);

/** Another service has other networks, addresses and sets. */
export function forgetPlace(draft: Draft): void {
  Object.assign(draft, { availabilitySet: '', network: undefined, reservedIp: '' });
}

/** What a machine is reached at in any case, and what it often is; `RemoteDesktop` and the like are names of their own. */
export const usualEndpoints = ({ source, home }: Pick<Draft, 'source' | 'home'>): Endpoint[] => {
  const usual: readonly (readonly [name: string, port: number])[] = source!.os === 'Linux' ? [['SSH', 22], ['HTTP', 80], ['HTTPS', 443]] : [['RemoteDesktop', 3389], ['PowerShell', 5986], ['HTTP', 80], ['HTTPS', 443]];
  const isTaken = (port: number) => home?.ports.includes(`tcp ${port}`);
  return usual.map(([name, localPort]) => ({ name, protocol: 'tcp', localPort, port: isTaken(localPort) ? undefined : localPort }));
};

/** Those of a draft that were typed. */
export const otherEndpoints = (draft: Draft): readonly Endpoint[] => (draft.endpoints ?? []).filter(({ name }) => !usualEndpoints(draft).some((usual) => usual.name === name));

/** @throws Error in words */
export const parseOtherEndpoints = (draft: Draft, text: string): Endpoint[] => {
  const usual = draft.endpoints!.filter((endpoint) => !otherEndpoints(draft).includes(endpoint));
  return [...usual, ...parseEndpoints(text, [...draft.home?.ports ?? [], ...usual.map(({ port }) => `tcp ${port}`)])];
};
