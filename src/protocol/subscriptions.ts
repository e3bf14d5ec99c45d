import { operation } from './operation.ts';
import { date, integer, list, named, required, struct, text, type ValueOf } from './schema.ts';

export const subscription = struct({
  subscriptionId: required(named('SubscriptionID', text)),
  subscriptionName: text,
  subscriptionStatus: text,
  accountAdminLiveEmailId: text,
  serviceAdminLiveEmailId: text,
  maxCoreCount: integer,
  maxStorageAccounts: integer,
  maxHostedServices: integer,
  currentCoreCount: integer,
  currentHostedServices: integer,
  currentStorageAccounts: integer,
  maxVirtualNetworkSites: integer,
  maxLocalNetworkSites: integer,
  maxDnsServers: integer,
  /** Semicolons between them. */
  offerCategories: text,
  aadTenantId: named('AADTenantID', text),
  createdTime: date,
  maxReservedIps: named('MaxReservedIPs', integer),
  currentReservedIps: named('CurrentReservedIPs', integer),
  maxPublicIpCount: named('MaxPublicIPCount', integer),
  currentNetworkSecurityGroups: integer,
  maxNetworkSecurityGroups: integer,
  maxNetworkSecurityRulesPerGroup: integer,
  maxRouteTables: integer,
  maxRoutesPerRouteTable: integer,
});
export type Subscription = ValueOf<typeof subscription>;

export const subscriptions = {
  /** The connected subscription with its quotas and what of them is used. */
  get: operation({ method: 'GET', path: '', status: 200, page: 'Get Subscription', reference: 'hh403995', python: 'get_subscription', answer: { root: 'Subscription', shape: subscription } }),

  /**
   * All subscriptions of a person. It is not below any of them, and needs a token of Azure Active Directory: a management
   * certificate, which belongs to subscriptions and to nobody, is refused (403).
   */
  list: operation({
    method: 'GET', path: '/subscriptions', outsideSubscriptions: true, status: 200, page: 'List Subscriptions', python: 'list_subscriptions',
    answer: { root: 'Subscriptions', shape: list('Subscription', subscription) },
  }),
};
