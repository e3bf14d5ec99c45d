import { l10n, ThemeIcon, window } from 'vscode';
import type { Disk, ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { confirmWithMedia } from '../input/confirm.ts';
import { imageNameProblem, labelProblem, notTaken } from '../input/names.ts';
import { nameFor, vhdStepCount, vhdSteps, type VhdAnswers } from '../input/vhd.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { inTurn, severalFacts, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, machineRow, namedTarget } from './target.ts';

export type Os = NonNullable<Disk['os']>;

interface Answers extends VhdAnswers { connection?: Connection; os?: Os | undefined }

/** The largest disk of a classic machine (Update Disk). */
const largestGigabytes = 1023;

export const diskCommands: readonly Command[] = [
  {
    id: 'azureClassic.disks.add',
    run: async (services, argument) => {
      const title = l10n.t('Add Disk');
      const connection = await connectionStep<Answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const before = services.connections.list().length > 1 && !isNode(argument) ? 1 : 0;
      const done = await runWizard<Answers>(title, {}, [
        connection, ...vhdSteps<Answers>(),
        async (ask, a) => {
          const items: Choice<Os | undefined>[] = [
            { label: l10n.t('Data disk'), iconPath: new ThemeIcon('database'), value: undefined },
            ...operatingSystemChoices().map((choice) => ({ ...choice, description: l10n.t('operating system disk') })),
          ];
          a.os = await ask.pick<Os | undefined>({ placeholder: l10n.t('What is on it? A machine can start from a disk with an operating system'), items, active: (os) => os === a.os });
        },
        async (ask, a) => {
          a.name = await ask.text({ prompt: l10n.t('Name of the disk'), value: a.name ?? nameFor(a.mediaLink!), check: notTaken(imageNameProblem, async () => (await a.client!.disks.list()).map(({ name }) => name)) });
        },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
      ], (a) => before + vhdStepCount(a) + 3);
      if (!done) return;
      const { connection: at, client, name, label, mediaLink, os } = done as Required<Answers>;
      await client.disks.add({ name, label, mediaLink, ...(os && { os }) });
      services.tree.refreshId(groupRow(at, 'disks'));
      void window.showInformationMessage(l10n.t('The disk {0} is added.', name));
    },
  },
  {
    id: 'azureClassic.disks.update',
    run: async (services, argument) => {
      const title = l10n.t('Rename Disk');
      const target = await namedTarget(services, argument, title, l10n.t('Which disk?'), diskChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const now = await client.disks.get({ diskName: name });
      const done = await runWizard<{ label?: string }>(title, {}, [
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label; the name {0} stays', name), value: now.label ?? name, check: labelProblem }); },
      ]);
      if (!done) return;
      await client.disks.update({ diskName: name, name, label: done.label });
      services.tree.refreshId(groupRow(connection, 'disks'));
    },
  },
  {
    id: 'azureClassic.disks.resize',
    run: async (services, argument) => {
      const title = l10n.t('Enlarge Disk');
      const target = await namedTarget(services, argument, title, l10n.t('Which disk?'), diskChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const { label, logicalDiskSizeInGB: now = 0, attachedTo } = await client.disks.get({ diskName: name });
      const prompt = attachedTo
        ? l10n.t('How many GB? {0} has {1} now, and never gets smaller; its machine {2} is to be stopped and deallocated', name, now, attachedTo.roleName ?? '')
        : l10n.t('How many GB? {0} has {1} now, and never gets smaller', name, now);
      const done = await runWizard<{ gigabytes?: number }>(title, {}, [
        async (ask, a) => { a.gigabytes = Number(await ask.text({ prompt, value: String(now), check: (text) => sizeProblem(text, now) })); },
      ]);
      if (!done) return;
      const gigabytes = done.gigabytes!;
      await services.tasks.start({
        title: l10n.t('Enlarging the disk {0} to {1} GB', name, gigabytes), label: title, target: name, connection, rows: [groupRow(connection, 'disks')],
        request: { operation: 'disks.update', parameters: { diskName: name, name, label: label ?? name, resizedSizeInGB: gigabytes } },
        done: l10n.t('The disk {0} has {1} GB. The partitions on it are as large as before: the machine\'s own tools extend them.', name, gigabytes),
      });
    },
  },
  {
    id: 'azureClassic.disks.showMachine',
    run: async (services, argument) => {
      const title = l10n.t('Show Machine');
      const target = await namedTarget(services, argument, title, l10n.t('Which disk?'), (client) => diskChoices(client, ({ attachedTo }) => attachedTo !== undefined));
      if (!target) return;
      const { connection, client, name } = target;
      const { attachedTo: { hostedServiceName = '', roleName = '' } = {} } = await client.disks.get({ diskName: name });
      if (!roleName) throw new Error(l10n.t('No machine has the disk {0}.', name));
      if (!await services.tree.reveal(machineRow(connection, hostedServiceName, roleName))) throw new Error(l10n.t('The machine {0} of {1} is not in the tree.', roleName, hostedServiceName));
    },
  },
  {
    id: 'azureClassic.disks.delete',
    run: async (services, argument, selection) => {
      const title = l10n.t('Delete Disk');
      const several = await severalTargets(services, argument, selection, 'disk', title, l10n.t('Which disk?'), (client) => diskChoices(client, ({ attachedTo }) => !attachedTo), (context) => /^disk;free/.test(context));
      if (!several) return;
      const { targets } = several;
      const isOne = targets.length === 1;
      const question = isOne ? l10n.t('Delete the disk {0}?', targets[0]!.name) : l10n.t('Delete {0} disks?', targets.length);
      const where = isOne ? (await targets[0]!.client.disks.get({ diskName: targets[0]!.name })).mediaLink : undefined;
      const facts = [...severalFacts(several), ...(where ? [l10n.t('VHD: {0}', where)] : []), mediaFact()];
      const media = await confirmWithMedia(question, facts, { kept: isOne ? title : l10n.t('Delete Disks'), deleted: isOne ? l10n.t('Delete Disk and VHD') : l10n.t('Delete Disks and VHDs') }, targets);
      if (!media) return;
      await inTurn(services, title, targets, ({ client, name }) => client.disks.delete({ diskName: name, deleteMedia: media === 'deleted' }), 'disks');
    },
  },
];

/** What may become of the VHDs, in one line of a modal. */
export const mediaFact = (): string => l10n.t('VHDs can stay in Blob storage, which you go on paying for. If they are deleted too, all that is on them is lost.');

export const operatingSystemChoices = (): Choice<Os>[] => (['Linux', 'Windows'] as const).map((os) => ({ label: os, iconPath: new ThemeIcon('server'), value: os }));

async function diskChoices(client: ServiceManagementClient, applies: (disk: Disk) => boolean = () => true): Promise<Choice<string>[]> {
  return (await client.disks.list()).filter(applies).map(({ name, label, os, attachedTo, logicalDiskSizeInGB }) => ({
    label: name, description: [label !== name && label, os, logicalDiskSizeInGB !== undefined && l10n.t('{0} GB', logicalDiskSizeInGB), attachedTo && l10n.t('on {0}', attachedTo.roleName ?? '')].filter(Boolean).join(' · '),
    iconPath: new ThemeIcon(os ? 'server' : 'database'), value: name,
  }));
}

function sizeProblem(text: string, now: number): string | undefined {
  const gigabytes = Number(text);
  return /^\d+$/.test(text.trim()) && gigabytes > now && gigabytes <= largestGigabytes ? undefined : l10n.t('Enter a whole number of GB, more than {0} and at most {1}.', now, largestGigabytes);
}
