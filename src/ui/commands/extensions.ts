import { l10n, ThemeIcon } from 'vscode';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { slotChoices, type SlotChoice } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import { slotWord } from '../operations/deployment.ts';
import { addExtensionCommand } from './addExtension.ts';
import type { Command } from './command.ts';
import { extensionPlaces } from './extensionPlaces.ts';
import { isNode, serviceOf, serviceRow, serviceTarget, slotOf, slotTarget } from './target.ts';

/** Remote Desktop, as PowerShell's Set-AzureServiceRemoteDesktopExtension adds it. */
const remoteDesktop = { providerNameSpace: 'Microsoft.Windows.Azure.Extensions', type: 'RDP' } as const;
const dayMs = 24 * 60 * 60 * 1000;

interface Answers { target?: SlotChoice; user?: string; password?: string; expiry?: Date }

export const extensionCommands: readonly Command[] = [
  addExtensionCommand,
  {
    id: 'azureClassic.extensions.add',
    run: async (services, argument) => {
      const title = l10n.t('Enable Remote Desktop');
      const at = await serviceTarget(services, argument, title);
      if (!at) return;
      const { connection, client, name: serviceName } = at;
      const row = isNode(argument) ? slotOf(argument) : undefined;
      const answers: Answers = row?.deployment ? { target: { slot: row.slot, deployment: row.deployment } } : {};
      const done = await runWizard(title, answers, [
        async (ask, a) => {
          if (row?.deployment) return false;
          const items = (await slotChoices(client, serviceName)).filter(({ value }) => value.deployment);
          a.target = await ask.pick({ placeholder: items.length > 0 ? l10n.t('On the role instances of which deployment?') : l10n.t('{0} has no deployment that this applies to.', serviceName), items });
          return true;
        },
        async (ask, a) => { a.user = await ask.text({ prompt: l10n.t('User name'), value: a.user ?? '', check: userProblem }); },
        async (ask, a) => { a.password = await ask.text({ prompt: l10n.t('Password; it is sent to the service and kept nowhere here'), password: true, check: passwordProblem }); },
        async (ask, a) => {
          const text = await ask.text({ prompt: l10n.t('Until which day is it allowed? The last one, as year-month-day'), value: dayOf(a.expiry ?? new Date(Date.now() + 30 * dayMs)), check: expiryProblem });
          a.expiry = new Date(`${text.trim()}T23:59:59Z`);
        },
      ], row?.deployment ? 3 : 4);
      if (!done) return;
      const { target: { slot, deployment }, user, password, expiry } = done as Required<Answers>;
      const { id, extensionConfiguration } = await extensionPlaces(client, serviceName, remoteDesktop, { slot, deployment: deployment! });
      const rows = [serviceRow(connection, serviceName)];
      const added = await services.tasks.start({
        title: l10n.t('Adding the extension {0} to {1}', id, serviceName), label: title, target: slotTarget(serviceName, slot), connection, rows,
        // A function: the password is in it.
        request: (to) => to.extensions.add({
          serviceName, ...remoteDesktop, id, version: '1.*',
          publicConfiguration: `<PublicConfig><UserName>${escaped(user)}</UserName><Expiration>${expiry.toISOString()}</Expiration></PublicConfig>`,
          privateConfiguration: `<PrivateConfig><Password>${escaped(password)}</Password></PrivateConfig>`,
        }),
        done: l10n.t('{0} has the extension {1}.', serviceName, id),
      });
      if (!added) return;
      // It runs where a deployment refers to it; the configuration is sent as it is.
      await services.tasks.start({
        title: l10n.t('Enabling Remote Desktop in the {0} deployment of {1}', slotWord(slot), serviceName), label: title, target: slotTarget(serviceName, slot), connection, rows,
        request: (to) => to.deployments.changeConfiguration({ serviceName, deploymentName: deployment!.name, configuration: deployment!.configuration ?? '', extensionConfiguration }),
        done: l10n.t('Remote Desktop is enabled for {0} in the {1} deployment of {2}, until {3}.', user, slotWord(slot), serviceName, dayOf(expiry)),
      });
    },
  },
  {
    id: 'azureClassic.extensions.delete',
    run: async (services, argument) => {
      const title = l10n.t('Delete Extension');
      const target = await serviceTarget(services, argument, title);
      if (!target) return;
      const { connection, client, name: serviceName } = target;
      const row = isNode(argument) && argument !== serviceOf(argument) ? argument.name : undefined;
      const extensionId = row ?? (await runWizard<{ id?: string }>(title, {}, [
        async (ask, a) => {
          const items = (await client.extensions.list({ serviceName })).map(({ id = '', type = '', version = '' }): Choice<string> => ({ label: id, description: `${type} ${version}`, iconPath: new ThemeIcon('extensions'), value: id }));
          a.id = await ask.pick({ placeholder: items.length > 0 ? l10n.t('Which extension?') : l10n.t('{0} has no extensions.', serviceName), items });
        },
      ]))?.id;
      if (!extensionId) return;
      const facts = [subscriptionFact(connection), l10n.t('Cloud service: {0}', serviceName), l10n.t('An extension that a deployment refers to cannot be deleted.')];
      if (!await confirm(l10n.t('Delete the extension {0}?', extensionId), facts, title, { name: extensionId })) return;
      await client.extensions.delete({ serviceName, extensionId });
      services.tree.refreshId(`${serviceRow(connection, serviceName)}/extensions`);
    },
  },
];

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);

/** What Windows takes for a local user. */
function userProblem(user: string): string | undefined {
  if (user.trim() === '') return l10n.t('Enter a user name.');
  if (user.length > 20 || /["/\\[\]:;|=,+*?<>@]/.test(user) || user.endsWith('.')) return l10n.t('A Windows user name has at most {0} characters, none of them " / \\ [ ] : ; | = , + * ? < > @, and no dot at its end.', 20);
  return ['administrator', 'guest'].includes(user.toLowerCase()) ? l10n.t('{0} is there already in Windows.', user) : undefined;
}

/** The complexity that Windows asks for. */
function passwordProblem(password: string): string | undefined {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  return password.length < 8 || kinds < 3 ? l10n.t('A password has at least {0} characters, of three kinds of these: upper case, lower case, digits, others.', 8) : undefined;
}

function expiryProblem(text: string): string | undefined {
  const date = new Date(`${text.trim()}T23:59:59Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text.trim()) || Number.isNaN(date.getTime()) || dayOf(date) !== text.trim()) return l10n.t('Enter a day as year-month-day, like {0}.', dayOf(new Date(Date.now() + 30 * dayMs)));
  return date.getTime() < Date.now() ? l10n.t('That day is over.') : undefined;
}
