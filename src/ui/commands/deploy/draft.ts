import { Uri } from 'vscode';
import type { Deployment, DeploymentSlot } from '../../../client/index.ts';
import type { Question as AnyQuestion } from '../../input/interview.ts';
import type { Preflight } from '../../input/preflight.ts';
import { baseName } from '../../input/serviceFiles.ts';
import type { TargetDraft } from '../../input/targetQuestions.ts';

export type UpdateMode = 'Auto' | 'Manual' | 'Simultaneous';

/** What an upgrade has beside what a deployment has. `role`: only that one, '' for all. */
export interface Upgrade {
  readonly deployment: Deployment;
  readonly mode: UpdateMode;
  readonly role: string;
  readonly force: boolean;
}

/** A deployment as it is being put together, or an upgrade of the one that is in the slot. */
export interface Draft extends TargetDraft {
  package?: Uri | { readonly url: string };
  configuration?: Uri;
  preflight?: Preflight;
  slot?: DeploymentSlot;
  label?: string;
  start?: boolean;
  upgrade?: Upgrade;
  /** The task that failed and is tried again. */
  replaces?: string;
  /** What the review is to be left for; absent when it is done. */
  revise?: QuestionId | undefined;
}

/** Everything a deployment needs. */
export type Plan = Draft & Required<Pick<Draft, 'package' | 'configuration' | 'preflight' | 'connection' | 'client' | 'service' | 'slot' | 'label' | 'start'>>;
export type UpgradePlan = Omit<Plan, 'start'> & Required<Pick<Draft, 'upgrade'>>;

export type QuestionId =
  | 'package' | 'url' | 'configuration' | 'check' | 'connection' | 'service' | 'serviceName' | 'servicePlace' | 'slot' | 'occupied'
  | 'label' | 'account' | 'accountName' | 'start' | 'mode' | 'role' | 'force' | 'review';

export type Question = AnyQuestion<Draft, QuestionId>;

export const isUrl = (draft: Draft): boolean => draft.package !== undefined && !(draft.package instanceof Uri);
/** The package's URL without its query, which may be a signature. */
export const plainUrl = (url: string): string => url.replace(/[?#].*$/, '');

export function packageName({ package: source }: Pick<Draft, 'package'>): string {
  if (source === undefined) return '';
  return baseName(source instanceof Uri ? source : Uri.parse(plainUrl(source.url)));
}
