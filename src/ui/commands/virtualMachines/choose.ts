import { l10n, window } from 'vscode';
import type { Deployment, ServiceManagementClient } from '../../../client/index.ts';
import type { Connection } from '../../connections/connection.ts';
import { subscriptionFact } from '../../input/confirm.ts';
import { deploymentChoices } from '../../input/pickResource.ts';
import { runWizard, type Choice } from '../../input/wizard.ts';
import type { Services } from '../../services.ts';
import type { Node } from '../../tree/node.ts';
import { oneOrNone } from '../../tree/places.ts';
import { machineLook } from '../../tree/states.ts';
import { machinesOf, VirtualMachineNode, type Machine } from '../../tree/virtualMachines.ts';
import { listed } from '../several.ts';
import { connectionStep, isNode, serviceRow, type Connected } from '../target.ts';

/** Machines of one deployment, as the service shows it now. */
export interface ChosenMachines {
  readonly connection: Connection;
  readonly client: ServiceManagementClient;
  readonly serviceName: string;
  readonly deployment: Deployment;
  readonly machines: readonly Machine[];
}

/** One machine. */
export interface ChosenMachine extends Omit<ChosenMachines, 'machines'> { readonly machine: Machine }

type State = ReturnType<typeof machineLook>['token'];
const stateOf = ({ instance }: Machine): State => machineLook(instance).token;

const anyMachine = (): boolean => true;

/** For a command that is for machines in some states only. */
export const inState = (...states: readonly State[]) => (machine: Machine): boolean => states.includes(stateOf(machine));

/** The machine that a row is, or is in. */
function machineOf(node: Node): VirtualMachineNode | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (at instanceof VirtualMachineNode) return at;
  return undefined;
}

/** What several machines share is asked for once: the machine that the clicked row is in, and those that are selected themselves, or some of a list, by their deployment. */
export async function chooseMachines(services: Services, argument: unknown, selection: unknown, title: string, applies: (machine: Machine) => boolean = anyMachine): Promise<ChosenMachines[]> {
  const clicked = isNode(argument) ? machineOf(argument) : undefined;
  const nodes = [clicked, ...(Array.isArray(selection) ? selection : [])].filter((node): node is VirtualMachineNode => node instanceof VirtualMachineNode);
  if (nodes.length > 0) return ofRows(services, nodes, applies);
  const done = await ask<readonly Machine[]>(services, title, async (question, client) => question.many({ placeholder: l10n.t('Which virtual machines?'), items: machineChoices(client, applies) }));
  return done ? byDeployment(done.connection, done.client, done.answer) : [];
}

export async function chooseMachine(services: Services, argument: unknown, title: string, applies: (machine: Machine) => boolean = anyMachine): Promise<ChosenMachine | undefined> {
  const node = isNode(argument) ? machineOf(argument) : undefined;
  const done = node ? undefined : await ask<Machine>(services, title, async (question, client) => question.pick({ placeholder: l10n.t('Which virtual machine?'), items: machineChoices(client, applies) }));
  const chosen = node ? await ofRows(services, [node], applies) : done && byDeployment(done.connection, done.client, [done.answer]);
  return chosen?.map(({ machines, ...rest }) => ({ ...rest, machine: machines[0]! }))[0];
}

type Question = Parameters<Parameters<typeof runWizard>[2][number]>[0];

async function ask<T>(services: Services, title: string, how: (question: Question, client: ServiceManagementClient) => Promise<T>): Promise<{ connection: Connection; client: ServiceManagementClient; answer: T } | undefined> {
  const answers: Connected & { answer?: T } = {};
  const connection = await connectionStep<typeof answers>(services);
  const done = connection && await runWizard(title, answers, [connection, async (question, a) => { a.answer = await how(question, a.client!); }], services.connections.list().length > 1 ? 2 : 1);
  return done && { connection: done.connection!, client: done.client!, answer: done.answer! };
}

/** @throws Error in the reader's words where there is none, because an empty list says nothing. */
async function machineChoices(client: ServiceManagementClient, applies: (machine: Machine) => boolean): Promise<Choice<Machine>[]> {
  const machines = (await deploymentChoices(client)).flatMap(({ value: { serviceName, deployment } }) => machinesOf(serviceName, deployment)).filter(applies);
  if (machines.length === 0) throw new Error(l10n.t('There is no virtual machine that this applies to now.'));
  return machines.map((machine) => {
    const { words, icon } = machineLook(machine.instance);
    return { label: machine.role.roleName, description: [words, machine.role.roleSize, machine.serviceName].filter(Boolean).join(' · '), iconPath: icon, value: machine };
  });
}

const keyOf = (serviceName: string, deploymentName: string): string => `${serviceName}/${deploymentName}`;

function byDeployment(connection: Connection, client: ServiceManagementClient, machines: readonly Machine[]): ChosenMachines[] {
  const key = ({ serviceName, deployment }: Machine) => keyOf(serviceName, deployment.name);
  return [...new Set(machines.map(key))].map((each) => {
    const those = machines.filter((machine) => key(machine) === each);
    return { connection, client, serviceName: those[0]!.serviceName, deployment: those[0]!.deployment, machines: those };
  });
}

/**
 * What the tree shows may be old, and what is asked about is not: their deployments are read anew. Those of a selection that it is not for
 * are left alone; those that are gone are told, and the others go on.
 */
async function ofRows(services: Services, nodes: readonly VirtualMachineNode[], applies: (machine: Machine) => boolean): Promise<ChosenMachines[]> {
  const key = ({ connection, serviceName, machine }: VirtualMachineNode) => `${connection.id}/${keyOf(serviceName, machine.deployment.name)}`;
  const gone: string[] = [];
  const groups = (await Promise.all([...new Set(nodes.map(key))].map(async (each): Promise<ChosenMachines[]> => {
    const those = nodes.filter((node) => key(node) === each);
    const names = [...new Set(those.map(({ name }) => name))];
    const { connection, serviceName, machine } = those[0]!;
    const client = await services.connections.client(connection);
    const found = (await oneOrNone(client.deployments.get({ serviceName, deploymentName: machine.deployment.name })))
      .map((deployment) => ({ connection, client, serviceName, deployment, machines: machinesOf(serviceName, deployment).filter(({ role }) => names.includes(role.roleName)) }));
    gone.push(...names.filter((name) => !found.some(({ machines }) => machines.some(({ role }) => role.roleName === name))));
    return found;
  }))).flat();
  const found = groups.flatMap(({ machines }) => machines);
  if (found.length === 0) throw isGone(listed(gone));
  if (gone.length > 0) void window.showWarningMessage(isGone(listed(gone)).message);
  const chosen = groups.map((group) => ({ ...group, machines: group.machines.filter(applies) })).filter(({ machines }) => machines.length > 0);
  if (chosen.length > 0) return chosen;
  throw new Error(l10n.t('This does not apply now. {0}', listed(found.map(({ role, instance }) => `${role.roleName}: ${machineLook(instance).words}`))));
}

/** The tree shows it still, the service does not. */
export const isGone = (what: string): Error => new Error(l10n.t('{0}: not there any more.', what));

/** Names of machines, for a sentence. */
export const namesOf = (machines: readonly Machine[]): string => listed(machines.map(({ role }) => role.roleName));

/** "web1", "3 virtual machines". */
export function whatOf(chosen: readonly ChosenMachines[]): string {
  const machines = chosen.flatMap((each) => each.machines);
  return machines.length === 1 ? machines[0]!.role.roleName : l10n.t('{0} virtual machines', machines.length);
}

/** The lines of a modal that say which machines it is about. */
export const machineFacts = (chosen: readonly ChosenMachines[]): string[] => chosen.flatMap(({ connection, serviceName, machines }) => [
  subscriptionFact(connection), l10n.t('Cloud service: {0}', serviceName), l10n.t('Virtual machines: {0}', namesOf(machines)),
]).filter((line, at, all) => all.indexOf(line) === at);

/** One machine as {@link machineFacts} and whoever else is for several wants it. */
export const alone = ({ machine, ...rest }: ChosenMachine): ChosenMachines => ({ ...rest, machines: [machine] });

/** Where the service has it, and what shows the change. */
export const addressOf = ({ serviceName, deployment, machine }: ChosenMachine) => ({ serviceName, deploymentName: deployment.name, roleName: machine.role.roleName });

export const rowsOf = ({ connection, serviceName }: Pick<ChosenMachines, 'connection' | 'serviceName'>): string[] => [serviceRow(connection, serviceName)];
