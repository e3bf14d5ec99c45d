import { flag, operation } from './operation.ts';
import { integer, named, struct, text, word } from './schema.ts';
import { dataVirtualHardDisk, hostCachings } from './virtualMachineRole.ts';

const dataDisksOf = '/services/hostedservices/{serviceName}/deployments/{deploymentName}/roles/{roleName}/DataDisks';

export const dataDisks = {
  /**
   * Attaches a disk to a machine: a new, empty one of `logicalDiskSizeInGB` at `mediaLink` (a place is chosen when absent), one that is
   * there (`diskName`), or a VHD that is there (`sourceMediaLink`).
   */
  add: operation({
    method: 'POST', path: dataDisksOf, status: 202, page: 'Add Data Disk', reference: 'jj157199', python: 'add_data_disk', body: { root: 'DataVirtualHardDisk', shape: dataVirtualHardDisk },
  }),

  get: operation({
    method: 'GET', path: `${dataDisksOf}/{lun}`, status: 200, page: 'Get Data Disk', reference: 'jj157180', python: 'get_data_disk', answer: { root: 'DataVirtualHardDisk', shape: dataVirtualHardDisk },
  }),

  /** Changes the caching of an attached disk, or moves it to `newLun`. */
  update: operation({
    method: 'PUT', path: `${dataDisksOf}/{lun}`, status: 200, page: 'Update Data Disk', reference: 'jj157190', python: 'update_data_disk',
    body: {
      root: 'DataVirtualHardDisk', shape: struct({
        hostCaching: word(...hostCachings), diskLabel: text, diskName: text, newLun: named('Lun', integer), logicalDiskSizeInGB: integer, mediaLink: text,
      }),
    },
  }),

  /** Detaches a disk; with `deleteMedia` deletes it and its blob. */
  delete: operation({
    method: 'DELETE', path: `${dataDisksOf}/{lun}`, query: { deleteMedia: flag('comp', 'media') }, status: 202, page: 'Delete Data Disk', reference: 'jj157179', python: 'delete_data_disk',
  }),
};
