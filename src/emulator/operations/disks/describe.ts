import type { Disk as Answer } from '../../../protocol/disks.ts';
import type { Context } from '../../handler.ts';
import { findImage } from '../../images.ts';
import type { Disk } from '../../state.ts';
import { placeOf } from '../../vhds.ts';

export function describeDisk(context: Context, { name, label, os, gigabytes, mediaLink, sourceImage, attachedTo, created }: Disk): Answer {
  const image = sourceImage === undefined ? undefined : findImage(context.subscription, sourceImage);
  const pricingDetailLink = image?.pricingDetailLink;
  return {
    name, label, os, logicalDiskSizeInGB: gigabytes, mediaLink, sourceImageName: sourceImage, createdTime: new Date(created), ...placeOf(context, mediaLink),
    ...(attachedTo && { attachedTo: { deploymentName: attachedTo.deployment, hostedServiceName: attachedTo.hostedService, roleName: attachedTo.role } }),
    isPremium: pricingDetailLink !== undefined, pricingDetailLink,
  };
}
