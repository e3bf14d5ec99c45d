import { l10n, ThemeIcon } from 'vscode';
import type { Deployment, DeploymentSlot } from '../../../client/index.ts';
import { confirm, subscriptionFact } from '../../input/confirm.ts';
import { slotChoices } from '../../input/pickResource.ts';
import { compareWithDeployed } from '../../input/preflight.ts';
import { baseName, fileName } from '../../input/serviceFiles.ts';
import type { Choice } from '../../input/wizard.ts';
import { slotWord } from '../../operations/deployment.ts';
import { slotName } from '../../tree/deployments.ts';
import { deploymentLook } from '../../tree/states.ts';
import { serviceRow } from '../target.ts';
import type { Draft, Question } from './draft.ts';

type WayOut = 'other' | 'delete' | 'configure';

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
        { label: l10n.t('Delete that deployment first...'), detail: l10n.t('Asks before it deletes, waits until the slot is empty, and goes on from here.'), iconPath: new ThemeIcon('trash'), value: 'delete' },
        { label: l10n.t('Upload only the configuration to it...'), detail: l10n.t('Keeps the deployment and its package, and gives it {0}.', baseName(draft.configuration!)), iconPath: new ThemeIcon('settings-gear'), value: 'configure' },
      ];
      const way = await ask.pick<WayOut>({
        placeholder: l10n.t('The {0} slot of {1} is occupied by {2} ({3}).', slotWord(draft.slot!), serviceName, called(deployment), deploymentLook(deployment.status).words), items: ways,
      });
      if (way === 'other') draft.slot = other.slot;
      else if (way === 'delete') {
        // Followed to its end; the list comes up again when the person would rather not, or when it failed.
        if (!await deleteDeployment(draft, deployment)) continue;
      } else {
        await uploadConfiguration(draft, deployment);
        // That was instead of deploying.
        return ask.other<never>(async () => undefined);
      }
      // Whatever was done here is done; Back goes to the slots.
      return false;
    }
  },
};

const facts = ({ connection, service, slot }: Draft, deployment: Deployment): string[] => [
  subscriptionFact(connection!), l10n.t('Cloud service: {0}', service!.name!), l10n.t('Slot: {0}', slotName(slot!)),
  l10n.t('Deployment: {0}, {1}', called(deployment), deploymentLook(deployment.status).words),
];

async function deleteDeployment(draft: Draft, deployment: Deployment): Promise<boolean> {
  const { services, connection, client, service, slot } = draft as Draft & { slot: DeploymentSlot };
  const serviceName = service!.name!;
  const lost = l10n.t('Its {0} role instances and what is on their disks are lost. The package stays in Blob storage.', deployment.roleInstanceList?.length ?? 0);
  if (!await confirm(l10n.t('Delete the deployment {0}?', called(deployment)), [...facts(draft, deployment), lost], l10n.t('Delete Deployment'))) return false;
  // By its name: whatever somebody else may have put into the slot meanwhile is not what was confirmed.
  const { requestId } = await client!.deployments.delete({ serviceName, deploymentName: deployment.name });
  return services.tasks.follow({
    title: l10n.t('Deleting the {0} deployment of {1}', slotWord(slot), serviceName), connection: connection!, requestId, rows: [serviceRow(connection!, serviceName)],
    done: l10n.t('The {0} slot of {1} is empty now.', slotWord(slot), serviceName),
  });
}

async function uploadConfiguration(draft: Draft, deployment: Deployment): Promise<void> {
  const { services, connection, client, service, slot, preflight } = draft as Draft & { slot: DeploymentSlot };
  const serviceName = service!.name!;
  const configuration = preflight!.configuration!;
  // The package beside which the file was checked is not the one that is deployed.
  const errors = deployment.configuration ? (await compareWithDeployed(configuration, deployment.configuration)).filter(({ severity }) => severity === 'error') : [];
  if (errors.length > 0) throw new Error(l10n.t('{0} does not fit the deployment in the {1} slot, so nothing was changed. {2}', baseName(configuration.uri), slotWord(slot), errors[0]!.words));
  if (!await confirm(l10n.t('Upload this configuration?'), [...facts(draft, deployment), l10n.t('File: {0}', fileName(configuration.uri))], l10n.t('Upload Configuration'))) return;
  const { requestId } = await client!.deployments.changeConfiguration({ serviceName, deploymentName: deployment.name, configuration: configuration.text });
  await services.tasks.follow({
    title: l10n.t('Changing the configuration of the {0} deployment of {1}', slotWord(slot), serviceName), connection: connection!, requestId, rows: [serviceRow(connection!, serviceName)],
    done: l10n.t('The {0} deployment of {1} has its new configuration.', slotWord(slot), serviceName),
  });
}
