import { l10n, ThemeIcon } from 'vscode';
import type { ServiceManagementClient, VMImage } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { askImageWords } from '../input/imageWords.ts';
import { imageNameProblem, labelProblem, notTaken } from '../input/names.ts';
import { freeVhds, nameFor, vhdStepCount, vhdSteps, type VhdAnswers } from '../input/vhd.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { operatingSystemChoices, type Os } from './disks.ts';
import { confirmImages, imageChoices, imageNames } from './images.ts';
import { inTurn, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

type OsState = NonNullable<NonNullable<VMImage['osDiskConfiguration']>['osState']>;

interface Answers extends VhdAnswers { connection?: Connection; os?: Os; state?: OsState; others?: readonly Choice<string>[]; hasData?: boolean; data?: readonly string[] }

export const vmImageCommands: readonly Command[] = [
  {
    id: 'azureClassic.vmImages.create',
    run: async (services, argument) => {
      const title = l10n.t('Create VM Image');
      const connection = await connectionStep<Answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const before = services.connections.list().length > 1 && !isNode(argument) ? 1 : 0;
      const done = await runWizard<Answers>(title, {}, [
        connection, ...vhdSteps<Answers>(),
        async (ask, a) => { a.os = await ask.pick<Os>({ placeholder: l10n.t('Which operating system is on it?'), items: operatingSystemChoices(), active: (os) => os === a.os }); },
        async (ask, a) => { a.state = await ask.pick<OsState>({ placeholder: l10n.t('In which state is it?'), items: stateChoices(), active: (state) => state === a.state }); },
        async (ask, a) => {
          const others = a.others = a.account ? (await freeVhds(a)).filter(({ value }) => value !== a.mediaLink) : [];
          a.hasData = false;
          if (others.length === 0) return false;
          const none: Choice<boolean> = { label: l10n.t('No data disks'), iconPath: new ThemeIcon('circle-slash'), value: false };
          const some: Choice<boolean> = { label: l10n.t('Choose data disks...'), description: l10n.t('VHDs in the same container: {0}', others.length), iconPath: new ThemeIcon('database'), value: true };
          a.hasData = await ask.pick<boolean>({ placeholder: l10n.t('Has the image data disks?'), items: [none, some] });
          return true;
        },
        async (ask, a) => {
          a.data = a.hasData ? await ask.many({ placeholder: l10n.t('Which VHDs become data disks?'), items: a.others! }) : [];
          return a.hasData;
        },
        async (ask, a) => { a.name = await ask.text({ prompt: l10n.t('Name of the image'), value: a.name ?? nameFor(a.mediaLink!), check: notTaken(imageNameProblem, () => imageNames(a.client!)) }); },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
      ], (a) => before + vhdStepCount(a) + (a.account === '' || a.others?.length === 0 ? 4 : a.hasData ? 6 : 5));
      if (!done) return;
      const { connection: at, name, label, mediaLink, os, state, data } = done as Required<Answers>;
      await services.tasks.start({
        title: l10n.t('Creating the image {0}', name), label: title, target: name, connection: at, rows: [groupRow(at, 'vmImages')],
        request: { operation: 'vmImages.create', parameters: { name, label, osDiskConfiguration: { osState: state, os, mediaLink }, dataDiskConfigurations: data.map((link, lun) => ({ lun, mediaLink: link })) } },
        done: l10n.t('The image {0} is created.', name),
      });
    },
  },
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

const stateChoices = (): Choice<OsState>[] => [
  { label: l10n.t('Generalized'), description: l10n.t('for any number of machines, each with a name and users of its own'), iconPath: new ThemeIcon('organization'), value: 'Generalized' },
  { label: l10n.t('Specialized'), description: l10n.t('the disk of one machine, as it was'), iconPath: new ThemeIcon('account'), value: 'Specialized' },
];

/** Those of the subscription itself: nobody can change others. */
const vmImageChoices = async (client: ServiceManagementClient) => imageChoices(await client.vmImages.list({ category: 'User' }), 'vm-outline', ({ osDiskConfiguration }) => osDiskConfiguration?.os);
