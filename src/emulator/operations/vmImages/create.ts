import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { readFacts } from '../../imageFacts.ts';
import { requireImageName } from '../../images.ts';
import { same } from '../../lookup.ts';
import type { VmImage } from '../../state.ts';
import { takeVhds } from '../../vhds.ts';
import { requireLabel, requireOperatingSystem } from '../checks.ts';
import { dropVmImage } from './delete.ts';
import { imageCaching, requireLuns, saidLun } from './disks.ts';

interface Work { readonly name: string }

/** Create VM Image (dn775054), of VHDs that are there. */
export const createVmImage: Handler<'vmImages.create', Work> = {
  async begin(context, given) {
    const { subscription, clock } = context;
    const { name, label, osDiskConfiguration: os, dataDiskConfigurations: data = [] } = given;
    requireLabel('image', label);
    const facts = { name, label, ...readFacts(given) };
    if (!os.os || [os, ...data].some(({ mediaLink }) => !mediaLink)) throw refusals.imageDiskMedia();
    const osState = (['Generalized', 'Specialized'] as const).find((each) => same(each, os.osState ?? ''));
    if (!osState) throw refusals.osState(os.osState ?? '');
    const system = requireOperatingSystem(os.os);
    const luns = requireLuns(data.map(({ lun }) => saidLun(lun) ?? 0));
    const cachings = [imageCaching(os.hostCaching, 'ReadWrite'), ...data.map(({ hostCaching }) => imageCaching(hostCaching, 'ReadOnly'))];
    const vhds = await takeVhds(context, [os, ...data].map(({ mediaLink }) => mediaLink!), () => requireImageName(subscription, name));

    // Named like those of images that were captured (recorded).
    const date = new Date(clock.now()).toISOString().slice(0, 10);
    const disk = (i: number, diskName: string) => ({ name: diskName, hostCaching: cachings[i], ...vhds[i]! });
    const image: VmImage = {
      ...facts, created: clock.now(), modified: clock.now(),
      osDisk: { ...disk(0, `${name}-os-${date}`), osState, os: system },
      dataDisks: luns.map((lun, i) => ({ ...disk(i + 1, `${name}-datadisk-${lun}-${date}`), lun })),
    };
    subscription.vmImages.push(image);
    return { pending: { lock: { resource: 'image', name }, work: { name } satisfies Work } };
  },

  finish(subscription, { name }, { failure }) {
    if (failure) dropVmImage(subscription, name, 'release');
  },
};
