import type { Disk as Answer } from '../../../protocol/disks.ts';
import type { Context } from '../../handler.ts';
import { allVmImages, findImage } from '../../images.ts';
import { same } from '../../lookup.ts';
import type { Disk, Subscription } from '../../state.ts';
import { placeOf } from '../../vhds.ts';

export function describeDisk(context: Context, { name, label, os, gigabytes, mediaLink, sourceImage, attachedTo, created }: Disk): Answer {
  const pricingDetailLink = sourceImage === undefined ? undefined : imageOf(context.subscription, sourceImage)?.pricingDetailLink;
  return {
    name, label, os, logicalDiskSizeInGB: gigabytes, mediaLink, sourceImageName: sourceImage, createdTime: new Date(created), ...placeOf(context, mediaLink),
    ...(attachedTo && { attachedTo: { deploymentName: attachedTo.deployment, hostedServiceName: attachedTo.hostedService, roleName: attachedTo.role } }),
    isPremium: pricingDetailLink !== undefined, pricingDetailLink,
  };
}

/** A disk that comes of a VM image names the disk in that (recorded). */
const imageOf = (subscription: Subscription, source: string) => findImage(subscription, source) ?? allVmImages(subscription).find(({ osDisk }) => same(osDisk.name, source));
