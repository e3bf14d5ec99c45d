import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { RoleSize, ServiceManagementClient } from '../../../client/index.ts';
import { machineNameProblem, type Size } from '../../input/machine.ts';
import type { Choice } from '../../input/wizard.ts';
import { byName } from '../../tree/arrangement.ts';
import { count } from '../../tree/count.ts';
import type { Draft, Question } from './createDraft.ts';

/** "ubuntu-vm", after what it is made from. */
export function suggestedName({ source }: Draft): string {
  const [word = ''] = source!.label.toLowerCase().split(/[^a-z0-9]+/);
  return `${/^[a-z]/.test(word) ? word.slice(0, 12) : source!.os.toLowerCase()}-vm`;
}

export const nameQuestion: Question = {
  id: 'name',
  ask: async (ask, draft) => {
    const { os } = draft.source!;
    const isTaken = (name: string) => draft.home?.machines.some((machine) => machine.toLowerCase() === name.toLowerCase());
    draft.name = await ask.text({
      prompt: l10n.t('Name of the virtual machine; it is its name on the network too'), value: draft.name ?? suggestedName(draft),
      check: (name) => machineNameProblem(name, os) ?? (isTaken(name) ? l10n.t('{0} has a machine of the name {1} already.', draft.service!.name!, name) : undefined),
    });
  },
};

/** "1.75 GB". */
const memory = (mb: number): string => l10n.t('{0} GB', count(Math.round((mb / 1024) * 100) / 100));

/** Cores that are left, and of how many. */
async function coresOf(client: ServiceManagementClient): Promise<{ readonly left: number; readonly all: number }> {
  const { maxCoreCount: all = Infinity, currentCoreCount: used = 0 } = await client.subscriptions.get();
  return { left: Math.max(0, all - used), all };
}

interface Offer { readonly size: Size; readonly warning: string | undefined }

/** The sizes that machines can have, the smallest first; last those for which there are not enough cores. */
export function sizeItems(sizes: readonly RoleSize[], { left, all }: { readonly left: number; readonly all: number }): (Choice<Offer> | QuickPickItem)[] {
  const usable = sizes.filter(({ supportedByVirtualMachines }) => supportedByVirtualMachines !== false)
    .sort((a, b) => (a.cores ?? 0) - (b.cores ?? 0) || (a.memoryInMb ?? 0) - (b.memoryInMb ?? 0) || byName(a.name, b.name));
  const items = usable.map(({ name, cores = 0, memoryInMb = 0, maxDataDiskCount = 0 }): Choice<Offer> => {
    const warning = cores > left ? l10n.t('Cores that {0} needs: {1}. Left in the subscription: {3} of {2}.', name, cores, all, left) : undefined;
    return {
      label: name, description: [cores === 1 ? l10n.t('1 core') : l10n.t('{0} cores', cores), memory(memoryInMb), l10n.t('data disks: {0}', maxDataDiskCount)].join(' · '),
      iconPath: new ThemeIcon(warning ? 'warning' : 'chip'), value: { size: { name, cores }, warning },
    };
  });
  const tooLarge = items.filter(({ value }) => value.warning);
  return [
    ...items.filter(({ value }) => !value.warning),
    ...(tooLarge.length > 0 ? [{ label: l10n.t('More cores than are left ({0} of {1})', left, all), kind: QuickPickItemKind.Separator }] : []), ...tooLarge,
  ];
}

export const sizeQuestion: Question = {
  id: 'size',
  ask: async (ask, draft) => {
    const items = Promise.all([draft.client!.roleSizes.list(), coresOf(draft.client!)]).then(([sizes, cores]) => sizeItems(sizes, cores));
    const wanted = draft.size?.name ?? draft.source!.recommendedSize ?? 'Small';
    const { size, warning } = await ask.pick<Offer>({ placeholder: l10n.t('How large?'), items, active: (offer) => offer.size.name === wanted });
    Object.assign(draft, { size, sizeWarning: warning });
  },
};
