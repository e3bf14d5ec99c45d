import type { LocalNetworkSite, NetworkConfiguration, NetworkSite } from '../../../serviceFiles/index.ts';
import { contains, overlap, parseAddress, parsePrefix, type Prefix } from '../../addresses.ts';
import { refusals } from '../../errors.ts';
import { same } from '../../lookup.ts';
import type { Subscription } from '../../state.ts';

/** A prefix as it is written and what it means. */
type Written = Prefix & { readonly text: string };

/** Addresses, and how many there are, and what refers to what. @throws Refusal */
export function checkNetworkConfiguration(subscription: Subscription, { dnsServers, localNetworkSites, virtualNetworkSites }: NetworkConfiguration): void {
  const { quotas } = subscription;
  requireQuota('virtual network count', quotas.virtualNetworkSites, subscription.virtualNetworkSites, virtualNetworkSites);
  requireQuota('local network count', quotas.localNetworkSites, subscription.localNetworkSites, localNetworkSites);
  requireQuota('DNS server count', quotas.dnsServers, subscription.dnsServers, dnsServers);
  for (const { address } of dnsServers) requireAddress(address);
  requireDistinct('virtual network', virtualNetworkSites);
  const locals = new Map(localNetworkSites.map((site) => [site.name, readLocal(site)]));
  const servers = new Set(dnsServers.map(({ name }) => name));
  for (const site of virtualNetworkSites) {
    const missing = site.dnsServers.find((name) => !servers.has(name));
    if (missing !== undefined) throw refusals.networkReference('DNS server', missing, site.name);
    checkSite(site, locals);
  }
}

function requireQuota(resource: string, limit: number, before: readonly unknown[], after: readonly unknown[]): void {
  if (after.length > limit) throw refusals.quota(resource, limit, before.length, after.length - before.length);
}

/** The schema lets names differ in case alone; but they are looked for without regard to it. */
function requireDistinct(what: string, items: readonly { readonly name: string }[]): void {
  const twice = items.find(({ name }, i) => items.slice(0, i).some((other) => same(other.name, name)));
  if (twice) throw refusals.networkNameTwice(what, twice.name);
}

function checkSite(site: NetworkSite, locals: ReadonlyMap<string, readonly Written[]>): void {
  const what = `the virtual network ${site.name}`;
  const space = readPrefixes(site.addressPrefixes);
  const pool = readPrefixes(site.gateway?.vpnClientAddressPrefixes ?? []);
  requireApart(what, [...space, ...pool]);
  requireDistinct('subnet', site.subnets);
  const subnets = site.subnets.map(({ name, addressPrefix }) => ({ name, ...readPrefix(addressPrefix) }));
  for (const subnet of subnets) {
    if (subnet.bits < 8 || subnet.bits > 29) throw refusals.subnetSize(subnet.name, subnet.text);
    if (!space.some((prefix) => contains(prefix, subnet))) throw refusals.subnetOutside(subnet.name, subnet.text, site.name);
  }
  requireApart(what, subnets);
  for (const { localNetworkSite } of site.gateway?.connections ?? []) {
    const local = locals.get(localNetworkSite);
    if (!local) throw refusals.networkReference('local network site', localNetworkSite, site.name);
    if (local.some((prefix) => space.some((own) => overlap(own, prefix)))) throw refusals.connectedPrefixes();
  }
}

function readLocal({ name, addressPrefixes, vpnGatewayAddress }: LocalNetworkSite): readonly Written[] {
  if (vpnGatewayAddress) requireAddress(vpnGatewayAddress);
  const prefixes = readPrefixes(addressPrefixes);
  requireApart(`the local network site ${name}`, prefixes);
  return prefixes;
}

function requireAddress(text: string): void {
  if (parseAddress(text) === undefined) throw refusals.ipAddress(text);
}

function readPrefix(text: string): Written {
  const prefix = parsePrefix(text);
  if (!prefix) throw refusals.ipAddress(text);
  return { ...prefix, text };
}
const readPrefixes = (texts: readonly string[]): Written[] => texts.map(readPrefix);

function requireApart(what: string, prefixes: readonly Written[]): void {
  for (const [i, one] of prefixes.entries()) {
    const other = prefixes.slice(i + 1).find((each) => overlap(one, each));
    if (other) throw refusals.prefixesOverlap(what, one.text, other.text);
  }
}
