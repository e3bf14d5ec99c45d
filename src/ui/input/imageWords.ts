import { l10n } from 'vscode';
import { descriptionProblem } from './labels.ts';
import { labelProblem } from './names.ts';
import { runWizard } from './wizard.ts';

/** What an image says of itself to who is to make machines from it. */
export interface ImageWords {
  readonly label: string;
  readonly description: string;
  /** Images of one family are versions of the same. */
  readonly imageFamily: string;
  /** URLs, with semicolons between. */
  readonly eula: string;
  readonly privacyUri: string;
}

type Known = { readonly [K in keyof ImageWords]?: string | null | undefined };

/** What an image is called and said of it, all prefilled; undefined when it was dismissed. */
export async function askImageWords(title: string, now: Known): Promise<ImageWords | undefined> {
  const answers = Object.fromEntries((['label', 'description', 'imageFamily', 'eula', 'privacyUri'] as const).map((key) => [key, now[key] ?? ''])) as { -readonly [K in keyof ImageWords]: string };
  return runWizard(title, answers, [
    async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label, check: labelProblem }); },
    async (ask, a) => { a.description = await ask.text({ prompt: l10n.t('Description; it may be empty'), value: a.description, check: descriptionProblem }); },
    async (ask, a) => { a.imageFamily = await ask.text({ prompt: l10n.t('Family, which versions of the same image share; it may be empty'), value: a.imageFamily }); },
    async (ask, a) => { a.eula = await ask.text({ prompt: l10n.t('Address of the license terms; it may be empty, several have semicolons between'), value: a.eula, check: addressesProblem }); },
    async (ask, a) => { a.privacyUri = await ask.text({ prompt: l10n.t('Address of the privacy statement; it may be empty'), value: a.privacyUri, check: (text) => addressesProblem(text, 1) }); },
  ]);
}

export function addressesProblem(text: string, most = Infinity): string | undefined {
  const addresses = text.split(';').map((each) => each.trim()).filter(Boolean);
  const wrong = addresses.find((each) => !URL.canParse(each) || !/^https?:$/.test(new URL(each).protocol));
  if (wrong !== undefined) return l10n.t('{0} is no address: it begins with http:// or https://.', wrong);
  return addresses.length > most ? l10n.t('Only one address can be here.') : undefined;
}
