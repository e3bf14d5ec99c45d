import { operation } from './operation.ts';
import { boolean, list, named, required, since, struct, text, word, type ValueOf } from './schema.ts';

/** First seen with this version, in requests and answers alike (recorded). */
const ipTags = since('2017-01-01', named('IPTags', list('IPTag', struct({ ipTagType: named('IPTagType', text), value: text }))));
/** Deployments have names for their public addresses since several are possible (mt416757). */
const virtualIPName = since('2015-02-01', text);

export const reservedIp = struct({
  name: required(text),
  address: text,
  /** GUID. */
  id: text,
  label: text,
  state: word('Created', 'Creating', 'Updating', 'Deleting', 'Unavailable'),
  /** Absent while no deployment has the address; with it the three that say which one has it. */
  inUse: boolean,
  serviceName: text,
  deploymentName: text,
  location: text,
  virtualIPName,
  ipTags,
});
export type ReservedIp = ValueOf<typeof reservedIp>;

/** Of {@link reservedIps.associate} and its inverse. `virtualIPName` is the name in the deployment's `virtualIPs`; its only one when absent. */
const association = { root: 'ReservedIPAssociation', shape: struct({ serviceName: required(text), deploymentName: required(text), virtualIPName: text }) } as const;

export const reservedIps = {
  /** The reserved addresses of the subscription. */
  list: operation({ method: 'GET', path: '/services/networking/reservedips', status: 200, page: 'List Reserved IP Addresses', python: 'list_reserved_ip_addresses', answer: { root: 'ReservedIPs', shape: list('ReservedIP', reservedIp) } }),

  /** One reserved address. */
  get: operation({ method: 'GET', path: '/services/networking/reservedips/{reservedIpName}', status: 200, page: 'Get Reserved IP Address', python: 'get_reserved_ip_address', answer: { root: 'ReservedIP', shape: reservedIp } }),

  /**
   * Reserves a public address in a location; which one, the service decides. With `serviceName` and `deploymentName` (both or
   * neither) it is the address that this deployment has. `label` at most 100 characters.
   */
  create: operation({
    method: 'POST', path: '/services/networking/reservedips', status: 202, page: 'Create Reserved IP Address', reference: 'dn722413', python: 'create_reserved_ip_address',
    body: { root: 'ReservedIP', shape: struct({ name: required(text), label: text, serviceName: text, deploymentName: text, location: required(text), virtualIPName, ipTags }) },
  }),

  /** Gives up a reserved address that no deployment has. */
  delete: operation({ method: 'DELETE', path: '/services/networking/reservedips/{reservedIpName}', status: 202, page: 'Delete Reserved IP Address', reference: 'dn722416', python: 'delete_reserved_ip_address' }),

  /** Gives a deployment in the same location this address in place of the one it has. */
  associate: operation({
    method: 'POST', path: '/services/networking/reservedips/{reservedIpName}/operations/associate', status: 202, version: '2015-02-01', page: 'Associate Reserved IP Address', reference: 'mt416758', python: 'associate_reserved_ip_address',
    body: association,
  }),

  /** Gives a deployment another address; this one stays reserved. */
  disassociate: operation({
    method: 'POST', path: '/services/networking/reservedips/{reservedIpName}/operations/disassociate', status: 202, version: '2015-02-01', page: 'Disassociate Reserved IP Address', reference: 'mt416757', python: 'disassociate_reserved_ip_address',
    body: association,
  }),
};
