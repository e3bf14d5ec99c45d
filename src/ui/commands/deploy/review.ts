import { l10n, QuickPickItemKind, ThemeIcon, Uri, type QuickPickItem } from 'vscode';
import path from 'node:path';
import { labelProblem } from '../../input/names.ts';
import { resourceWords } from '../../input/resource.ts';
import { fileName, fileSize } from '../../input/serviceFiles.ts';
import type { Choice } from '../../input/wizard.ts';
import { slotWord } from '../../operations/deployment.ts';
import { slotName } from '../../tree/deployments.ts';
import { isUrl, packageName, plainUrl, type Draft, type Question, type QuestionId } from './draft.ts';
import { upgradeRows } from './upgradeQuestions.ts';

const go = 'go';

/** "ContosoShop 2026-11-23 10:04", in at most 100 characters. */
function suggestedLabel(draft: Draft): string {
  const name = packageName(draft);
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return `${path.posix.basename(name, path.posix.extname(name)).slice(0, 80)} ${local.slice(0, 10)} ${local.slice(11, 16)}`;
}

export const labelQuestion: Question = {
  id: 'label',
  ask: async (ask, draft) => {
    draft.label = await ask.text({ prompt: l10n.t('Label of the deployment, at most {0} characters', 100), value: draft.label ?? suggestedLabel(draft), check: labelProblem });
  },
};

export const startQuestion: Question = {
  id: 'start',
  ask: async (ask, draft) => {
    draft.start = await ask.pick<boolean>({
      placeholder: l10n.t('What happens to it once it is there?'),
      items: [
        { label: l10n.t('Start it'), detail: l10n.t('Its role instances run as soon as they are ready.'), iconPath: new ThemeIcon('play'), value: true },
        { label: l10n.t('Leave it suspended'), detail: l10n.t('Nothing runs until you run it from the tree.'), iconPath: new ThemeIcon('debug-pause'), value: false },
      ],
      active: (start) => start === (draft.start ?? true),
    });
  },
};

export const reviewQuestion: Question = {
  id: 'review', always: true,
  ask: async (ask, draft) => {
    const answer = await ask.pick<QuestionId | typeof go>({ placeholder: l10n.t('Is everything right? Choose a line to change it.'), items: reviewItems(draft), active: (value) => value === go });
    if (answer !== go) draft.revise = answer;
  },
};

/** What is deployed with, though it may not be wanted. */
function warnings({ preflight, connection, account, accountWarning, ...draft }: Draft): Choice<QuestionId>[] {
  const warn = (label: string, detail: string, value: QuestionId): Choice<QuestionId> => ({ label, detail, iconPath: new ThemeIcon('warning'), value });
  return [
    ...(preflight?.problems ?? []).map(({ words }) => warn(l10n.t('Configuration'), words, 'configuration')),
    ...(preflight?.package?.packedForEmulator && connection?.kind !== 'emulator' ? [warn(l10n.t('Package'), l10n.t('It was packed for the emulator, without the Microsoft runtime files that a real service needs to run it.'), 'package')] : []),
    ...(isUrl(draft as Draft) ? [warn(l10n.t('Package'), l10n.t('It is fetched by the service itself, so it could not be compared with the configuration.'), 'package')] : []),
    ...(account && !account.isNew && accountWarning ? [warn(l10n.t('Storage account'), accountWarning, 'account')] : []),
  ];
}

function reviewItems(draft: Draft): (Choice<QuestionId | typeof go> | QuickPickItem)[] {
  const { package: source, configuration, preflight, connection, service, slot, label, account, start, upgrade } = draft;
  const row = (value: QuestionId, name: string, description: string): Choice<QuestionId> => ({ label: name, description, value });
  const size = preflight?.package ? fileSize(preflight.package.size) : '';
  const warned = warnings(draft);
  return [
    {
      label: upgrade ? l10n.t('Upgrade Deployment') : l10n.t('Deploy'), description: l10n.t('{0} to the {1} slot of {2}', packageName(draft), slotWord(slot!), service!.name!),
      iconPath: new ThemeIcon('rocket'), value: go,
    },
    ...(warned.length > 0 ? [{ label: l10n.t('Warnings'), kind: QuickPickItemKind.Separator }] : []), ...warned,
    { label: l10n.t('Choices'), kind: QuickPickItemKind.Separator },
    source instanceof Uri ? row('package', l10n.t('Package'), l10n.t('{0}, {1}', fileName(source), size)) : row('package', l10n.t('Package'), plainUrl(source!.url)),
    row('configuration', l10n.t('Configuration'), fileName(configuration!)),
    row('connection', l10n.t('Subscription'), connection!.name),
    row('service', l10n.t('Cloud service'), resourceWords(service!)),
    row('slot', l10n.t('Slot'), slotName(slot!)),
    row('label', l10n.t('Label'), label!),
    ...(isUrl(draft) ? [] : [row('account', l10n.t('Storage account'), resourceWords(account!, service!.place))]),
    ...(upgrade ? upgradeRows(upgrade) : [row('start', l10n.t('Afterwards'), start ? l10n.t('start it') : l10n.t('leave it suspended'))]),
  ];
}
