import { l10n, ThemeIcon, window } from 'vscode';
import type { OSImage, ServiceManagementClient, VMImage } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { confirmWithMedia } from '../input/confirm.ts';
import { askImageWords } from '../input/imageWords.ts';
import { imageNameProblem, labelProblem, notTaken } from '../input/names.ts';
import { nameFor, vhdStepCount, vhdSteps, type VhdAnswers } from '../input/vhd.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { mediaFact, operatingSystemChoices, type Os } from './disks.ts';
import { inTurn, severalFacts, severalTargets, type Several } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

interface Answers extends VhdAnswers { connection?: Connection; os?: Os; name?: string; label?: string }

export const osImageCommands: readonly Command[] = [
  {
    id: 'azureClassic.osImages.add',
    run: async (services, argument) => {
      const connection = await connectionStep<Answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const before = services.connections.list().length > 1 && !isNode(argument) ? 1 : 0;
      const done = await runWizard<Answers>(l10n.t('Add OS Image'), {}, [
        connection, ...vhdSteps<Answers>(),
        async (ask, a) => { a.os = await ask.pick<Os>({ placeholder: l10n.t('Which operating system is on it? It has to be generalized: sysprep on Windows, waagent -deprovision on Linux'), items: operatingSystemChoices(), active: (os) => os === a.os }); },
        async (ask, a) => { a.name = await ask.text({ prompt: l10n.t('Name of the image'), value: a.name ?? nameFor(a.mediaLink!), check: notTaken(imageNameProblem, () => imageNames(a.client!)) }); },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
      ], (a) => before + vhdStepCount(a) + 3);
      if (!done) return;
      const { connection: at, client, name, label, mediaLink, os } = done as Required<Answers>;
      await client.osImages.add({ name, label, mediaLink, os });
      services.tree.refreshId(groupRow(at, 'osImages'));
      void window.showInformationMessage(l10n.t('The image {0} is added.', name));
    },
  },
  {
    id: 'azureClassic.osImages.update',
    run: async (services, argument) => {
      const title = l10n.t('Edit OS Image');
      const target = await namedTarget(services, argument, title, l10n.t('Which image?'), osImageChoices);
      if (!target) return;
      const { connection, client, name } = target;
      // What is not said again is gone afterwards, so all of it is.
      const { os, description, eula, imageFamily, showInGui, publishedDate, isPremium, iconUri, privacyUri, recommendedVMSize, smallIconUri, language, label } = await client.osImages.get({ imageName: name });
      const now = { label, os, description, eula, imageFamily, showInGui, publishedDate, isPremium, iconUri, privacyUri, recommendedVMSize, smallIconUri, language };
      const words = await askImageWords(title, now);
      if (!words) return;
      await client.osImages.update({ imageName: name, ...now, ...words });
      services.tree.refreshId(groupRow(connection, 'osImages'));
    },
  },
  {
    id: 'azureClassic.osImages.delete',
    run: async (services, argument, selection) => {
      const several = await severalTargets(services, argument, selection, 'osImage', l10n.t('Delete Image'), l10n.t('Which image?'), osImageChoices, (context) => /^osImage;own/.test(context));
      const media = several && await confirmImages(several);
      if (!media) return;
      const { targets } = several;
      await inTurn(services, l10n.t('Delete Image'), targets, ({ client, name }) => client.osImages.delete({ imageName: name, deleteMedia: media === 'deleted' }), 'osImages');
    },
  },
];

export const vmImageCommands: readonly Command[] = [
  {
    id: 'azureClassic.vmImages.update',
    run: async (services, argument) => {
      const title = l10n.t('Edit VM Image');
      const target = await namedTarget(services, argument, title, l10n.t('Which image?'), vmImageChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const now = (await client.vmImages.list({ category: 'User' })).find((image) => image.name === name);
      if (!now) throw new Error(l10n.t('The image {0} is not one of this subscription any more.', name));
      const words = await askImageWords(title, now);
      if (!words) return;
      await client.vmImages.update({ imageName: name, ...words });
      services.tree.refreshId(groupRow(connection, 'vmImages'));
    },
  },
  {
    id: 'azureClassic.vmImages.delete',
    run: async (services, argument, selection) => {
      const title = l10n.t('Delete Image');
      const several = await severalTargets(services, argument, selection, 'vmImage', title, l10n.t('Which image?'), vmImageChoices, (context) => /^vmImage;own/.test(context));
      const media = several && await confirmImages(several);
      if (!media) return;
      await inTurn(services, title, several.targets, ({ connection, name }) => services.tasks.start({
        title: l10n.t('Deleting the image {0}', name), label: title, target: name, question: l10n.t('Delete the image {0}?', name), deletes: { name, takesData: media === 'deleted' },
        connection, rows: [groupRow(connection, 'vmImages')],
        request: { operation: 'vmImages.delete', parameters: { imageName: name, deleteMedia: media === 'deleted' } },
        done: l10n.t('The image {0} is deleted.', name),
      }));
    },
  },
];

function confirmImages(several: Several) {
  const { targets } = several;
  const isOne = targets.length === 1;
  const facts = [...severalFacts(several), l10n.t('Machines that were made from it stay as they are.'), mediaFact()];
  const actions = isOne
    ? { kept: l10n.t('Delete Image'), deleted: l10n.t('Delete Image and VHDs') }
    : { kept: l10n.t('Delete Images'), deleted: l10n.t('Delete Images and VHDs') };
  return confirmWithMedia(isOne ? l10n.t('Delete the image {0}?', targets[0]!.name) : l10n.t('Delete {0} images?', targets.length), facts, actions, targets);
}

/** Names of both kinds, which share them. */
async function imageNames(client: ServiceManagementClient): Promise<string[]> {
  const lists = await Promise.all([client.osImages.list(), client.vmImages.list()]);
  return lists.flat().map(({ name }) => name);
}

/** Those of the subscription itself: nobody can change others. */
const osImageChoices = async (client: ServiceManagementClient) => choicesOf((await client.osImages.list()).filter(({ category }) => category === 'User'), 'package', ({ os }) => os);
const vmImageChoices = async (client: ServiceManagementClient) => choicesOf(await client.vmImages.list({ category: 'User' }), 'vm-outline', ({ osDiskConfiguration }) => osDiskConfiguration?.os);

const choicesOf = <T extends OSImage | VMImage>(images: readonly T[], icon: string, os: (image: T) => string | undefined): Choice<string>[] => images.map((image) => (
  { label: image.label || image.name, description: [image.name !== image.label && image.name, os(image)].filter(Boolean).join(' · '), iconPath: new ThemeIcon(icon), value: image.name }));
