import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import { endpointText, needsAccount } from '../../input/machine.ts';
import { resourceWords } from '../../input/resource.ts';
import type { Choice } from '../../input/wizard.ts';
import { choosesSignIn, hasKey, hasPassword, isGeneralized, type Draft, type Question, type QuestionId } from './createDraft.ts';

const go = 'go';

export const reviewQuestion: Question = {
  id: 'review', always: true,
  ask: async (ask, draft) => {
    const answer = await ask.pick<QuestionId | typeof go>({ placeholder: l10n.t('Is everything right? Choose a line to change it.'), items: reviewItems(draft), active: (value) => value === go });
    if (answer !== go) draft.revise = answer;
  },
};

/** What it is made with, though it may not be wanted. */
function warnings({ source, sizeWarning, endpoints = [] }: Draft): Choice<QuestionId>[] {
  const warn = (label: string, detail: string, value: QuestionId): Choice<QuestionId> => ({ label, detail, iconPath: new ThemeIcon('warning'), value });
  const way = source!.os === 'Linux' ? { name: 'SSH', port: 22 } : { name: 'RemoteDesktop', port: 3389 };
  return [
    ...(sizeWarning ? [warn(l10n.t('Size'), sizeWarning, 'size')] : []),
    ...(endpoints.some(({ localPort }) => localPort === way.port) ? [] : [warn(l10n.t('Endpoints'), l10n.t('There is none for {0} ({1}), so nobody can sign in from outside.', way.name, way.port), 'endpoints')]),
  ];
}

function reviewItems(draft: Draft): (Choice<QuestionId | typeof go> | QuickPickItem)[] {
  const { source, name, size, connection, service, home, user, key, account, endpoints, availabilitySet, network, reservedIp, updates, timeZone } = draft;
  const row = (value: QuestionId, label: string, description: string): Choice<QuestionId> => ({ label, description, value });
  const separator = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const warned = warnings(draft);
  return [
    { label: l10n.t('Create'), description: l10n.t('the virtual machine {0} in {1}', name!, service!.name!), iconPath: new ThemeIcon('vm'), value: go },
    ...(warned.length > 0 ? [separator(l10n.t('Warnings'))] : []), ...warned,
    separator(l10n.t('Choices')),
    row('source', source!.kind === 'disk' ? l10n.t('Disk') : l10n.t('Image'), [source!.label, source!.os].join(' · ')),
    row('name', l10n.t('Name'), name!),
    row('size', l10n.t('Size'), size!.name),
    row('connection', l10n.t('Subscription'), connection!.name),
    row('service', l10n.t('Cloud service'), home ? l10n.t('{0}, beside {1}', resourceWords(service!), home.machines.join(', ')) : resourceWords(service!)),
    ...(isGeneralized(draft) ? [row('user', l10n.t('User'), user!)] : []),
    ...(choosesSignIn(draft) ? [row('signIn', l10n.t('Signs in'), hasKey(draft) ? l10n.t('with an SSH key') : l10n.t('with a password'))] : []),
    ...(hasKey(draft) ? [row('key', l10n.t('SSH key'), key!.split(' ').slice(2).join(' ') || `${key!.slice(0, 24)}...`)] : []),
    ...(hasPassword(draft) ? [row('password', l10n.t('Password'), l10n.t('entered; it is written down nowhere'))] : []),
    ...(needsAccount(source!) ? [row('account', l10n.t('Storage account'), resourceWords(account!, service!.place))] : []),
    row('endpoints', l10n.t('Endpoints'), endpoints!.map((endpoint) => `${endpoint.name} (${endpointText(endpoint)})`).join(', ') || l10n.t('none')),
    separator(l10n.t('Options')),
    row('availabilitySet', l10n.t('Availability set'), availabilitySet || l10n.t('none')),
    ...(home && !home.network ? [] : [row('network', l10n.t('Virtual network'), network ? `${network.name} / ${network.subnet}` : home?.network ?? l10n.t('not in any'))]),
    ...(home ? [] : [row('reservedIp', l10n.t('Reserved address'), reservedIp || l10n.t('the service chooses one'))]),
    ...(isGeneralized(draft) && source!.os === 'Windows' ? [row('updates', l10n.t('Automatic updates'), updates ? l10n.t('yes') : l10n.t('no')), row('timeZone', l10n.t('Time zone'), timeZone)] : []),
  ];
}
