import { env, l10n } from 'vscode';
import type { RoleSize } from '../../../client/index.ts';
import { confirm } from '../../input/confirm.ts';
import { runWizard, type Choice } from '../../input/wizard.ts';
import type { Command } from '../command.ts';
import { addressOf, alone, chooseMachine, inState, machineFacts, rowsOf } from './choose.ts';
import { changeSettings } from './settings.ts';

export const sizeCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.resize',
    run: async (services, argument) => {
      const title = l10n.t('Resize Virtual Machine');
      const chosen = await chooseMachine(services, argument, title);
      if (!chosen) return;
      const { connection, client, serviceName, machine } = chosen;
      const { roleName, roleSize: now = '', dataVirtualHardDisks = [] } = machine.role;
      const done = await runWizard<{ size?: string }>(title, {}, [async (ask, a) => {
        a.size = await ask.pick({
          placeholder: l10n.t('Which size? {0} is of size {1}', roleName, now), items: client.roleSizes.list().then((sizes) => sizeChoices(sizes, now, dataVirtualHardDisks.length)),
        });
      }]);
      if (!done) return;
      const size = done.size!;
      const isStopped = inState('stopped', 'deallocated')(machine);
      const question = l10n.t('Resize {0} to {1}?', roleName, size);
      const facts = [
        ...machineFacts([alone(chosen)]), l10n.t('Size: {0} now, {1} then.', now, size),
        isStopped ? l10n.t('It starts with the new size the next time.') : l10n.t('It restarts at once: what runs on it is interrupted, and what is on its temporary disk may be lost.'),
      ];
      if (!await confirm(question, facts, title)) return;
      await services.tasks.start({
        title: l10n.t('Resizing {0} to {1}', roleName, size), label: title, target: `${serviceName}, ${roleName}`, question, connection, rows: rowsOf(chosen),
        request: changeSettings(addressOf(chosen), (settings) => ({ ...settings, roleSize: size })), done: l10n.t('{0} is of size {1} now.', roleName, size),
      });
    },
  },
];

/** Other sizes of virtual machines, the smallest first, that can have as many data disks. */
export function sizeChoices(sizes: readonly RoleSize[], now: string, dataDisks: number): Choice<string>[] {
  return sizes
    .filter(({ name, supportedByVirtualMachines, maxDataDiskCount = Infinity }) => supportedByVirtualMachines && name.toLowerCase() !== now.toLowerCase() && maxDataDiskCount >= dataDisks)
    .sort((a, b) => (a.cores ?? 0) - (b.cores ?? 0) || (a.memoryInMb ?? 0) - (b.memoryInMb ?? 0))
    .map(({ name, cores = 0, memoryInMb = 0, maxDataDiskCount = 0 }) => ({
      label: name, description: l10n.t('cores: {0}, memory: {1} GB, data disks: {2} at most', cores, (memoryInMb / 1024).toLocaleString(env.language, { maximumFractionDigits: 2 }), maxDataDiskCount), value: name,
    }));
}
