import { operation } from './operation.ts';
import { base64, date, list, nillable, required, struct, text, type ValueOf } from './schema.ts';
import { hostedServiceSummary } from './hostedServices.ts';
import { computeCapabilities, extendedProperties } from './shared.ts';

export const affinityGroup = struct({
  name: required(text),
  label: base64,
  description: nillable(text),
  location: text,
  hostedServices: list('HostedService', hostedServiceSummary),
  storageServices: list('StorageService', struct({ url: text, serviceName: required(text), extendedProperties })),
  capabilities: list('Capability', text),
  createdTime: date,
  computeCapabilities,
});
export type AffinityGroup = ValueOf<typeof affinityGroup>;

export const affinityGroups = {
  /** The affinity groups of the subscription, without what is in them. */
  list: operation({ method: 'GET', path: '/affinitygroups', status: 200, page: 'List Affinity Groups', reference: 'ee460797', python: 'list_affinity_groups', answer: { root: 'AffinityGroups', shape: list('AffinityGroup', affinityGroup) } }),

  /** One affinity group with the hosted services and storage accounts in it. */
  get: operation({ method: 'GET', path: '/affinitygroups/{affinityGroupName}', status: 200, page: 'Get Affinity Group Properties', reference: 'ee460789', python: 'get_affinity_group_properties', answer: { root: 'AffinityGroup', shape: affinityGroup } }),

  /** Makes an affinity group. `label` at most 100 characters, `description` at most 1024. */
  create: operation({
    method: 'POST', path: '/affinitygroups', status: 201, page: 'Create Affinity Group', reference: 'gg715317', python: 'create_affinity_group',
    body: { root: 'CreateAffinityGroup', shape: struct({ name: required(text), label: required(base64), description: text, location: required(text) }) },
  }),

  /** Changes the label, and the description where one is given. */
  update: operation({
    method: 'PUT', path: '/affinitygroups/{affinityGroupName}', status: 200, page: 'Update Affinity Group', reference: 'gg715316', python: 'update_affinity_group',
    body: { root: 'UpdateAffinityGroup', shape: struct({ label: required(base64), description: text }) },
  }),

  /** Deletes an affinity group that nothing is in any more. */
  delete: operation({ method: 'DELETE', path: '/affinitygroups/{affinityGroupName}', status: 200, page: 'Delete Affinity Group', reference: 'gg715314', python: 'delete_affinity_group' }),
};
