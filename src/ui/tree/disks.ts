import { l10n } from 'vscode';
import type { Disk } from '../../client/index.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';

/** Disks of virtual machines, which outlive them. */
export const disks = (): Kind<Disk> => ({
  noun: 'disks', label: l10n.t('Disks'), icon: 'server', isPlaced: true,
  source: { operation: 'disks.list', parameters: {} },
  list: (client, signal) => client.disks.list({}, { signal }),
  key: ({ name }) => name,
  facts: ({ name, label, attachedTo, location, affinityGroup, createdTime }) => ({ name, label: [label, attachedTo?.roleName].filter(Boolean).join(' '), location, affinityGroup, created: createdTime }),
  row: (parent, { name, label, os, attachedTo, logicalDiskSizeInGB, mediaLink, location, affinityGroup, sourceImageName, createdTime, ioType, isPremium }) => {
    const machine = attachedTo && [attachedTo.hostedServiceName, attachedTo.deploymentName, attachedTo.roleName].join(' / ');
    const size = logicalDiskSizeInGB && l10n.t('{0} GB', logicalDiskSizeInGB);
    return new Detail(parent, name, {
      label: name, description: [attachedTo ? l10n.t('on {0}', attachedTo.roleName ?? '') : l10n.t('free'), os, size].filter(Boolean).join(' · '),
      icon: os ? 'server' : 'database', context: ['disk', attachedTo ? 'attached' : 'free', os ? 'os' : 'data'].join(';'), noun: os ? l10n.t('operating system disk') : l10n.t('data disk'), name, source: { operation: 'disks.get', parameters: { diskName: name } },
      tooltip: [
        [l10n.t('Label'), label], [l10n.t('Operating system'), os], [l10n.t('Size'), size], [l10n.t('Attached to'), machine], [l10n.t('Image'), sourceImageName], [l10n.t('Blob'), mediaLink],
        [l10n.t('Storage'), ioType], [l10n.t('Costs extra'), isPremium ? l10n.t('yes') : undefined], [l10n.t('Affinity group'), affinityGroup], [l10n.t('Location'), location], [l10n.t('Created'), createdTime],
      ],
    });
  },
});
