import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findAffinityGroup } from '../../lookup.ts';

export const deleteAffinityGroup: Handle<'affinityGroups.delete'> = ({ subscription }, { affinityGroupName }) => {
  const group = findAffinityGroup(subscription, affinityGroupName);
  if (!group) throw refusals.affinityGroupNotFound();
  const users = [
    ...subscription.hostedServices.map((service) => ({ ...service, what: 'the hosted service' })),
    ...subscription.storageAccounts.map((account) => ({ ...account, what: 'the storage account' })),
    ...subscription.virtualNetworkSites.map((site) => ({ ...site, what: 'the virtual network' })),
  ].filter(({ affinityGroup }) => affinityGroup === group.name);
  if (users[0]) throw refusals.affinityGroupInUse(group.name, `${users[0].what} ${users[0].name}`);
  subscription.affinityGroups = subscription.affinityGroups.filter((each) => each !== group);
};
