import { runWizard, type Ask, type Step } from './wizard.ts';

/** A question of a wizard that ends with a review, from which each of them can be asked again. `D`: what is put together. */
export interface Question<D, Id extends string> {
  readonly id: Id;
  readonly when?: (draft: D) => boolean;
  /** Asked, or found to be unnecessary, every time one comes by: it is about how things are now. */
  readonly always?: true;
  /** Not counted beforehand among the steps. */
  readonly rare?: true;
  /** Answers that this one's change makes doubtful. */
  readonly clears?: readonly Id[] | ((draft: D) => readonly Id[]);
  readonly ask: (ask: Ask, draft: D) => Promise<boolean | void>;
}

/**
 * Asks what is not `given`, in order. When the review sends the person back to a question, only that one is asked again, and
 * whatever its answer makes doubtful. Back always goes to the question before.
 * @returns false when it was dismissed
 */
export async function interview<Id extends string, D extends { revise?: Id | undefined }>(title: string, draft: D, questions: readonly Question<D, Id>[], given: Set<Id>): Promise<boolean> {
  const settled = new Set(given);
  for (;;) {
    let revising = draft.revise;
    delete draft.revise;
    if (revising) given.delete(revising);
    const steps = questions.map((question): Step<D> => async (ask) => {
      const { id, when, always, clears = [] } = question;
      if (when && !when(draft)) return false;
      if (given.has(id)) return false;
      // Passed by, but known to the wizard, so that Back comes here.
      if (revising && revising !== id && !always && settled.has(id)) return undefined;
      try {
        const asked = await question.ask(ask, draft);
        settled.add(id);
        for (const doubtful of typeof clears === 'function' ? clears(draft) : clears) { settled.delete(doubtful); given.delete(doubtful); }
        return asked;
      } catch (reason) {
        revising = undefined;
        throw reason;
      }
    });
    const usual = () => questions.filter(({ id, rare, when }) => !rare && !given.has(id) && (!when || when(draft))).length;
    if (!await runWizard(title, draft, steps, usual)) return false;
    if (!draft.revise) return true;
  }
}
