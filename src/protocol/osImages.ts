import { permissions, replication, replicationInput, serializationNamespace } from './imageReplication.ts';
import { flag, operation, requiredQuery } from './operation.ts';
import { boolean, integer, list, named, preciseDate, required, since, struct, text, word, type ValueOf } from './schema.ts';

const fields = {
  affinityGroup: text,
  /** User: the subscription's own. */
  category: word('Public', 'User', 'MSDN'),
  label: text,
  /** Of a platform image every location that has it, with semicolons between. */
  location: text,
  logicalSizeInGB: integer,
  /** The VHD; platform images show none. */
  mediaLink: text,
  name: required(text),
  os: named('OS', word('Linux', 'Windows')),
  /** URLs, with semicolons between. */
  eula: text,
  description: text,
  imageFamily: text,
  showInGui: boolean,
  publishedDate: preciseDate,
  /** It costs more than the machine; `pricingDetailLink` says what. */
  isPremium: boolean,
  iconUri: text,
  privacyUri: text,
  recommendedVMSize: text,
  publisherName: text,
  pricingDetailLink: text,
  smallIconUri: text,
  language: text,
};

export const osImage = struct({
  ...fields,
  osState: named('OSState', word('Generalized', 'Specialized')),
  /** Of the account where the VHD is: Provisioned is premium storage. Platform images have Standard_LRS. */
  ioType: since('2014-10-01', named('IOType', word('Standard', 'Provisioned', 'Standard_LRS'))),
});
export type OSImage = ValueOf<typeof osImage>;

export const osImageDetails = struct({ ...fields, ...replication });
export type OSImageDetails = ValueOf<typeof osImageDetails>;

/** In this order: of what stood elsewhere the service took no notice (recorded: MediaLink after Description, IconUri after PrivacyUri). */
const { label, mediaLink, name, os, eula, description, imageFamily, showInGui, publishedDate, isPremium, iconUri, privacyUri, recommendedVMSize, smallIconUri, language } = fields;
const facts = { eula, description, imageFamily, showInGui, publishedDate, isPremium, iconUri, privacyUri, recommendedVMSize, smallIconUri, language };

const image = { root: 'OSImage', shape: osImage };

/** Images with nothing but the disk of a generalized operating system. */
export const osImages = {
  /** Those of the platform and the subscription's own. */
  list: operation({
    method: 'GET', path: '/services/images', status: 200, page: 'List OS Images', reference: 'jj157191', python: 'list_os_images',
    answer: { root: 'Images', shape: list('OSImage', osImage) },
  }),

  get: operation({ method: 'GET', path: '/services/images/{imageName}', status: 200, page: 'Get OS Image', reference: 'jj157191', python: 'get_os_image', answer: image }),

  /** With how far its replication is. For publishers: 403 for an image that is not the subscription's own. */
  getDetails: operation({
    method: 'GET', path: '/services/images/{imageName}/details', status: 200, page: 'Get OS Image Details', python: 'get_os_image_details',
    answer: { root: 'OSImageDetails', shape: osImageDetails },
  }),

  /** Makes an image of the VHD at `mediaLink`, a page blob in an account of the subscription that is no disk or image yet. */
  add: operation({
    method: 'POST', path: '/services/images', status: 200, page: 'Add OS Image', reference: 'jj157192', python: 'add_os_image',
    body: { root: 'OSImage', shape: struct({ label: required(label), mediaLink: required(mediaLink), name, os: required(os), ...facts }) }, answer: image,
  }),

  /** Sets all that an image says of itself: what is left out is gone. The VHD and the operating system stay, whatever is said of them. */
  update: operation({
    method: 'PUT', path: '/services/images/{imageName}', status: 200, page: 'Update OS Image', reference: 'jj157198', python: ['update_os_image', 'update_os_image_from_image_reference'],
    body: { root: 'OSImage', shape: struct({ label: required(label), mediaLink, name: text, os, ...facts }) }, answer: image,
  }),

  /** Deletes an image; `deleteMedia`: with its VHD. Machines that were made from it keep their disks. */
  delete: operation({
    method: 'DELETE', path: '/services/images/{imageName}', query: { deleteMedia: flag('comp', 'media') }, status: 200,
    page: 'Delete OS Image', reference: 'jj157203', python: 'delete_os_image',
  }),

  /** For publishers: copies an image to just these locations, where it has the name that is answered. */
  replicate: operation({
    method: 'PUT', path: '/services/images/{imageName}/replicate', version: '2015-04-01', status: 200, page: 'Replicate OS Image', python: 'replicate_vm_image',
    body: { root: 'ReplicationInput', shape: replicationInput }, answer: { root: 'string', shape: text, namespace: serializationNamespace },
  }),

  /** For publishers: deletes those copies. */
  unreplicate: operation({ method: 'PUT', path: '/services/images/{imageName}/unreplicate', version: '2015-04-01', status: 200, page: 'Unreplicate OS Image', python: 'unreplicate_vm_image' }),

  /** For publishers: says who may make machines from those copies. */
  share: operation({
    method: 'PUT', path: '/services/images/{imageName}/shareasync', query: { permission: requiredQuery('permission', word(...permissions)) }, version: '2015-04-01', status: 202,
    page: 'Share OS Image', python: 'share_vm_image',
  }),
};
