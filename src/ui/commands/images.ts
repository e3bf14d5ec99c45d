import { l10n, ThemeIcon } from 'vscode';
import type { OSImage, ServiceManagementClient, VMImage } from '../../client/index.ts';
import { confirmWithMedia, type Media } from '../input/confirm.ts';
import type { Choice } from '../input/wizard.ts';
import { mediaFact } from './disks.ts';
import { severalFacts, type Several } from './several.ts';

/** What both kinds of images have in common. */

/** What is to become of images and their VHDs; undefined: they stay. */
export function confirmImages(several: Several): Promise<Media | undefined> {
  const { targets } = several;
  const isOne = targets.length === 1;
  const facts = [...severalFacts(several), l10n.t('Machines that were made from it stay as they are.'), mediaFact()];
  const actions = isOne
    ? { kept: l10n.t('Delete Image'), deleted: l10n.t('Delete Image and VHDs') }
    : { kept: l10n.t('Delete Images'), deleted: l10n.t('Delete Images and VHDs') };
  return confirmWithMedia(isOne ? l10n.t('Delete the image {0}?', targets[0]!.name) : l10n.t('Delete {0} images?', targets.length), facts, actions, targets);
}

/** Names of both kinds, which share them. */
export async function imageNames(client: ServiceManagementClient): Promise<string[]> {
  const lists = await Promise.all([client.osImages.list(), client.vmImages.list()]);
  return lists.flat().map(({ name }) => name);
}

/** Choices of one by its label, whose name is beside it where it is another. */
export const imageChoices = <T extends OSImage | VMImage>(images: readonly T[], icon: string, os: (image: T) => string | undefined): Choice<string>[] => images.map((image) => (
  { label: image.label || image.name, description: [image.name !== image.label && image.name, os(image)].filter(Boolean).join(' · '), iconPath: new ThemeIcon(icon), value: image.name }));
