import { l10n, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { subscriptionFact } from '../input/confirm.ts';
import type { Choice } from '../input/wizard.ts';
import { wordsOf } from '../errors.ts';
import { logError } from '../log.ts';
import type { Services } from '../services.ts';
import type { Node } from '../tree/node.ts';
import { groupRow, isNode, namedTarget, type NamedTarget } from './target.ts';

/** What a command does one after the other: rows that are selected together in the tree, or one that is chosen. */
export interface Several {
  readonly targets: readonly NamedTarget[];
  /** Names of selected rows of the kind that it cannot be done to now. */
  readonly leftOut: readonly string[];
}

/**
 * The rows that are selected in the tree, or the one resource that is asked for.
 * @param context what the context value of the rows begins with: `disk`. Other rows that are selected too are not meant.
 * @param applies tells by a context value whether it can be done
 */
export async function severalTargets(
  services: Services, argument: unknown, selection: unknown, context: string, title: string, placeholder: string,
  choices: (client: ServiceManagementClient) => Promise<Choice<string>[]>, applies = (_contextValue: string): boolean => true,
): Promise<Several | undefined> {
  const nodes = selectedRows(services, argument, selection, context);
  // Of one row the service itself says why not.
  const meant = nodes.length > 1 ? nodes.filter((node) => applies(contextOf(services, node))) : nodes;
  const leftOut = nodes.filter((node) => !meant.includes(node)).map(({ name = '' }) => name);
  if (meant.length > 0) return { targets: await Promise.all(meant.map(async ({ connection, name = '' }) => ({ connection, client: await services.connections.client(connection), name }))), leftOut };
  if (leftOut.length > 0) throw new Error(l10n.t('This cannot be done to any of these now: {0}', listed(leftOut)));
  const target = await namedTarget(services, argument, title, placeholder, choices);
  return target && { targets: [target], leftOut };
}

/** The rows of a kind that a command was called on, each once: those that are selected with the one that was clicked. */
export function selectedRows(services: Services, argument: unknown, selection: unknown, context: string): Node[] {
  const nodes = (Array.isArray(selection) && selection.length > 1 ? selection : [argument]).filter(isNode).filter((node) => contextOf(services, node).split(';')[0] === context);
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

const contextOf = ({ tree }: Services, node: Node): string => tree.getTreeItem(node).contextValue ?? '';

const mostNames = 12;

/** Names for a line of a modal, which says of more than a dozen how many there are. */
export const listed = (names: readonly string[]): string =>
  (names.length > mostNames ? l10n.t('{0} and {1} more', names.slice(0, mostNames).join(', '), names.length - mostNames) : names.join(', '));

/** The lines of a modal about several things: whose they are, and which; of one only the first. */
export function severalFacts({ targets, leftOut }: Several): string[] {
  const connections = [...new Map(targets.map(({ connection }) => [connection.id, connection])).values()];
  return [
    ...connections.map(subscriptionFact),
    ...(targets.length > 1 ? [l10n.t('Selected: {0}', listed(targets.map(({ name }) => name)))] : []),
    ...(leftOut.length > 0 ? [l10n.t('Left out, because it cannot be done to them now: {0}', listed(leftOut))] : []),
  ];
}

/**
 * Does something to each, one after the other, and then has the group of their rows read again; those of different `lanes` (cloud
 * services) do not wait for one another. One that fails does not keep the others from going on; what a task ends with it tells itself.
 * @throws what the only one failed with, or an Error in the reader's words that says of each what it failed with
 */
export async function inTurn<T extends NamedTarget>(
  services: Services, title: string, all: readonly T[], work: (each: T) => Promise<unknown>, group?: Parameters<typeof groupRow>[1], lane: (each: T) => string = () => '',
): Promise<void> {
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  await window.withProgress({ location: { viewId: 'azureClassic.subscriptions' }, title }, () => Promise.all([...new Set(all.map(lane))].map(async (own) => {
    for (const each of all.filter((one) => lane(one) === own)) {
      try {
        await work(each);
      } catch (error) {
        failures.push({ name: each.name, error });
      }
    }
  })));
  if (group) for (const id of new Set(all.map(({ connection }) => groupRow(connection, group)))) services.tree.refreshId(id);
  if (failures.length === 0) return;
  if (all.length === 1) throw failures[0]!.error;
  for (const { name, error } of failures) logError(services.log, `${title}, ${name}`, error);
  const words = failures.map(({ name, error }) => l10n.t('{0}: {1}', name, wordsOf(error))).join(' ');
  throw new Error(l10n.t('{0}: {1} of {2} are done. What failed: {3}', title, all.length - failures.length, all.length, words));
}
