import { l10n, ThemeIcon } from 'vscode';
import type { DataVirtualHardDisk } from '../../../client/index.ts';
import { confirmWithMedia } from '../../input/confirm.ts';
import { runWizard, type Choice, type Step } from '../../input/wizard.ts';
import type { Services } from '../../services.ts';
import { Detail } from '../../tree/detail.ts';
import type { Command } from '../command.ts';
import { groupRow } from '../target.ts';
import { accountsNear, freeDisksNear, type DiskAccount } from './near.ts';
import { addressOf, alone, chooseMachine, isGone, machineFacts, rowsOf, type ChosenMachine } from './choose.ts';
import { freeLun, gigabytesProblem, lunProblem, newVhd } from './dataDiskRules.ts';

type Caching = 'None' | 'ReadOnly' | 'ReadWrite';
interface Attachment { lun?: number; hostCaching?: Caching }
type Added = Omit<DataVirtualHardDisk, 'unknownElements'>;

export const dataDiskCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.attachNewDisk',
    run: async (services, argument) => {
      const title = l10n.t('Attach New Disk');
      const chosen = await chooseMachine(services, argument, title);
      if (!chosen) return;
      const { client, serviceName, machine: { role: { roleName, osVirtualHardDisk } } } = chosen;
      const steps = await attachmentSteps(chosen);
      const done = await runWizard<Attachment & { gigabytes?: number; account?: DiskAccount }>(title, {}, [
        async (ask, a) => { a.gigabytes = Number(await ask.text({ prompt: l10n.t('Size of the new disk of {0}, in GB', roleName), value: String(a.gigabytes ?? ''), check: gigabytesProblem })); },
        ...steps,
        async (ask, a) => {
          // Where its other disk is, if nobody says otherwise.
          const usual = a.account?.name ?? /^https?:\/\/([^./]+)\./.exec(osVirtualHardDisk?.mediaLink ?? '')?.[1];
          a.account = await ask.pick({ placeholder: l10n.t('In which storage account? Its VHD goes into the container vhds'), items: accountsNear(client, serviceName), active: ({ name }) => name === usual });
        },
      ]);
      if (!done) return;
      const { gigabytes, lun, hostCaching, account } = done as Required<typeof done>;
      await attach(services, chosen, title, { hostCaching, lun, logicalDiskSizeInGB: gigabytes, mediaLink: newVhd(account.blobEndpoint, serviceName, roleName, new Date()) }, l10n.t('a new disk of {0} GB', gigabytes));
    },
  },
  {
    id: 'azureClassic.virtualMachines.attachDisk',
    run: async (services, argument) => {
      const title = l10n.t('Attach Existing Disk');
      const chosen = await chooseMachine(services, argument, title);
      if (!chosen) return;
      const { client, serviceName, machine: { role: { roleName } } } = chosen;
      const done = await runWizard<Attachment & { diskName?: string }>(title, {}, [
        async (ask, a) => { a.diskName = await ask.pick({ placeholder: l10n.t('Which disk is attached to {0}?', roleName), items: freeDisksNear(client, serviceName) }); },
        ...await attachmentSteps(chosen),
      ]);
      if (!done) return;
      const { diskName, lun, hostCaching } = done as Required<typeof done>;
      await attach(services, chosen, title, { hostCaching, diskName, lun }, diskName);
    },
  },
  {
    id: 'azureClassic.virtualMachines.detachDisk',
    run: async (services, argument) => {
      const title = l10n.t('Detach Disk');
      const found = await chooseDisk(services, argument, title);
      if (!found) return;
      const { chosen, chosen: { connection, serviceName, machine: { role: { roleName } } }, disk: { diskName = '', lun = 0, mediaLink } } = found;
      const question = l10n.t('Detach the disk {0} from {1}?', diskName, roleName);
      const actions = { kept: l10n.t('Detach, Keep Disk'), deleted: l10n.t('Detach and Delete') };
      const facts = [
        ...machineFacts([alone(chosen)]), l10n.t('LUN {0}', lun), l10n.t('What its operating system has not written to the disk yet is lost: unmount it there first.'), '',
        l10n.t('{0}: the disk is free then, and its VHD goes on costing.', actions.kept), '',
        l10n.t('{0}: the disk and its VHD are deleted, which cannot be undone: {1}', actions.deleted, mediaLink ?? diskName),
      ];
      const media = await confirmWithMedia(question, facts, actions, [{ name: diskName }]);
      if (!media) return;
      const deleteMedia = media === 'deleted';
      await services.tasks.start({
        title: deleteMedia ? l10n.t('Detaching and deleting the disk {0} of {1}', diskName, roleName) : l10n.t('Detaching the disk {0} from {1}', diskName, roleName),
        label: title, target: `${serviceName}, ${roleName}`, question, ...(deleteMedia && { deletes: { name: diskName, takesData: true } }), connection, rows: [...rowsOf(chosen), groupRow(connection, 'disks')],
        request: { operation: 'dataDisks.delete', parameters: { ...addressOf(chosen), lun, deleteMedia }, only: [diskName] },
        done: deleteMedia ? l10n.t('The disk {0} is deleted.', diskName) : l10n.t('The disk {0} is free.', diskName),
      });
    },
  },
  {
    id: 'azureClassic.virtualMachines.changeDiskCaching',
    run: async (services, argument) => {
      const title = l10n.t('Change Disk Caching');
      const found = await chooseDisk(services, argument, title);
      if (!found) return;
      const { chosen, chosen: { connection, serviceName, machine: { role: { roleName } } }, disk: { diskName = '', diskLabel, lun = 0, mediaLink, hostCaching: now } } = found;
      const done = await runWizard<Attachment>(title, { hostCaching: now as Caching }, [cachingStep(l10n.t('Which caching for {0}? It has {1} now', diskName, now ?? ''))]);
      if (!done) return;
      const hostCaching = done.hostCaching!;
      await services.tasks.start({
        title: l10n.t('Changing the caching of the disk {0} of {1}', diskName, roleName), label: title, target: `${serviceName}, ${roleName}`, connection, rows: rowsOf(chosen),
        // All that it has besides, because it takes the place of what it was.
        request: { operation: 'dataDisks.update', parameters: { ...addressOf(chosen), lun, hostCaching, diskLabel, diskName, newLun: lun, mediaLink } },
        done: l10n.t('The caching of the disk {0} is {1} now.', diskName, hostCaching),
      });
    },
  },
];

function attach(services: Services, chosen: ChosenMachine, title: string, disk: Added, what: string): Promise<boolean> {
  const { connection, serviceName, machine: { role: { roleName } } } = chosen;
  return services.tasks.start({
    title: l10n.t('Attaching {0} to {1}', what, roleName), label: title, target: `${serviceName}, ${roleName}`, connection, rows: [...rowsOf(chosen), groupRow(connection, 'disks')],
    request: { operation: 'dataDisks.add', parameters: { ...disk, ...addressOf(chosen) } }, done: l10n.t('{0} has another disk, at LUN {1}: {2}.', roleName, disk.lun ?? 0, what),
  });
}

/** At which LUN and with which caching. @throws Error in the reader's words where the machine's size has no room. */
async function attachmentSteps({ client, machine: { role: { roleName, roleSize = '', dataVirtualHardDisks: attached = [] } } }: ChosenMachine): Promise<Step<Attachment>[]> {
  const most = (await client.roleSizes.list()).find(({ name }) => name.toLowerCase() === roleSize.toLowerCase())?.maxDataDiskCount;
  const first = freeLun(attached, most);
  if (first === undefined) throw new Error(l10n.t('The size {2} of {0} has no room for another data disk. It has: {1}.', roleName, attached.length, roleSize));
  return [
    async (ask, a) => { a.lun = Number(await ask.text({ prompt: l10n.t('LUN: the number at which the operating system finds it'), value: String(a.lun ?? first), check: (text) => lunProblem(text, attached, most) })); },
    cachingStep(l10n.t('Which caching?')),
  ];
}

const cachingStep = (placeholder: string): Step<Attachment> => async (ask, a) => {
  const details: Readonly<Record<Caching, string>> = {
    None: l10n.t('Nothing is kept in memory: for logs, and for whatever is written more than it is read.'),
    ReadOnly: l10n.t('What was read is kept in memory: for data that is read again.'),
    ReadWrite: l10n.t('Writes are kept in memory too: the last ones can be lost.'),
  };
  const items = (Object.keys(details) as Caching[]).map((value): Choice<Caching> => ({ label: value, detail: details[value], value }));
  a.hostCaching = await ask.pick({ placeholder, items, active: (value) => value === (a.hostCaching ?? 'ReadOnly') });
};

/** The data disk of the row, or one of a machine's. */
async function chooseDisk(services: Services, argument: unknown, title: string): Promise<{ chosen: ChosenMachine; disk: DataVirtualHardDisk } | undefined> {
  const chosen = await chooseMachine(services, argument, title, ({ role }) => (role.dataVirtualHardDisks ?? []).length > 0);
  if (!chosen) return undefined;
  const disks = chosen.machine.role.dataVirtualHardDisks!;
  if (argument instanceof Detail) {
    const disk = disks.find(({ diskName }) => diskName === argument.name);
    if (!disk) throw isGone(argument.name);
    return { chosen, disk };
  }
  const items = disks.map((value): Choice<DataVirtualHardDisk> => ({
    label: value.diskLabel || value.diskName || '', description: [l10n.t('LUN {0}', value.lun ?? 0), value.logicalDiskSizeInGB && l10n.t('{0} GB', value.logicalDiskSizeInGB)].filter(Boolean).join(' · '), iconPath: new ThemeIcon('database'), value,
  }));
  const disk = (await runWizard<{ disk?: DataVirtualHardDisk }>(title, {}, [async (ask, a) => { a.disk = await ask.pick({ placeholder: l10n.t('Which disk?'), items }); }]))?.disk;
  return disk && { chosen, disk };
}
