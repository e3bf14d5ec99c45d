import { flag, operation } from './operation.ts';
import { boolean, date, integer, list, named, required, since, struct, text, word, type ValueOf } from './schema.ts';

const os = named('OS', word('Linux', 'Windows'));

export const disk = struct({
  affinityGroup: text,
  /** The machine that has it. */
  attachedTo: struct({ deploymentName: text, hostedServiceName: text, roleName: text }),
  /** Only of disks with an operating system. */
  os,
  label: text,
  location: text,
  logicalDiskSizeInGB: integer,
  /** The VHD. */
  mediaLink: text,
  name: required(text),
  /** The image that it was made from. */
  sourceImageName: text,
  /** That image costs more than the machine; `pricingDetailLink` says what. */
  isPremium: boolean,
  pricingDetailLink: text,
  createdTime: date,
  /** Of the account where the VHD is: Provisioned is premium storage. */
  ioType: since('2014-10-01', named('IOType', word('Standard', 'Provisioned'))),
});
export type Disk = ValueOf<typeof disk>;

/** Disks of virtual machines, attached to one or kept. */
export const disks = {
  list: operation({ method: 'GET', path: '/services/disks', status: 200, page: 'List Disks', reference: 'jj157176', python: 'list_disks', answer: { root: 'Disks', shape: list('Disk', disk) } }),

  get: operation({ method: 'GET', path: '/services/disks/{diskName}', status: 200, page: 'Get Disk', reference: 'dn775053', python: 'get_disk', answer: { root: 'Disk', shape: disk } }),

  /**
   * Makes a disk of the VHD at `mediaLink`, a page blob in an account of the subscription that is no disk or image yet; with `os` where
   * a machine is to start from it.
   */
  add: operation({
    method: 'POST', path: '/services/disks', status: 200, page: 'Add Disk', reference: 'jj157178', python: 'add_disk',
    body: { root: 'Disk', shape: struct({ os, label: text, mediaLink: required(text), name: required(text) }) }, answer: { root: 'Disk', shape: disk },
  }),

  /** Sets the label, and enlarges the disk to `resizedSizeInGB`, which takes time; a machine that has it is to be stopped and deallocated. The name stays, whatever `name` says. */
  update: operation({
    method: 'PUT', path: '/services/disks/{diskName}', status: 200, page: 'Update Disk', reference: 'jj157205', python: 'update_disk',
    body: { root: 'Disk', shape: struct({ os, label: text, mediaLink: text, name: text, resizedSizeInGB: since('2014-10-01', integer) }) },
  }),

  /** Deletes a disk that no machine has; `deleteMedia`: with its VHD. */
  delete: operation({
    method: 'DELETE', path: '/services/disks/{diskName}', query: { deleteMedia: flag('comp', 'media') }, status: 200, page: 'Delete Disk', reference: 'jj157200', python: 'delete_disk',
  }),
};
