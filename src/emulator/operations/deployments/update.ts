import { parseServiceConfiguration, type ServiceDefinition } from '../../../serviceFiles/index.ts';
import type { DeploymentSlot } from '../../../protocol/operation.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context, Handler, Written } from '../../handler.ts';
import { hasArrived, makeInstances, makeWay, sendOn, wayAt } from '../../instances.ts';
import { findHostedService, type FoundDeployment } from '../../lookup.ts';
import { endEarly, operationOn } from '../../pending.ts';
import type { Deployment, PackageDeployment, RoleInstance, Update, UpdateMode, Version } from '../../state.ts';
import { coresOf, coresOfRoles } from '../subscriptions/get.ts';
import { growsLocalStorage } from './changes.ts';
import { exceededCores } from './create.ts';
import { settleInstances } from './network.ts';

/*
 * How a deployment gets from one version to another ("How to update an Azure Cloud Service", learn.microsoft.com/azure/cloud-services/
 * cloud-services-update-azure-service). The service first prepares it, and nobody else may write to the deployment meanwhile (Locked).
 * Then it goes through the upgrade domains, one after the other; from then on another update, a rollback, a change of status or the
 * deletion may come in between. Recorded (CanCreateServiceDeployments.json of azure-sdk-for-net): the operation of an automatic upgrade
 * of four domains took more than nine minutes, where one on a single instance took two, so that it ends with the last domain. And what
 * a change of configuration added was still on its way when its operation had ended (azure-sdk-for-python).
 */

/** The part of an operation that preparing takes; each domain of an upgrade takes a whole one, all of a change of configuration the rest. */
const preparation = 0.5;
/** The instances of a domain set out within this part of its time, and this part of it takes each. */
const setOut = 0.4;
const onTheWay = 0.5;

export interface Plan {
  readonly to: Version;
  readonly mode: UpdateMode;
  /** What a rollback would bring back. */
  readonly before?: Version;
  /** The first so many upgrade domains; all when absent. */
  readonly domains?: number;
  readonly way?: Update['way'];
  readonly role?: string | undefined;
  /** Already known to fail. */
  readonly failure: Refusal | undefined;
}

const modes = ['Auto', 'Manual', 'Simultaneous'] as const satisfies readonly UpdateMode[];

/** The mode that was asked for: Auto when absent. */
export function requireMode(given: string | undefined): UpdateMode {
  const mode = modes.find((each) => each === (given ?? 'Auto'));
  if (!mode) throw refusals.upgradeMode();
  return mode;
}

export interface UpdateWork { readonly serviceName: string; readonly slot: DeploymentSlot; readonly before?: PackageDeployment }

export const versionOf = ({ label, packageId, configuration, definition, sdkVersion, osVersion, extendedProperties, extensionConfiguration }: PackageDeployment): Version =>
  ({ label, packageId, configuration, definition, sdkVersion, osVersion, extendedProperties, extensionConfiguration });

/** Begins an update, in place of one under way. Role instances come and go at once, the others follow with their domains. */
export function beginUpdate(context: Context, { service, slot, deployment }: FoundDeployment<PackageDeployment>, plan: Plan): Written {
  const { subscription, clock, operationMs, requestId } = context;
  const { to, mode, way } = plan;
  const lock = { hostedService: service.name, slot, shows: `${deployment.status}Transitioning` };
  const failure = plan.failure ?? exceededCores(context, coresOfVersion(to) - coresOf(deployment));
  if (failure) return { pending: { lock, work: { serviceName: service.name, slot } satisfies UpdateWork, failure } };

  const { kept, added, going } = reshape(context, deployment, to);
  settleInstances(subscription, deployment.virtualNetworkName, parseServiceConfiguration(to.configuration), added);
  const before = endUpdate(context, deployment);
  const now = clock.now();
  sendOn(context, going, 'remove');
  for (const { way } of kept) way.name = way.name === 'add' ? 'create' : way.name === 'addStopped' ? 'createStopped' : way.name;
  Object.assign(deployment, to, { modified: now, instances: inOrder(to.definition, [...kept, ...added, ...going]) });
  const lockedUntil = now + Math.round(preparation * operationMs);
  const domains = plan.domains ?? upgradeDomainCount(deployment);
  const turns = mode === 'Simultaneous' ? Math.min(1, domains) : domains;
  const domainMs = way ? operationMs : Math.round(((1 - preparation) * operationMs) / Math.max(1, turns));
  const update: Update = { operation: requestId, mode, before: plan.before, domains, domain: 0, since: mode === 'Manual' ? undefined : lockedUntil, domainMs, way, role: plan.role };
  deployment.update = update;
  if (mode === 'Auto') for (let domain = 0; domain < domains; domain++) schedule(deployment, update, lockedUntil + domain * domainMs, domain);
  if (mode === 'Simultaneous') schedule(deployment, update, lockedUntil);
  return { pending: { lock, lockedUntil, lastsMs: lockedUntil - now + (mode === 'Manual' ? 0 : turns * domainMs), work: { serviceName: service.name, slot, before } satisfies UpdateWork } };
}

/** Walks the domain whose turn it is, which holds nothing. */
export function walkDomain({ clock, requestId }: Context, { service, slot, deployment }: FoundDeployment<PackageDeployment>, update: Update): Written {
  const before = structuredClone(deployment);
  Object.assign(update, { operation: requestId, since: clock.now() });
  schedule(deployment, update, clock.now(), update.domain);
  return { pending: { lastsMs: update.domainMs, work: { serviceName: service.name, slot, before } satisfies UpdateWork } };
}

/** What follows when the operation of an update, or of one step of it, ends. */
export const finishUpdate: Handler<'deployments.upgrade', UpdateWork>['finish'] = (subscription, { serviceName, slot, before }, { at, failure }) => {
  const { deployments } = findHostedService(subscription, serviceName);
  if (failure) {
    if (before) deployments[slot] = before;
    return;
  }
  const deployment = deployments[slot] as PackageDeployment;
  const update = deployment.update!;
  if (update.mode !== 'Manual') update.domain = update.domains;
  else if (update.since !== undefined) update.domain++;
  delete update.since;
  deployment.instances = deployment.instances.filter(({ way }) => way.name !== 'remove');
  takeWays(deployment, at);
  if (update.domain >= update.domains) delete deployment.update;
  deployment.modified = at;
};

/**
 * Ends an update where it is, because something else takes its place: what is not upgraded yet is left alone. Returns what the
 * deployment is to be when that fails in its turn: an update that waited to be walked waits again.
 */
export function endUpdate<D extends Deployment>({ subscription, clock, requestId }: Context, deployment: D): D {
  const before = structuredClone(deployment);
  if (deployment.kind !== 'package' || !deployment.update) return before;
  const { operation, mode, since } = deployment.update;
  endEarly(subscription, operation, refusals.superseded(requestId), clock.now());
  takeWays(deployment, clock.now());
  delete deployment.update;
  return mode === 'Manual' && since === undefined ? before : structuredClone(deployment);
}

/** The domain that is next (`Before`) or under way (`During`). */
export function progressOf({ mode, domain, domains, since, domainMs }: Update, now: number): { readonly state: 'Before' | 'During'; readonly domain: number } {
  if (since === undefined || now < since) return { state: 'Before', domain };
  const passed = mode !== 'Auto' || domainMs === 0 ? 0 : Math.floor((now - since) / domainMs);
  return { state: 'During', domain: Math.min(domain + passed, domains - 1) };
}

/** How many domains have something of an update by now. */
export function touchedDomains(update: Update, now: number): number {
  const { state, domain } = progressOf(update, now);
  return state === 'Before' ? domain : update.mode === 'Simultaneous' ? update.domains : domain + 1;
}

/** While an update is under way and prepared, unless it made local storage larger or there are no cores to go back to. */
export function isRollbackAllowed({ subscription }: Pick<Context, 'subscription'>, { service, slot, deployment }: FoundDeployment<PackageDeployment>): boolean {
  const before = deployment.update?.before;
  return before !== undefined && !operationOn(subscription, { hostedService: service.name, slot })
    && !growsLocalStorage(before.definition, deployment.definition)
    && !exceededCores({ subscription }, coresOfVersion(before) - coresOf(deployment));
}

/** An update is under way, or what it added has not arrived yet. */
export const isInTransition = ({ update, instances }: PackageDeployment, now: number): boolean =>
  update !== undefined || instances.some((instance) => isNew(instance) && !hasArrived(instance.way, now));

/** Recorded: as many as the largest role has instances, up to what the definition asks for. */
export function upgradeDomainCount({ definition, instances }: PackageDeployment): number {
  return Math.min(definition.upgradeDomainCount, Math.max(1, ...instances.map(({ index }) => index + 1)));
}

/** The same as long as the instance lives, however many there are beside it. */
export const upgradeDomainOf = ({ upgradeDomainCount: count }: ServiceDefinition, { index }: RoleInstance): number => index % count;

const isNew = ({ way }: RoleInstance) => way.name === 'add' || way.name === 'addStopped';

function countsOf({ configuration }: Version): ReadonlyMap<string, number> {
  return new Map(parseServiceConfiguration(configuration).roles.map(({ name, instanceCount }) => [name, instanceCount]));
}

function coresOfVersion(version: Version): number {
  const counts = countsOf(version);
  return coresOfRoles(version.definition, ({ name }) => counts.get(name) ?? 0);
}

/** The instances that a version keeps of a deployment, those it has more, and those it has not. The newest go first. */
function reshape(context: Context, { instances, status }: PackageDeployment, version: Version): Record<'kept' | 'added' | 'going', RoleInstance[]> {
  const counts = countsOf(version);
  const present = instances.filter(({ way }) => way.name !== 'remove');
  const kept: RoleInstance[] = [];
  const added: RoleInstance[] = [];
  for (const { name } of version.definition.roles) {
    const count = Math.max(0, counts.get(name) ?? 0);
    const ofRole = present.filter(({ role }) => role === name).sort((a, b) => Number(isNew(a)) - Number(isNew(b)) || a.index - b.index);
    kept.push(...ofRole.slice(0, count));
    const taken = new Set(ofRole.map(({ index }) => index));
    const free = [...Array(count).keys()].filter((index) => !taken.has(index)).slice(0, Math.max(0, count - ofRole.length));
    added.push(...makeInstances(context, context.state, name, free, status === 'Running' ? 'add' : 'addStopped'));
  }
  return { kept, added, going: present.filter((instance) => !kept.includes(instance)) };
}

/** By the roles of the definition, those that it has not at the end. */
function inOrder({ roles }: ServiceDefinition, instances: RoleInstance[]): RoleInstance[] {
  const names = roles.map(({ name }) => name);
  const rank = ({ role }: RoleInstance) => (names.includes(role) ? names.indexOf(role) : names.length);
  return instances.sort((a, b) => rank(a) - rank(b) || a.index - b.index);
}

/** The instances of a domain, or of all, will set out from `start` on; not those that stand still, came with the update, or go. */
function schedule({ instances, definition, status }: PackageDeployment, { way, role, domainMs }: Update, start: number, domain?: number): void {
  if (!way || status !== 'Running') return;
  const turn = instances.filter((each) => !isNew(each) && each.way.name !== 'remove' && (role === undefined || each.role === role)
    && (domain === undefined || upgradeDomainOf(definition, each) === domain));
  for (const [i, instance] of turn.entries()) instance.next = makeWay(way, start + Math.round((setOut * domainMs * i) / turn.length), onTheWay * domainMs);
}

/** Whose turn has come is on the way of its domain; whose has not stays on its own. */
function takeWays({ instances }: PackageDeployment, now: number): void {
  for (const instance of instances) {
    instance.way = wayAt(instance, now);
    delete instance.next;
  }
}
