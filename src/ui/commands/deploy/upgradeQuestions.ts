import { l10n, ThemeIcon } from 'vscode';
import type { Deployment } from '../../../client/index.ts';
import { serviceChoices, slotChoices } from '../../input/pickResource.ts';
import type { Choice } from '../../input/wizard.ts';
import type { Draft, Question, QuestionId, UpdateMode, Upgrade } from './draft.ts';
import { existing } from '../../input/resource.ts';

export const upgradeOf = (deployment: Deployment): Upgrade => ({ deployment, mode: 'Auto', role: '', force: false });

/** Which deployment is upgraded: the questions of Deploy that ask where to, for slots that are occupied. */
export const upgradeTargetQuestions: readonly Question[] = [
  {
    id: 'service', clears: ['slot', 'account'],
    ask: async (ask, draft) => {
      const name = await ask.pick<string>({ placeholder: l10n.t('Which cloud service?'), items: serviceChoices(draft.client!), active: (service) => service === draft.service?.name });
      const { hostedServiceProperties } = await draft.client!.hostedServices.get({ serviceName: name });
      draft.service = existing(name, hostedServiceProperties);
    },
  },
  {
    id: 'slot', clears: ['role'],
    ask: async (ask, draft) => {
      const serviceName = draft.service!.name!;
      const items = (await slotChoices(draft.client!, serviceName)).filter(({ value }) => value.deployment);
      const { slot, deployment } = await ask.pick({
        placeholder: items.length > 0 ? l10n.t('Which deployment?') : l10n.t('{0} has no deployment that this applies to.', serviceName), items, active: (offered) => offered.slot === draft.slot,
      });
      draft.slot = slot;
      draft.upgrade = upgradeOf(deployment!);
    },
  },
];

const roleNames = ({ upgrade }: Draft): string[] => (upgrade?.deployment.roleList ?? []).map(({ roleName }) => roleName);

const modeChoices = (): Choice<UpdateMode>[] => [
  { label: l10n.t('Automatic'), detail: l10n.t('One after the other, by itself. The others go on answering.'), iconPath: new ThemeIcon('run-all'), value: 'Auto' },
  { label: l10n.t('Manual'), detail: l10n.t('Each waits until you let it go on, or roll the upgrade back.'), iconPath: new ThemeIcon('debug-step-over'), value: 'Manual' },
  { label: l10n.t('Simultaneous'), detail: l10n.t('All at once. The quickest, and nothing answers meanwhile.'), iconPath: new ThemeIcon('zap'), value: 'Simultaneous' },
];

/** How the upgrade is done. */
export const upgradeQuestions: readonly Question[] = [
  {
    id: 'mode',
    ask: async (ask, draft) => {
      const mode = await ask.pick<UpdateMode>({ placeholder: l10n.t('How do the upgrade domains follow one another?'), items: modeChoices(), active: (value) => value === draft.upgrade!.mode });
      draft.upgrade = { ...draft.upgrade!, mode };
    },
  },
  {
    id: 'role', when: (draft) => roleNames(draft).length > 1,
    ask: async (ask, draft) => {
      const items = ['', ...roleNames(draft)].map((role): Choice<string> => ({ label: roleWords(role), iconPath: new ThemeIcon(role ? 'layers' : 'layers-active'), value: role }));
      const role = await ask.pick<string>({ placeholder: l10n.t('Which roles?'), items, active: (value) => value === draft.upgrade!.role });
      draft.upgrade = { ...draft.upgrade!, role };
    },
  },
  {
    id: 'force',
    ask: async (ask, draft) => {
      const force = await ask.pick<boolean>({
        placeholder: l10n.t('What if local data would be lost, as with another size of a role?'),
        items: [
          { label: l10n.t('Refuse the upgrade'), iconPath: new ThemeIcon('shield'), value: false },
          { label: l10n.t('Upgrade all the same'), detail: l10n.t('What is on the local disks of the role instances may be lost.'), iconPath: new ThemeIcon('warning'), value: true },
        ],
        active: (value) => value === draft.upgrade!.force,
      });
      draft.upgrade = { ...draft.upgrade!, force };
    },
  },
];

const roleWords = (role: string): string => role || l10n.t('All roles');

/** An upgrade's part of the review. */
export const upgradeRows = ({ mode, role, force }: Upgrade): Choice<QuestionId>[] => [
  { label: l10n.t('Upgrade domains'), description: modeChoices().find(({ value }) => value === mode)!.label, value: 'mode' },
  { label: l10n.t('Roles'), description: roleWords(role), value: 'role' },
  { label: l10n.t('Loss of local data'), description: force ? l10n.t('upgrade all the same') : l10n.t('refuse the upgrade'), value: 'force' },
];
