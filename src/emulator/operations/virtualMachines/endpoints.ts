import { randomInt } from 'node:crypto';
import type { InputEndpoint } from '../../../protocol/virtualMachineRole.ts';
import { refusals, type Refusal } from '../../errors.ts';
import { same } from '../../lookup.ts';
import type { Machine } from '../../state.ts';

type Endpoint = Machine['endpoints'][number];

/**
 * The endpoints of a machine as they are kept: by name, as answers were recorded, with a port for those that say none. `failure` where
 * a port is taken already, which the service found out while it worked.
 * @param taken endpoints of the other machines of the deployment
 * @param before endpoints that the machine had, whose drawn ports stay
 * @throws Refusal for values that cannot be
 */
export function makeEndpoints(role: string, given: readonly InputEndpoint[], taken: readonly Endpoint[], before: readonly Endpoint[] = []): { endpoints: Endpoint[]; failure: Refusal | undefined } {
  const made: Endpoint[] = [];
  let failure: Refusal | undefined;
  for (const each of given) {
    const endpoint = requireEndpoint(role, each);
    if (made.some(({ name }) => same(name, endpoint.name))) throw refusals.endpointTwice(role, endpoint.name);
    const others = [...taken, ...made];
    if (each.port !== undefined && others.some((other) => collide(other, endpoint))) failure ??= refusals.portInUse(each.port);
    const had = before.find(({ name, localPort }) => same(name, endpoint.name) && localPort === endpoint.localPort);
    made.push(each.port === undefined ? { ...endpoint, port: had?.port ?? drawPort(others) } : endpoint);
  }
  return { endpoints: made.sort((a, b) => (a.name < b.name ? -1 : 1)), failure };
}

function requireEndpoint(role: string, { vip: _, ...given }: InputEndpoint): Endpoint {
  const { name, localPort, port, protocol, idleTimeoutInMinutes: idle, loadBalancedEndpointSetName: set } = given;
  if (!name) throw refusals.endpointName(role);
  requireBetween('InputEndpoint.LocalPort', localPort, 1, 65_535);
  if (port !== undefined) requireBetween('InputEndpoint.Port', port, 1, 65_535);
  if (idle !== undefined) requireBetween('InputEndpoint.IdleTimeoutInMinutes', idle, 4, 30);
  if (!protocol || !['tcp', 'udp'].some((each) => same(each, protocol))) throw refusals.protocol(name, protocol ?? '');
  return {
    ...given, name, localPort: localPort!, port: port ?? 0, protocol, enableDirectServerReturn: given.enableDirectServerReturn ?? false,
    // Python writes an empty one where there is none.
    loadBalancedEndpointSetName: set || undefined,
  };
}

function requireBetween(what: string, value: number | undefined, first: number, last: number): void {
  if (value === undefined || value < first || value > last) throw refusals.outOfRange(what, value, first, last);
}

/** Endpoints of one load-balanced set share their port. */
const collide = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && same(a.protocol, b.protocol)
  && !(a.loadBalancedEndpointSetName !== undefined && a.loadBalancedEndpointSetName === b.loadBalancedEndpointSetName);

/** Recorded ones were from 49 thousand up. */
function drawPort(others: readonly Endpoint[]): number {
  for (;;) {
    const port = randomInt(49_152, 65_536);
    if (!others.some((other) => other.port === port)) return port;
  }
}
