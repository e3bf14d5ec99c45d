import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findAffinityGroup } from '../../lookup.ts';
import { describeHostedService } from '../hostedServices/describe.ts';
import { accountUrl } from '../storageAccounts/describe.ts';
import { describeAffinityGroup } from './describe.ts';

export const getAffinityGroup: Handle<'affinityGroups.get'> = (context, { affinityGroupName }) => {
  const { subscription } = context;
  const group = findAffinityGroup(subscription, affinityGroupName);
  if (!group) throw refusals.affinityGroupNotFound();
  const isInIt = ({ affinityGroup }: { affinityGroup?: string | undefined }) => affinityGroup === group.name;
  return {
    ...describeAffinityGroup(group),
    hostedServices: subscription.hostedServices.filter(isInIt).map((service) => describeHostedService(context, service)),
    storageServices: subscription.storageAccounts.filter(isInIt).map((account) => ({
      url: accountUrl(context, account), serviceName: account.name, extendedProperties: account.extendedProperties.map(({ name, value }) => ({ name, value })),
    })),
  };
};
