import { l10n } from 'vscode';
import type { AvailabilityResponse } from '../../client/index.ts';

/** How long a name has to stand still before the service is asked about it. */
const pauseMs = 300;

/** Form of a cloud service name: it becomes the first label of `<name>.cloudapp.net` (Create Cloud Service). */
export function serviceNameProblem(name: string): string | undefined {
  if (name === '') return l10n.t('Enter a name.');
  if (!/^[a-z0-9-]+$/i.test(name)) return l10n.t('A cloud service name has only letters, digits and hyphens.');
  if (!/^[a-z0-9].*[a-z0-9]$|^[a-z0-9]$/i.test(name)) return l10n.t('A cloud service name begins and ends with a letter or digit.');
  if (name.length > 63) return l10n.t('A cloud service name has at most {0} characters.', 63);
  return undefined;
}

/** Form of a storage account name: 3 to 24 lower-case letters and digits (errors.md). */
export function storageNameProblem(name: string): string | undefined {
  if (name === '') return l10n.t('Enter a name.');
  if (!/^[a-z0-9]+$/.test(name)) return l10n.t('A storage account name has only lower-case letters and digits.');
  if (name.length < 3 || name.length > 24) return l10n.t('A storage account name has 3 to 24 characters.');
  return undefined;
}

/** Form of an affinity group name (Create Affinity Group): a letter first, then letters, digits and hyphens. */
export function affinityGroupNameProblem(name: string): string | undefined {
  if (name === '') return l10n.t('Enter a name.');
  if (!/^[a-z][a-z0-9-]*$/i.test(name)) return l10n.t('An affinity group name begins with a letter and has only letters, digits and hyphens.');
  if (name.endsWith('-')) return l10n.t('An affinity group name ends with a letter or digit.');
  if (name.length > 63) return l10n.t('An affinity group name has at most {0} characters.', 63);
  return undefined;
}

/** Form of a reserved address's name. */
export function reservedIpNameProblem(name: string): string | undefined {
  if (name === '') return l10n.t('Enter a name.');
  if (!/^[a-z0-9]([\w.-]*[a-z0-9])?$/i.test(name)) return l10n.t('The name of a reserved address has letters, digits, hyphens, dots and underscores, and begins and ends with a letter or digit.');
  if (name.length > 63) return l10n.t('The name of a reserved address has at most {0} characters.', 63);
  return undefined;
}

/** Form of the name of a disk or an image (Add Disk, Add OS Image). */
export function imageNameProblem(name: string): string | undefined {
  if (name === '') return l10n.t('Enter a name.');
  if (!/^[\w.-]+$/.test(name)) return l10n.t('The name of a disk or an image has only letters, digits, hyphens, dots and underscores.');
  return name.length > 100 ? l10n.t('The name of a disk or an image has at most {0} characters.', 100) : undefined;
}

/** Checks the form at once, and then whether there is one already among `names`, which are read once. */
export function notTaken(form: (name: string) => string | undefined, names: () => Promise<readonly string[]>): (name: string) => Promise<string | undefined> {
  let taken: Promise<Set<string>> | undefined;
  return async (name) => {
    const problem = form(name);
    if (problem !== undefined) return problem;
    taken ??= names().then((list) => new Set(list.map((each) => each.toLowerCase())), (error: unknown) => { taken = undefined; throw error; });
    return (await taken).has(name.toLowerCase()) ? l10n.t('The name {0} is taken.', name) : undefined;
  };
}

/** A label as all resources have it. */
export function labelProblem(label: string): string | undefined {
  if (label.trim() === '') return l10n.t('Enter a label.');
  if (label.length > 100) return l10n.t('A label has at most {0} characters; this one has {1}.', 100, label.length);
  return undefined;
}

/** Checks the form at once and, after a pause in typing, whether the name is free; `ask` is one of the client's name checks. */
export function availability(form: (name: string) => string | undefined, ask: (name: string) => Promise<AvailabilityResponse>): (name: string) => Promise<string | undefined> {
  let latest = '';
  const answers = new Map<string, Promise<AvailabilityResponse>>();
  return async (name) => {
    latest = name;
    const problem = form(name);
    if (problem !== undefined) return problem;
    if (!answers.has(name)) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (latest !== name) return undefined;
      const answer = ask(name);
      answers.set(name, answer);
      answer.catch(() => answers.delete(name));
    }
    const { result, reason } = await answers.get(name)!;
    return result ? undefined : reason ?? l10n.t('The name {0} is taken.', name);
  };
}
