import { l10n } from 'vscode';
import { labelProblem } from './names.ts';
import { runWizard } from './wizard.ts';

export interface Words { readonly label: string; readonly description: string }

/** What a resource is called and said of it, which every one of them can change; undefined when it was dismissed. */
export async function askWords(title: string, now: { readonly label?: string | undefined; readonly description?: string | null | undefined }): Promise<Words | undefined> {
  const done = await runWizard<Partial<{ -readonly [K in keyof Words]: string }>>(title, {}, [
    async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? now.label ?? '', check: labelProblem }); },
    async (ask, a) => { a.description = await ask.text({ prompt: l10n.t('Description; it may be empty'), value: a.description ?? now.description ?? '', check: descriptionProblem }); },
  ]);
  return done as Words | undefined;
}

export const descriptionProblem = (description: string): string | undefined =>
  (description.length > 1024 ? l10n.t('A description has at most {0} characters; this one has {1}.', 1024, description.length) : undefined);
