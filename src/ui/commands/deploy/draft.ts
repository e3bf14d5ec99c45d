import { Uri } from 'vscode';
import type { Deployment, DeploymentSlot, ServiceManagementClient } from '../../../client/index.ts';
import type { Connection } from '../../connections/connection.ts';
import type { Preflight } from '../../input/preflight.ts';
import { baseName } from '../../input/serviceFiles.ts';
import { runWizard, type Ask, type Step } from '../../input/wizard.ts';
import type { Services } from '../../services.ts';
import type { Resource } from './resource.ts';

export type UpdateMode = 'Auto' | 'Manual' | 'Simultaneous';

/** What an upgrade has beside what a deployment has. `role`: only that one, '' for all. */
export interface Upgrade {
  readonly deployment: Deployment;
  readonly mode: UpdateMode;
  readonly role: string;
  readonly force: boolean;
}

/** A deployment as it is being put together, or an upgrade of the one that is in the slot. */
export interface Draft {
  readonly services: Services;
  package?: Uri | { readonly url: string };
  configuration?: Uri;
  preflight?: Preflight;
  connection?: Connection;
  client?: ServiceManagementClient;
  service?: Resource;
  slot?: DeploymentSlot;
  label?: string;
  account?: Resource;
  /** Said where package and service are far from each other. */
  accountWarning?: string | undefined;
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

export interface Question {
  readonly id: QuestionId;
  readonly when?: (draft: Draft) => boolean;
  /** Asked, or found to be unnecessary, every time one comes by: it is about how things are now. */
  readonly always?: true;
  /** Not counted beforehand among the steps. */
  readonly rare?: true;
  /** Answers that this one's change makes doubtful. */
  readonly clears?: readonly QuestionId[];
  readonly ask: (ask: Ask, draft: Draft) => Promise<boolean | void>;
}

/**
 * Asks what is not `given`, in order. When the review sends the person back to a question, only that one is asked again, and
 * whatever its answer makes doubtful. Back always goes to the question before.
 * @returns false when it was dismissed
 */
export async function interview(title: string, draft: Draft, questions: readonly Question[], given: Set<QuestionId>): Promise<boolean> {
  const settled = new Set(given);
  for (;;) {
    let revising = draft.revise;
    delete draft.revise;
    if (revising) given.delete(revising);
    const steps = questions.map((question): Step<Draft> => async (ask) => {
      const { id, when, always, clears = [] } = question;
      if (when && !when(draft)) return false;
      if (given.has(id)) return false;
      // Passed by, but known to the wizard, so that Back comes here.
      if (revising && revising !== id && !always && settled.has(id)) return undefined;
      try {
        const asked = await question.ask(ask, draft);
        settled.add(id);
        for (const doubtful of clears) { settled.delete(doubtful); given.delete(doubtful); }
        return asked;
      } catch (reason) {
        revising = undefined;
        throw reason;
      }
    });
    const usual = questions.filter(({ id, rare, when }) => !rare && !given.has(id) && (!when || when(draft)));
    if (!await runWizard(title, draft, steps, usual.length)) return false;
    if (!draft.revise) return true;
  }
}

export const isUrl = (draft: Draft): boolean => draft.package !== undefined && !(draft.package instanceof Uri);
/** The package's URL without its query, which may be a signature. */
export const plainUrl = (url: string): string => url.replace(/[?#].*$/, '');

export function packageName({ package: source }: Pick<Draft, 'package'>): string {
  if (source === undefined) return '';
  return baseName(source instanceof Uri ? source : Uri.parse(plainUrl(source.url)));
}
