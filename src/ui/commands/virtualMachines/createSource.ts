import { env, l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { Disk, OSImage, ServiceManagementClient, VMImage } from '../../../client/index.ts';
import type { Source, System } from '../../input/machine.ts';
import { locator } from '../../input/resource.ts';
import type { Choice } from '../../input/wizard.ts';
import { byName, fold } from '../../tree/arrangement.ts';
import type { Question, QuestionId } from './createDraft.ts';

/** A source with what it is shown by. */
export interface Offer { readonly source: Source; readonly publisher: string; readonly family: string; readonly published?: Date | undefined }

type Placed = Pick<OSImage, 'location' | 'affinityGroup'>;

/** What machines can be made from: images of both kinds, and free disks with a system on them. */
export async function readOffers(client: ServiceManagementClient): Promise<Offer[]> {
  const [osImages, vmImages, disks, locationOf] = await Promise.all([client.osImages.list(), client.vmImages.list(), client.disks.list(), locator(client)]);
  const locations = ({ location, affinityGroup }: Placed): readonly string[] | undefined =>
    (location ? location.split(';') : affinityGroup ? [locationOf({ affinityGroup })] : undefined);
  return offersOf(osImages, vmImages, disks, locations);
}

export function offersOf(osImages: readonly OSImage[], vmImages: readonly VMImage[], disks: readonly Disk[], locations: (placed: Placed) => readonly string[] | undefined): Offer[] {
  const common = (image: OSImage | VMImage) => ({
    name: image.name, label: image.label || image.name, isOwn: image.category === 'User', locations: locations(image), recommendedSize: image.recommendedVMSize,
  });
  const shown = ({ publisherName = '', imageFamily, label, name, publishedDate }: OSImage | VMImage) => ({ publisher: publisherName, family: imageFamily || label || name, published: publishedDate });
  return [
    ...osImages.filter(({ os }) => os).map((image): Offer => ({
      source: { kind: 'osImage', ...common(image), os: image.os as System, isGeneralized: true, ...(image.category === 'User' && { mediaLink: image.mediaLink }) }, ...shown(image),
    })),
    ...vmImages.filter(({ osDiskConfiguration }) => osDiskConfiguration?.os).map((image): Offer => ({
      source: { kind: 'vmImage', ...common(image), os: image.osDiskConfiguration!.os as System, isGeneralized: image.osDiskConfiguration!.osState !== 'Specialized' }, ...shown(image),
    })),
    ...disks.filter(({ os, attachedTo }) => os && !attachedTo).map((disk): Offer => ({
      source: { kind: 'disk', name: disk.name, label: disk.label || disk.name, os: disk.os as System, isGeneralized: false, isOwn: true, locations: locations(disk) }, publisher: '', family: '', published: disk.createdTime,
    })),
  ];
}

const newest = (a: Offer, b: Offer): number => (b.published?.getTime() ?? 0) - (a.published?.getTime() ?? 0) || byName(a.source.label, b.source.label);

/** Own images, then free disks, then those of the platform by publisher and family, the newest first. */
export function sourceItems(offers: readonly Offer[]): (Choice<Source> | QuickPickItem)[] {
  const sorted = [...offers].sort(newest);
  const section = (label: string, inside: readonly Offer[]) => (inside.length > 0 ? [{ label, kind: QuickPickItemKind.Separator }, ...inside.map(sourceItem)] : []);
  const publishers = fold(sorted.filter(({ source }) => !source.isOwn), ({ publisher }) => publisher).folders;
  return [
    ...section(l10n.t('Own images'), sorted.filter(({ source }) => source.isOwn && source.kind !== 'disk')),
    ...section(l10n.t('Disks that no machine has'), sorted.filter(({ source }) => source.kind === 'disk')),
    ...publishers.flatMap(([publisher, ofPublisher]) => [...new Set(ofPublisher.map(({ family }) => family))]
      .flatMap((name) => section([publisher, name].filter(Boolean).join(' · '), ofPublisher.filter(({ family }) => family === name)))),
  ];
}

function sourceItem({ source, published }: Offer): Choice<Source> {
  const kind = source.kind === 'vmImage' ? (source.isGeneralized ? l10n.t('VM image') : l10n.t('VM image, specialized')) : undefined;
  const place = source.isOwn ? source.locations?.join(', ') : published?.toLocaleDateString(env.language);
  return {
    label: source.label, description: [source.os, kind, place].filter(Boolean).join(' · '),
    iconPath: new ThemeIcon(source.kind === 'disk' ? 'server' : source.kind === 'vmImage' ? 'vm-outline' : 'package'), value: source,
  };
}

/** What has to be asked again when another system is set up, or the same one in another way. */
const ofSystem: readonly QuestionId[] = ['name', 'user', 'signIn', 'key', 'password', 'passwordAgain', 'endpoints'];

export const sourceQuestion: Question = {
  id: 'source', clears: (draft) => draft.doubtful,
  ask: async (ask, draft) => {
    const { service } = draft;
    const location = service?.place && (await locator(draft.client!))(service.place);
    const isNear = ({ locations }: Source) => location === undefined || !locations || locations.includes(location);
    // A cloud service that was there from the beginning takes what is in its location only.
    const fits = (source: Source) => !draft.isServiceGiven || isNear(source);
    const source = await ask.pick<Source>({
      placeholder: l10n.t('From what? An image, or a disk with an operating system on it'), items: readOffers(draft.client!).then((offers) => sourceItems(offers.filter(({ source }) => fits(source)))),
      active: ({ name }) => name === draft.source?.name,
    });
    const isOther = draft.source?.os !== source.os || draft.source.isGeneralized !== source.isGeneralized;
    draft.doubtful = [...(isOther ? ofSystem : []), ...(isNear(source) ? [] : [service!.isNew ? 'servicePlace' : 'service'] as const)];
    if (isOther) for (const key of ['signIn', 'key', 'password', 'endpoints'] as const) delete draft[key];
    draft.source = source;
  },
};
