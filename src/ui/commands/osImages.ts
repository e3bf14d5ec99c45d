import { l10n, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { askImageWords } from '../input/imageWords.ts';
import { imageNameProblem, labelProblem, notTaken } from '../input/names.ts';
import { nameFor, vhdStepCount, vhdSteps, type VhdAnswers } from '../input/vhd.ts';
import { runWizard } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { operatingSystemChoices, type Os } from './disks.ts';
import { confirmImages, imageChoices, imageNames } from './images.ts';
import { inTurn, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

interface Answers extends VhdAnswers { connection?: Connection; os?: Os }

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

/** Those of the subscription itself: nobody can change others. */
const osImageChoices = async (client: ServiceManagementClient) => imageChoices((await client.osImages.list()).filter(({ category }) => category === 'User'), 'package', ({ os }) => os);
