import { parseAddress } from '../../addresses.ts';
import { refusals } from '../../errors.ts';
import { same } from '../../lookup.ts';
import type { DnsServer } from '../../../serviceFiles/index.ts';
import type { MachineDeployment } from '../../state.ts';

/** A DNS server beside the others. @throws Refusal */
export function requireDnsServer(others: readonly DnsServer[], { name, address }: DnsServer): DnsServer {
  if (!name || parseAddress(address) === undefined) throw refusals.dnsServer(name, address);
  if (others.some((other) => same(other.name, name))) throw refusals.dnsServerExists(name);
  return { name, address };
}

/** @throws Refusal 404. */
export function findDnsServer({ dnsServers }: MachineDeployment, name: string): DnsServer {
  const found = dnsServers.find((each) => same(each.name, name));
  if (!found) throw refusals.dnsServerNotFound(name);
  return found;
}
