import { commands, l10n, window } from 'vscode';
import type { Deployment, DeploymentSlot, ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { subscriptionFact } from '../input/confirm.ts';
import { connectionChoices, serviceChoices, slotChoices } from '../input/pickResource.ts';
import { runWizard, type Choice, type Step } from '../input/wizard.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import { SlotNode, slotName } from '../tree/deployments.ts';
import { HostedServiceNode } from '../tree/hostedServices.ts';
import type { Node } from '../tree/node.ts';
import { deploymentLook } from '../tree/states.ts';
import { hasMachines } from '../tree/virtualMachines.ts';

/** What a command is about: taken from the row it was called on, or asked for when it came from the palette. */

export const isNode = (argument: unknown): argument is Node => typeof argument === 'object' && argument !== null && 'connection' in argument && 'toTreeItem' in argument;

/** The slot that a row is in, or is. */
export function slotOf(node: Node): SlotNode | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (at instanceof SlotNode) return at;
  return undefined;
}

/** Whose row it is, or one below it: as a row that `namedTarget` takes. */
export function serviceOf(argument: unknown): HostedServiceNode | undefined {
  for (let at = isNode(argument) ? argument : undefined; at; at = at.parent) if (at instanceof HostedServiceNode) return at;
  return undefined;
}

/** The cloud service that a row is, or is in; or one chosen from the list. */
export const serviceTarget = (services: Services, argument: unknown, title: string): Promise<NamedTarget | undefined> =>
  namedTarget(services, serviceOf(argument), title, l10n.t('Which cloud service?'), serviceChoices);

export interface Connected { connection?: Connection; client?: ServiceManagementClient }

/** Asks for the subscription where there are several and none is `given`; undefined, with an offer to get one, where there is none. */
export async function connectionStep<A extends Connected>({ connections }: Services, given?: Connection): Promise<Step<A> | undefined> {
  const list = given ? [given] : connections.list();
  if (list.length === 0) {
    const start = l10n.t('Start Local Emulator');
    const add = l10n.t('Add Subscription...');
    const choice = await window.showInformationMessage(l10n.t('No subscription is connected.'), start, add);
    if (choice === start) await commands.executeCommand('azureClassic.emulator.start');
    if (choice === add) await commands.executeCommand('azureClassic.subscriptions.add');
    return undefined;
  }
  return async (ask, answers) => {
    answers.connection = list.length === 1 ? list[0]! : await ask.pick({ placeholder: l10n.t('Which subscription?'), items: connectionChoices(list) });
    answers.client = await connections.client(answers.connection);
    return list.length > 1;
  };
}

export interface NamedTarget { readonly connection: Connection; readonly client: ServiceManagementClient; readonly name: string }

/** A resource by its name: the row's own, or chosen from the list that `choices` reads. */
export async function namedTarget(
  services: Services, argument: unknown, title: string, placeholder: string, choices: (client: ServiceManagementClient) => Promise<Choice<string>[]>,
): Promise<NamedTarget | undefined> {
  if (isNode(argument) && argument.name) {
    return { connection: argument.connection, client: await services.connections.client(argument.connection), name: argument.name };
  }
  const answers: Connected & { name?: string } = {};
  const connection = await connectionStep<typeof answers>(services, isNode(argument) ? argument.connection : undefined);
  if (!connection) return undefined;
  const done = await runWizard(title, answers, [
    connection,
    async (ask, a) => { a.name = await ask.pick({ placeholder, items: choices(a.client!) }); },
  ], services.connections.list().length > 1 ? 2 : 1);
  return done && { connection: done.connection!, client: done.client!, name: done.name! };
}

export interface DeploymentTarget {
  readonly connection: Connection;
  readonly client: ServiceManagementClient;
  readonly serviceName: string;
  readonly slot: DeploymentSlot;
  readonly deployment: Deployment;
}

/** Of web and worker roles: machines have no configuration, nothing that is upgraded, and only one slot. */
export const isOfPackage = (deployment: Deployment): boolean => !hasMachines(deployment);

/** A deployment: that of the row or of one above it, or chosen by service and slot; `applies` hides those the command is not for. */
export async function deploymentTarget(
  services: Services, argument: unknown, title: string, applies: (deployment: Deployment) => boolean = isOfPackage,
): Promise<DeploymentTarget | undefined> {
  const row = isNode(argument) ? slotOf(argument) : undefined;
  if (row?.deployment) {
    const { connection, serviceName, slot, deployment } = row;
    return { connection, client: await services.connections.client(connection), serviceName, slot, deployment };
  }
  const answers: Connected & { serviceName?: string; slot?: DeploymentSlot; deployment?: Deployment } = {};
  const connection = await connectionStep<typeof answers>(services);
  if (!connection) return undefined;
  const done = await runWizard(title, answers, [
    connection,
    async (ask, a) => { a.serviceName = await ask.pick({ placeholder: l10n.t('Which cloud service?'), items: serviceChoices(a.client!) }); },
    async (ask, a) => {
      const items = (await slotChoices(a.client!, a.serviceName!)).filter(({ value }) => value.deployment && applies(value.deployment));
      const { slot, deployment } = await ask.pick({
        placeholder: items.length > 0 ? l10n.t('Which deployment?') : l10n.t('{0} has no deployment that this applies to.', a.serviceName!), items,
      });
      a.slot = slot;
      a.deployment = deployment!;
    },
  ], services.connections.list().length > 1 ? 3 : 2);
  return done && { connection: done.connection!, client: done.client!, serviceName: done.serviceName!, slot: done.slot!, deployment: done.deployment! };
}

/** The lines of a modal that say which deployment it is about. */
export const deploymentFacts = ({ connection, serviceName, slot, deployment }: DeploymentTarget): string[] => [
  subscriptionFact(connection),
  l10n.t('Cloud service: {0}', serviceName),
  l10n.t('Slot: {0}', slotName(slot)),
  l10n.t('Deployment: {0}, {1}', deployment.label || deployment.name, deploymentLook(deployment.status).words),
];

/** A deployment in an operation's row: "contoso, staging". */
export const slotTarget = (serviceName: string, slot: DeploymentSlot): string => l10n.t('{0}, {1}', serviceName, slotWord(slot));

/** Ids of the rows that a change to a cloud service touches. */
export const serviceRow = (connection: Connection, serviceName: string): string => `${connection.id}/hostedServices/${serviceName}`;
/** Id of a machine's row in its deployment: its row among all machines is found with a request for each cloud service only. */
export const machineRow = (connection: Connection, serviceName: string, roleName: string): string => `${serviceRow(connection, serviceName)}/Production/${roleName}`;
export const groupRow = (
  connection: Connection, noun: 'hostedServices' | 'virtualMachines' | 'storageAccounts' | 'disks' | 'osImages' | 'vmImages' | 'affinityGroups' | 'virtualNetworks' | 'reservedIps' | 'managementCertificates',
): string => `${connection.id}/${noun}`;
