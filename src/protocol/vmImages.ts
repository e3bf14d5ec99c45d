import { permissions, replication, replicationInput, serializationNamespace } from './imageReplication.ts';
import { flag, operation, query, requiredQuery } from './operation.ts';
import { boolean, date, integer, list, named, preciseDate, required, since, struct, text, word, type ValueOf } from './schema.ts';
import { hostCachings } from './virtualMachineRole.ts';

const hostCaching = word(...hostCachings);
const osState = named('OSState', word('Generalized', 'Specialized'));
const os = named('OS', word('Linux', 'Windows'));
const ioType = since('2014-10-01', named('IOType', word('Standard', 'Provisioned', 'Standard_LRS')));

const osDiskConfiguration = named('OSDiskConfiguration', struct({ name: text, hostCaching, osState, os, mediaLink: text, logicalDiskSizeInGB: integer, ioType }));
/** `lun`: left out where it is 0, `name`: of the disk in the image. */
const dataDiskConfigurations = list('DataDiskConfiguration', struct({ name: text, hostCaching, lun: integer, mediaLink: text, logicalDiskSizeInGB: integer, ioType }));

const facts = { language: text, imageFamily: text, recommendedVMSize: text };
const links = { eula: text, iconUri: text, smallIconUri: text, privacyUri: text };

export const vmImage = struct({
  name: required(text),
  label: text,
  category: word('Public', 'User', 'MSDN'),
  description: text,
  osDiskConfiguration,
  dataDiskConfigurations,
  /** The machine it was captured from. */
  serviceName: text,
  deploymentName: text,
  roleName: text,
  /** Of a platform image every location that has it, with semicolons between. */
  location: text,
  affinityGroup: text,
  createdTime: date,
  modifiedTime: date,
  ...facts,
  /** It costs more than the machine; `pricingDetailLink` says what. */
  isPremium: boolean,
  ...links,
  publisherName: text,
  publishedDate: preciseDate,
  showInGui: boolean,
  pricingDetailLink: text,
  vmImageState: named('VMImageState', word('VMImageReadyForUse')),
  roleStateOnCapture: text,
  roleSizeOnCapture: text,
});
export type VMImage = ValueOf<typeof vmImage>;

export const vmImageDetails = struct({
  name: required(text), label: text, category: word('Public', 'User', 'MSDN'), description: text, location: text, affinityGroup: text, ...facts, isPremium: boolean, ...links,
  publishedDate: preciseDate, showInGui: boolean,
  /** The name of its copies. */
  publishedName: text,
  ...replication,
});
export type VMImageDetails = ValueOf<typeof vmImageDetails>;

const request = { description: text, osDiskConfiguration, dataDiskConfigurations, ...facts, ...links, publishedDate: preciseDate, showInGui: boolean };

/** Images of all disks of a machine, generalized or not. */
export const vmImages = {
  /** Those of the platform and the subscription's own: all of them, or those in a location, of a publisher, of a category. */
  list: operation({
    method: 'GET', path: '/services/vmimages', status: 200, page: 'List VM Images', reference: 'dn499770', python: 'list_vm_images',
    query: { location: query('location', text), publisher: query('publisher', text), category: query('category', word('Public', 'User', 'MSDN')) },
    answer: { root: 'VMImages', shape: list('VMImage', vmImage) },
  }),

  /** With how far its replication is. For publishers: 403 for an image that is not the subscription's own. */
  getDetails: operation({
    method: 'GET', path: '/services/vmimages/{imageName}/details', status: 200, page: 'Get VM Image Details', answer: { root: 'VMImageDetails', shape: vmImageDetails },
  }),

  /** Makes an image of VHDs, page blobs in accounts of the subscription that are no disks or images yet. */
  create: operation({
    method: 'POST', path: '/services/vmimages', status: 202, page: 'Create VM Image', reference: 'dn775054', python: 'create_vm_image',
    body: { root: 'VMImage', shape: struct({ name: required(text), label: required(text), ...request, osDiskConfiguration: required(osDiskConfiguration) }) },
  }),

  /** Sets what is given; the rest stays. Data disks are found by name, and may get other caching and another LUN. */
  update: operation({
    method: 'PUT', path: '/services/vmimages/{imageName}', status: 200, page: 'Update VM Image', reference: 'dn722421', python: 'update_vm_image',
    body: { root: 'VMImage', shape: struct({ label: text, ...request }) },
  }),

  /** Deletes an image; `deleteMedia`: with its VHDs, which takes time. Machines that were made from it keep their disks. */
  delete: operation({
    method: 'DELETE', path: '/services/vmimages/{imageName}', query: { deleteMedia: flag('comp', 'media') }, status: 200,
    page: 'Delete VM Image', reference: 'dn499769', python: 'delete_vm_image',
  }),

  /** For publishers: copies an image to just these locations, where it has the name that is answered. */
  replicate: operation({
    method: 'PUT', path: '/services/vmimages/{imageName}/replicate', version: '2015-04-01', status: 200, page: 'Replicate VM Image',
    body: { root: 'ReplicationInput', shape: replicationInput }, answer: { root: 'string', shape: text, namespace: serializationNamespace },
  }),

  /** For publishers: deletes those copies. */
  unreplicate: operation({ method: 'PUT', path: '/services/vmimages/{imageName}/unreplicate', version: '2015-04-01', status: 200, page: 'Unreplicate VM Image' }),

  /** For publishers: says who may make machines from those copies. */
  share: operation({
    method: 'PUT', path: '/services/vmimages/{imageName}/shareasync', query: { permission: requiredQuery('permission', word(...permissions)) }, version: '2015-04-01', status: 202,
    page: 'Share VM Image',
  }),
};
