import { ours, oursBadRequest, recorded } from './refusal.ts';

/** Of images and of disks by themselves; part of errors.ts, which says whose words they are. */
export const imageRefusals = {
  notAllowed: () => recorded(403, 'ForbiddenError', 'This operation is not allowed for this subscription.'),
  imageBusy: () => ours(409, 'ConflictError', 'Windows Azure is currently performing an operation on this image that requires exclusive access.'),
  diskBusy: () => ours(409, 'ConflictError', 'Windows Azure is currently performing an operation on this disk that requires exclusive access.'),
  operatingSystem: (given: string) => oursBadRequest(`The operating system ${given} has to be Linux or Windows.`),
  imageCaching: (given: string) => oursBadRequest(`The host caching ${given} of a disk of the image has to be None, ReadOnly or ReadWrite.`),
  imageLun: (lun: number) => oursBadRequest(`The data disks of the image need different LUNs from 0 to 31; ${lun} is none or there twice.`),
  imageDiskNotFound: (name: string) => oursBadRequest(`The image has no data disk named ${name}.`),
  imageDiskMedia: () => oursBadRequest('Every disk of a new image needs a MediaLink, and the one with the operating system its OS.'),
  noTargetLocations: () => oursBadRequest('Specify at least one region that the image is to be replicated to.'),
  /** The limits are those of the Python SDK's description of replicate_vm_image. */
  imageAttributes: () => oursBadRequest('The offer and the SKU of the image need 1 to 64 letters, digits, hyphens and full stops, and its version three numbers: 1.0.0.'),
  notReplicated: (name: string) => oursBadRequest(`The image ${name} has not been replicated.`),
  permission: (given: string) => oursBadRequest(`The permission ${given} has to be Public, MSDN or Private.`),
  diskName: (name: string) => oursBadRequest(`The disk name ${name} is invalid: it has to have 1 to 100 letters, digits, hyphens, underscores and full stops.`),
  diskShrinks: (name: string, wanted: number, gigabytes: number) => oursBadRequest(`The disk ${name} cannot have ${wanted} GB: it has ${gigabytes} GB already, and 1023 GB are the most.`),
  diskRuns: (name: string, role: string) => oursBadRequest(`The disk ${name} cannot be resized while its virtual machine ${role} is not stopped and deallocated.`),
};
