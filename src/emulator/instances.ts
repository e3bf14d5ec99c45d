import { randomInt } from 'node:crypto';
import type { instanceStatuses } from '../protocol/deployments.ts';
import type { World } from './handler.ts';
import type { Deployment, Machine, RoleInstance, State, Subscription, Way, WayName } from './state.ts';

type Step = readonly [status: (typeof instanceStatuses)[number], power: 'Starting' | 'Started' | 'Stopping' | 'Stopped'];

interface Course { readonly lasts: number; readonly steps: readonly Step[] }

const create: Course = { lasts: 2, steps: [['CreatingVM', 'Starting'], ['StartingVM', 'Starting'], ['CreatingRole', 'Started'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] };
const createStopped: Course = { lasts: 1.2, steps: [['CreatingVM', 'Stopped'], ['StoppedVM', 'Stopped']] };

/**
 * The ways an instance goes: the states it passes through and stays in at the end, and how long all of it takes in terms of an
 * asynchronous operation. Status and power as they were recorded together (wire-facts.md, Values); a started deployment's
 * instances were still on their way when its operation had succeeded, hence the longer ones.
 */
const ways: Readonly<Record<WayName, Course>> = {
  create,
  createStopped,
  // By an update: until they have arrived the deployment is in transition.
  add: create,
  addStopped: createStopped,
  start: { lasts: 1.5, steps: [['StartingVM', 'Starting'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] },
  stop: { lasts: 0.8, steps: [['StoppingRole', 'Started'], ['StoppingVM', 'Stopping'], ['StoppedVM', 'Stopped']] },
  remove: { lasts: 0.8, steps: [['StoppingRole', 'Started'], ['StoppingVM', 'Stopping'], ['DeletingVM', 'Stopped']] },
  // Never recorded. An upgrade leaves the machine running and starts the role anew, a reboot starts the machine, a fresh operating system
  // comes on a machine made anew (learn.microsoft.com/archive/blogs/kwill: "PaaS Cloud Service Role Restart Scenarios", "Windows Azure Disk Partition Preservation").
  update: { lasts: 0.5, steps: [['StoppingRole', 'Started'], ['CreatingRole', 'Started'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] },
  reboot: { lasts: 0.9, steps: [['StoppingRole', 'Started'], ['StoppingVM', 'Stopping'], ['StartingVM', 'Starting'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] },
  reimage: { lasts: 0.9, steps: [['StoppingRole', 'Started'], ['StoppingVM', 'Stopping'], ['CreatingVM', 'Starting'], ['StartingVM', 'Starting'], ['CreatingRole', 'Started'], ['StartingRole', 'Started'], ['BusyRole', 'Started'], ['ReadyRole', 'Started']] },
  // Virtual machines.
  provision: { lasts: 2, steps: [['RoleStateUnknown', 'Starting'], ['CreatingVM', 'Starting'], ['StartingVM', 'Starting'], ['Provisioning', 'Started'], ['ReadyRole', 'Started']] },
  boot: { lasts: 1.5, steps: [['RoleStateUnknown', 'Starting'], ['StartingVM', 'Starting'], ['ReadyRole', 'Started']] },
  restart: { lasts: 1.5, steps: [['StoppingVM', 'Stopping'], ['StartingVM', 'Starting'], ['ReadyRole', 'Started']] },
  shutDown: { lasts: 0.8, steps: [['StoppingVM', 'Stopping'], ['StoppedVM', 'Stopped']] },
  deallocate: { lasts: 0.8, steps: [['StoppingVM', 'Stopping'], ['StoppedDeallocated', 'Stopped']] },
  takeDown: { lasts: 0.8, steps: [['StoppingVM', 'Stopping'], ['DeletingVM', 'Stopped']] },
};

/** Instances do not go in step: each sets out this much (of an operation) after the one before it. */
const stagger = 0.15;

/** Whatever goes its way: an instance of a role, or a machine. */
export interface Traveller { way: Way; next?: Way | undefined; readonly ipAddress: string; readonly subnet?: string | undefined }

export const instancesOf = (deployment: Deployment): readonly Traveller[] => (deployment.kind === 'package' ? deployment.instances : deployment.machines);

export function statusOf(traveller: Pick<Traveller, 'way' | 'next'>, now: number): Step {
  const way = wayAt(traveller, now);
  const { steps } = ways[way.name];
  const last = steps.length - 1;
  return steps[way.stepMs === 0 ? last : Math.max(0, Math.min(last, Math.floor((now - way.since) / way.stepMs)))]!;
}

/** The way it is on, or was last. */
export const wayAt = ({ way, next }: Pick<Traveller, 'way' | 'next'>, now: number): Way => (next && next.since <= now ? next : way);

export const hasArrived = ({ name, since, stepMs }: Way, now: number): boolean => now >= since + stepMs * (ways[name].steps.length - 1);

export const makeWay = (name: WayName, since: number, lastsMs: number): Way => ({ name, since, stepMs: Math.round(lastsMs / (ways[name].steps.length - 1)) });

/** Sends instances on their way, from now on. */
export function sendOn({ clock, operationMs }: Pick<World, 'clock' | 'operationMs'>, instances: readonly Pick<Traveller, 'way' | 'next'>[], name: WayName): void {
  for (const [i, instance] of instances.entries()) {
    instance.way = makeWay(name, clock.now() + Math.round(i * stagger * operationMs), ways[name].lasts * operationMs);
    delete instance.next;
  }
}

/** Sends all of a deployment away, before it is deleted. */
export const sendAway = (world: Pick<World, 'clock' | 'operationMs'>, deployment: Deployment): void =>
  sendOn(world, instancesOf(deployment), deployment.kind === 'package' ? 'remove' : 'takeDown');

/** New instances of a role with these indexes and with addresses that no other has. */
export function makeInstances(world: Pick<World, 'clock' | 'operationMs'>, state: State, role: string, indexes: readonly number[], way: WayName): RoleInstance[] {
  const address = addressMaker(state);
  const made = indexes.map((index): RoleInstance => ({ role, index, ipAddress: address(), way: { name: way, since: 0, stepMs: 0 } }));
  sendOn(world, made, way);
  return made;
}

/** Gives internal addresses that no instance has. */
export function addressMaker(state: State): () => string {
  const taken = new Set(allInstances(state).map(({ ipAddress }) => ipAddress));
  return () => freeAddress(taken, () => `100.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}`);
}

/** A public address that is nobody's yet, out of the network that is set aside for testing (RFC 2544) and leads nowhere. */
export const makeVirtualIp = (state: State): string => virtualIpMaker(state)();

export function virtualIpMaker(state: State): () => string {
  const { subscriptions } = state;
  const taken = new Set([
    ...allDeployments(state).map(({ virtualIp }) => virtualIp),
    ...[...subscriptions.flatMap(({ reservedIps }) => reservedIps), ...subscriptions.flatMap(allMachines).flatMap(({ publicIps }) => publicIps)].map(({ address }) => address),
  ]);
  return () => freeAddress(taken, () => `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(1, 255)}`);
}

function freeAddress(taken: Set<string>, draw: () => string): string {
  let address = draw();
  while (taken.has(address)) address = draw();
  taken.add(address);
  return address;
}

const allDeployments = (state: State) => state.subscriptions.flatMap(({ hostedServices }) => hostedServices).flatMap(({ deployments }) => Object.values(deployments));
const allInstances = (state: State) => allDeployments(state).flatMap(instancesOf);

export const allMachines = ({ hostedServices }: Subscription): Machine[] =>
  hostedServices.flatMap(({ deployments }) => Object.values(deployments)).flatMap((deployment) => (deployment.kind === 'machines' ? deployment.machines : []));
