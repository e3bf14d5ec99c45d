import { randomInt } from 'node:crypto';
import type { instanceStatuses } from '../protocol/deployments.ts';
import type { World } from './handler.ts';
import type { Deployment, RoleInstance, State, Way, WayName } from './state.ts';

type Step = readonly [status: (typeof instanceStatuses)[number], power: 'Starting' | 'Started' | 'Stopping' | 'Stopped'];

/**
 * The ways an instance goes: the states it passes through and stays in at the end, and how long all of it takes in terms of an
 * asynchronous operation. Status and power as they were recorded together (wire-facts.md, Values); a started deployment's
 * instances were still on their way when its operation had succeeded, hence the longer ones.
 */
const ways: Readonly<Record<WayName, { readonly lasts: number; readonly steps: readonly Step[] }>> = {
  create: { lasts: 2, steps: [['CreatingVM', 'Starting'], ['StartingVM', 'Starting'], ['CreatingRole', 'Started'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] },
  createStopped: { lasts: 1.2, steps: [['CreatingVM', 'Stopped'], ['StoppedVM', 'Stopped']] },
  start: { lasts: 1.5, steps: [['StartingVM', 'Starting'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] },
  stop: { lasts: 0.8, steps: [['StoppingRole', 'Started'], ['StoppingVM', 'Stopping'], ['StoppedVM', 'Stopped']] },
  remove: { lasts: 0.8, steps: [['StoppingRole', 'Started'], ['StoppingVM', 'Stopping'], ['DeletingVM', 'Stopped']] },
};

/** Instances do not go in step: each sets out this much (of an operation) after the one before it. */
const stagger = 0.15;

/** Whatever goes its way: an instance of a role, or a machine. */
export interface Traveller { way: Way; readonly ipAddress: string; readonly subnet?: string | undefined }

export const instancesOf = (deployment: Deployment): readonly Traveller[] => (deployment.kind === 'package' ? deployment.instances : deployment.machines);

export function statusOf({ way }: Pick<Traveller, 'way'>, now: number): Step {
  const { steps } = ways[way.name];
  const last = steps.length - 1;
  return steps[way.stepMs === 0 ? last : Math.max(0, Math.min(last, Math.floor((now - way.since) / way.stepMs)))]!;
}

/** Sends instances on their way, from now on. */
export function sendOn({ clock, operationMs }: Pick<World, 'clock' | 'operationMs'>, instances: readonly Pick<Traveller, 'way'>[], name: WayName): void {
  const { lasts, steps } = ways[name];
  for (const [i, instance] of instances.entries()) {
    instance.way = { name, since: clock.now() + Math.round(i * stagger * operationMs), stepMs: Math.round((lasts * operationMs) / (steps.length - 1)) };
  }
}

/** New instances of a role, `from` up to `to`, with addresses that no other has. */
export function makeInstances(world: Pick<World, 'clock' | 'operationMs'>, state: State, role: string, from: number, to: number, way: WayName): RoleInstance[] {
  const taken = new Set(allInstances(state).map(({ ipAddress }) => ipAddress));
  const made = Array.from({ length: to - from }, (_, i): RoleInstance => {
    const ipAddress = freeAddress(taken, () => `100.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}`);
    return { role, index: from + i, ipAddress, way: { name: way, since: 0, stepMs: 0 } };
  });
  sendOn(world, made, way);
  return made;
}

/** A public address that is nobody's yet, out of the network that is set aside for testing (RFC 2544) and leads nowhere. */
export function makeVirtualIp(state: State): string {
  const reserved = state.subscriptions.flatMap(({ reservedIps }) => reservedIps);
  const taken = new Set([...allDeployments(state).map(({ virtualIp }) => virtualIp), ...reserved.map(({ address }) => address)]);
  return freeAddress(taken, () => `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(1, 255)}`);
}

function freeAddress(taken: Set<string>, draw: () => string): string {
  let address = draw();
  while (taken.has(address)) address = draw();
  taken.add(address);
  return address;
}

const allDeployments = (state: State) => state.subscriptions.flatMap(({ hostedServices }) => hostedServices).flatMap(({ deployments }) => Object.values(deployments));
const allInstances = (state: State) => allDeployments(state).flatMap(instancesOf);
