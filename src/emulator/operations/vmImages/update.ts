import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { readFacts } from '../../imageFacts.ts';
import { findFreeVmImage } from '../../images.ts';
import { same } from '../../lookup.ts';
import { requireLabel } from '../checks.ts';
import { imageCaching, requireLuns, saidLun } from './disks.ts';

/** Update VM Image (dn722421). */
export const updateVmImage: Handle<'vmImages.update'> = ({ subscription, clock }, { imageName, label, osDiskConfiguration: os, dataDiskConfigurations: data = [], ...given }) => {
  const image = findFreeVmImage(subscription, imageName);
  if (label !== undefined) requireLabel('image', label);
  const changes = { ...readFacts(given), ...(label !== undefined && { label }) };
  const hostCaching = imageCaching(os?.hostCaching, image.osDisk.hostCaching!);
  const dataDisks = image.dataDisks.map((disk) => {
    const change = data.find(({ name }) => same(name ?? '', disk.name));
    return change ? { ...disk, lun: saidLun(change.lun) ?? disk.lun, hostCaching: imageCaching(change.hostCaching, disk.hostCaching!) } : disk;
  });
  const stranger = data.find(({ name }) => !image.dataDisks.some((disk) => same(name ?? '', disk.name)));
  if (stranger) throw refusals.imageDiskNotFound(stranger.name ?? '');
  requireLuns(dataDisks.map(({ lun }) => lun));

  const said = Object.entries(changes).filter(([, value]) => value !== undefined);
  Object.assign(image, { ...Object.fromEntries(said), osDisk: { ...image.osDisk, hostCaching }, dataDisks, modified: clock.now() });
};
