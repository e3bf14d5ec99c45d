import { l10n, ThemeIcon } from 'vscode';
import type { Deployment } from '../../../client/index.ts';
import { slotChoices } from '../../input/pickResource.ts';
import { baseName } from '../../input/serviceFiles.ts';
import type { Choice } from '../../input/wizard.ts';
import { slotWord } from '../../operations/deployment.ts';
import { deploymentLook } from '../../tree/states.ts';
import { changeConfiguration } from '../configuration.ts';
import { deleteDeployment } from '../deployments.ts';
import type { DeploymentTarget } from '../target.ts';
import type { Draft, Question } from './draft.ts';
import { upgradeInstead } from './upgrade.ts';

type WayOut = 'other' | 'upgrade' | 'delete' | 'configure';

const target = ({ connection, client, service, slot }: Draft, deployment: Deployment): DeploymentTarget => ({
  connection: connection!, client: client!, serviceName: service!.name!, slot: slot!, deployment,
});
const called = (deployment: Deployment): string => deployment.label || deployment.name;

/** The service would say "The specified deployment slot is occupied" after the upload; here it is said before, with what can be done. */
export const occupiedQuestion: Question = {
  id: 'occupied', always: true, rare: true, when: ({ service }) => service?.isNew === false,
  ask: async (ask, draft) => {
    const serviceName = draft.service!.name!;
    for (;;) {
      const inSlots = (await slotChoices(draft.client!, serviceName)).map(({ value }) => value);
      const deployment = inSlots.find(({ slot }) => slot === draft.slot)?.deployment;
      if (!deployment) return false;
      const other = inSlots.find(({ slot }) => slot !== draft.slot)!;
      const ways: Choice<WayOut>[] = [
        ...(other.deployment ? [] : [{ label: l10n.t('Deploy to the {0} slot instead', slotWord(other.slot)), detail: l10n.t('It is empty.'), iconPath: new ThemeIcon('arrow-swap'), value: 'other' } as const]),
        { label: l10n.t('Upgrade that deployment instead...'), detail: l10n.t('Puts the new package in its place. Its address stays.'), iconPath: new ThemeIcon('arrow-circle-up'), value: 'upgrade' },
        { label: l10n.t('Delete that deployment first...'), detail: l10n.t('Asks before it deletes, waits until the slot is empty, and goes on from here.'), iconPath: new ThemeIcon('trash'), value: 'delete' },
        { label: l10n.t('Upload only the configuration to it...'), detail: l10n.t('Keeps the deployment and its package, and gives it {0}.', baseName(draft.configuration!)), iconPath: new ThemeIcon('settings-gear'), value: 'configure' },
      ];
      const way = await ask.pick<WayOut>({
        placeholder: l10n.t('The {0} slot of {1} is occupied by {2} ({3}).', slotWord(draft.slot!), serviceName, called(deployment), deploymentLook(deployment.status).words), items: ways,
      });
      if (way === 'other') draft.slot = other.slot;
      else if (way === 'upgrade') {
        await upgradeInstead(draft, deployment);
        // That was instead of deploying.
        return ask.other<never>(async () => undefined);
      } else if (way === 'delete') {
        // Followed to its end; the list comes up again when the person would rather not, or when it failed.
        if (!await deleteDeployment(draft.services, target(draft, deployment))) continue;
      } else {
        // The package beside which the file was checked is not the one that is deployed: it is checked again.
        await changeConfiguration(draft.services, target(draft, deployment), draft.preflight!.configuration!);
        // That was instead of deploying.
        return ask.other<never>(async () => undefined);
      }
      // Whatever was done here is done; Back goes to the slots.
      return false;
    }
  },
};
