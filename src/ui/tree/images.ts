import { env, l10n } from 'vscode';
import type { OSImage, VMImage } from '../../client/index.ts';
import { Detail } from './detail.ts';
import type { FolderKind, Kind } from './group.ts';

/** What both kinds of images have to be found and put into folders by. */
type Image = Pick<OSImage | VMImage, 'name' | 'label' | 'category' | 'publisherName' | 'imageFamily' | 'publishedDate'>;

const isOwn = ({ category }: Image): boolean => category === 'User';

/** The subscription's own come first and in no folder; those of the platform are by publisher and family, the newest first. */
const byPublisher: readonly FolderKind<Image>[] = [
  { icon: 'organization', of: (image) => (isOwn(image) ? undefined : image.publisherName ?? ''), get nameless() { return l10n.t('publisher unknown'); } },
  { icon: 'layers', of: (image) => (isOwn(image) ? undefined : image.imageFamily || undefined) },
];

const facts = ({ name, label, publisherName, imageFamily, publishedDate }: Image) =>
  ({ name: label || name, label: [name, publisherName, imageFamily].filter(Boolean).join(' '), created: publishedDate });

const published = ({ publishedDate }: Image): string | undefined => publishedDate?.toLocaleDateString(env.language);
const yes = (value: boolean | undefined): string | undefined => (value ? l10n.t('yes') : undefined);
const list = (semicolons: string | undefined): string | undefined => semicolons?.split(';').join(', ');

export const osImages = (): Kind<OSImage> => ({
  noun: 'osImages', label: l10n.t('OS Images'), icon: 'package', order: 'newest', folders: byPublisher,
  source: { operation: 'osImages.list', parameters: {} },
  list: (client, signal) => client.osImages.list({}, { signal }),
  key: ({ name }) => name,
  facts,
  row: (parent, image) => {
    const { name, label, os, osState, category, location, affinityGroup, logicalSizeInGB, mediaLink, description, imageFamily, publisherName, recommendedVMSize, isPremium, eula, privacyUri, language } = image;
    return new Detail(parent, name, {
      label: label || name, description: [os, isOwn(image) ? location ?? affinityGroup : published(image)].filter(Boolean).join(' · '),
      icon: 'package', context: `osImage;${isOwn(image) ? 'own' : 'platform'}`, noun: l10n.t('operating system image'), name,
      source: { operation: 'osImages.get', parameters: { imageName: name } },
      tooltip: [
        [l10n.t('Name'), name], [l10n.t('Description'), description], [l10n.t('Operating system'), [os, osState].filter(Boolean).join(', ')], [l10n.t('Size'), logicalSizeInGB && l10n.t('{0} GB', logicalSizeInGB)],
        [l10n.t('Publisher'), publisherName], [l10n.t('Family'), imageFamily], [l10n.t('Published'), image.publishedDate], [l10n.t('Recommended machine size'), recommendedVMSize], [l10n.t('Costs extra'), yes(isPremium)],
        [l10n.t('Category'), category], [l10n.t('Affinity group'), affinityGroup], [l10n.t('Location'), list(location)], [l10n.t('Blob'), mediaLink], [l10n.t('Language'), language], [l10n.t('License terms'), list(eula)], [l10n.t('Privacy statement'), privacyUri],
      ],
    });
  },
});

export const vmImages = (): Kind<VMImage> => ({
  noun: 'vmImages', label: l10n.t('VM Images'), icon: 'vm-outline', order: 'newest', folders: byPublisher,
  source: { operation: 'vmImages.list', parameters: {} },
  list: (client, signal) => client.vmImages.list({}, { signal }),
  key: ({ name }) => name,
  facts: (image) => ({ ...facts(image), created: image.publishedDate ?? image.createdTime }),
  row: (parent, image) => {
    const { name, label, category, location, affinityGroup, description, imageFamily, publisherName, recommendedVMSize, isPremium, osDiskConfiguration: osDisk, dataDiskConfigurations = [], createdTime, modifiedTime, serviceName, deploymentName, roleName, roleSizeOnCapture } = image;
    const os = osDisk?.os;
    const state = osDisk?.osState === 'Specialized' ? l10n.t('specialized') : l10n.t('generalized');
    return new Detail(parent, name, {
      label: label || name, description: [os, state, isOwn(image) ? location ?? affinityGroup : published(image)].filter(Boolean).join(' · '),
      icon: 'vm-outline', context: `vmImage;${isOwn(image) ? 'own' : 'platform'}`, noun: l10n.t('virtual machine image'), name,
      source: { operation: 'vmImages.list', parameters: {}, item: { key: 'name', value: name }, known: { imageName: name } },
      tooltip: [
        [l10n.t('Name'), name], [l10n.t('Description'), description], [l10n.t('Operating system'), [os, osDisk?.osState].filter(Boolean).join(', ')],
        [l10n.t('Operating system disk'), osDisk && [osDisk.name, osDisk.logicalDiskSizeInGB && l10n.t('{0} GB', osDisk.logicalDiskSizeInGB)].filter(Boolean).join(', ')],
        ...dataDiskConfigurations.map(({ lun = 0, name: disk, logicalDiskSizeInGB }) => [l10n.t('Data disk {0}', lun), [disk, logicalDiskSizeInGB && l10n.t('{0} GB', logicalDiskSizeInGB)].filter(Boolean).join(', ')] as const),
        [l10n.t('Captured from'), [serviceName, deploymentName, roleName].filter(Boolean).join(' / ')], [l10n.t('Size then'), roleSizeOnCapture],
        [l10n.t('Publisher'), publisherName], [l10n.t('Family'), imageFamily], [l10n.t('Published'), image.publishedDate], [l10n.t('Recommended machine size'), recommendedVMSize], [l10n.t('Costs extra'), yes(isPremium)],
        [l10n.t('Category'), category], [l10n.t('Affinity group'), affinityGroup], [l10n.t('Location'), list(location)], [l10n.t('Created'), createdTime], [l10n.t('Changed'), modifiedTime],
      ],
    });
  },
});
