import type { VMImage } from '../../../protocol/vmImages.ts';
import type { Context } from '../../handler.ts';
import { tellFacts } from '../../imageFacts.ts';
import type { AnyVmImage } from '../../images.ts';
import { placeOf } from '../../vhds.ts';
import { everywhere } from '../osImages/describe.ts';

export function describeVmImage(context: Context, image: AnyVmImage): VMImage {
  const { name, label, created, modified, publisher, pricingDetailLink, capturedFrom, osDisk, dataDisks } = image;
  const describeDisk = (disk: Omit<AnyVmImage['osDisk'], 'os' | 'osState'>) => ({
    name: disk.name, hostCaching: disk.hostCaching, mediaLink: disk.mediaLink, logicalDiskSizeInGB: disk.gigabytes,
    ioType: disk.mediaLink === undefined ? 'Standard_LRS' : placeOf(context, disk.mediaLink).ioType,
  });
  const { location, affinityGroup } = osDisk.mediaLink === undefined ? { location: everywhere } : placeOf(context, osDisk.mediaLink);
  return {
    name, label, ...tellFacts(image),
    category: osDisk.mediaLink === undefined ? 'Public' : 'User',
    osDiskConfiguration: { ...describeDisk(osDisk), osState: osDisk.osState, os: osDisk.os },
    // Lun 0 is left out, as it is of data disks (recorded).
    dataDiskConfigurations: dataDisks.map((disk) => ({ ...describeDisk(disk), lun: disk.lun || undefined })),
    serviceName: capturedFrom?.hostedService, deploymentName: capturedFrom?.deployment, roleName: capturedFrom?.role,
    location, affinityGroup,
    createdTime: new Date(created), modifiedTime: new Date(modified),
    isPremium: pricingDetailLink !== undefined, pricingDetailLink, publisherName: publisher,
    vmImageState: 'VMImageReadyForUse',
  };
}
