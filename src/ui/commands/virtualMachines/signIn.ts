import { l10n } from 'vscode';
import { machinePasswordProblem, userProblem, type System } from '../../input/machine.ts';
import type { Ask } from '../../input/wizard.ts';

/** Questions about who signs in to a machine that is provisioned. */

export const askUser = (ask: Ask, os: System, before = 'azureuser'): Promise<string> =>
  ask.text({ prompt: l10n.t('User name to sign in with; the user is an administrator'), value: before, check: (user) => userProblem(user, os) });

export function askPassword(ask: Ask, os: System, user: string): Promise<string> {
  const prompt = os === 'Linux' ? l10n.t('Password of {0}: 6 to 72 characters', user) : l10n.t('Password of {0}: 8 to 123 characters, three of: capital letters, small letters, digits, other signs', user);
  return ask.text({ prompt, password: true, check: (password) => machinePasswordProblem(password, os) });
}

/** Nobody sees what is typed, and nobody can ask the service for it later. */
export const askPasswordAgain = (ask: Ask, password: string | undefined): Promise<string> =>
  ask.text({ prompt: l10n.t('The same password again'), password: true, checkOnEnter: true, check: (again) => (again === password ? undefined : l10n.t('This is another password than before.')) });
