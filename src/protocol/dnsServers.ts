import { dnsServer } from './deployments.ts';
import { operation } from './operation.ts';

const dnsServersOf = '/services/hostedservices/{serviceName}/deployments/{deploymentName}/dnsservers';

/** The DNS servers of a deployment of virtual machines; Get Deployment lists them. */
export const dnsServers = {
  add: operation({ method: 'POST', path: dnsServersOf, status: 202, page: 'Add DNS Server', python: 'add_dns_server', body: { root: 'DnsServer', shape: dnsServer } }),

  /** Gives a server another address. */
  update: operation({
    method: 'PUT', path: `${dnsServersOf}/{name}`, status: 202, page: 'Update DNS Server', python: 'update_dns_server',
    body: { root: 'DnsServer', shape: dnsServer },
  }),

  delete: operation({ method: 'DELETE', path: `${dnsServersOf}/{name}`, status: 202, page: 'Delete DNS Server', python: 'delete_dns_server' }),
};
