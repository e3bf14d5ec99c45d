import { l10n, Uri } from 'vscode';
import { interview } from '../../input/interview.ts';
import { existing } from '../../input/resource.ts';
import { useConnection, useOnlyConnection } from '../../input/targetQuestions.ts';
import type { TaskRecord } from '../../operations/taskRecord.ts';
import { SlotNode } from '../../tree/deployments.ts';
import { HostedServiceNode } from '../../tree/hostedServices.ts';
import type { Services } from '../../services.ts';
import { requireTrust } from '../../trust.ts';
import type { Command } from '../command.ts';
import { isNode } from '../target.ts';
import { packageAccountQuestions } from './account.ts';
import { draftAgain } from './again.ts';
import type { Draft, Plan, QuestionId } from './draft.ts';
import { deploy } from './execute.ts';
import { fileQuestions } from './files.ts';
import { occupiedQuestion } from './occupied.ts';
import { labelQuestion, reviewQuestion, startQuestion } from './review.ts';
import { targetQuestions } from './target.ts';
import { upgrade } from './upgrade.ts';
import { upgradeOf } from './upgradeQuestions.ts';

const questions = [...fileQuestions, ...targetQuestions, occupiedQuestion, labelQuestion, ...packageAccountQuestions, startQuestion, reviewQuestion];

export const deployCommand: Command = {
  id: 'azureClassic.deployments.deploy', needsTrust: true,
  /** Comes from a file of the Explorer (`selection` are all that are selected there), from a row of the tree, or from the palette. */
  run: async (services, argument?: unknown, selection?: unknown) => {
    const { draft, given } = await begin(services, argument, selection);
    if (await interview(l10n.t('Deploy Package'), draft, questions, given)) await deploy(draft as Plan);
  },
};

/** Comes from where Deploy comes from; an empty slot has nothing to upgrade, so that it is asked for another. */
export const upgradeCommand: Command = {
  id: 'azureClassic.deployments.upgrade', needsTrust: true,
  run: async (services, argument?: unknown, selection?: unknown) => {
    const { draft, given } = await begin(services, argument, selection);
    const deployment = argument instanceof SlotNode ? argument.deployment : undefined;
    if (deployment) draft.upgrade = upgradeOf(deployment);
    else given.delete('slot');
    await upgrade(draft, given);
  },
};

/** What is known from where the command came from. */
async function begin(services: Services, argument: unknown, selection: unknown): Promise<{ draft: Draft; given: Set<QuestionId> }> {
  requireTrust();
  const draft: Draft = { services };
  const given = new Set<QuestionId>();
  takeFiles(draft, given, Array.isArray(selection) && selection.length > 0 ? selection : [argument]);
  await takeRow(draft, given, argument);
  await useOnlyConnection(draft, given);
  return { draft, given };
}

/** A deployment or upgrade that did not come about, once more: at its review, where everything of it can be changed. */
export async function deployAgain(services: Services, task: TaskRecord): Promise<void> {
  requireTrust();
  const { draft, given } = await draftAgain(services, task);
  if (draft.upgrade) await upgrade(draft, given);
  else if (await interview(l10n.t('Deploy Package'), draft, questions, given)) await deploy(draft as Plan);
}

function takeFiles(draft: Draft, given: Set<QuestionId>, files: readonly unknown[]): void {
  const ofKind = (extension: string) => files.find((file): file is Uri => file instanceof Uri && file.path.toLowerCase().endsWith(extension));
  const [servicePackage, configuration] = [ofKind('.cspkg'), ofKind('.cscfg')];
  if (servicePackage) { draft.package = servicePackage; given.add('package'); }
  if (configuration) { draft.configuration = configuration; given.add('configuration'); }
}

/** An occupied slot is not taken as given: the question that follows says what can be done about it. */
async function takeRow(draft: Draft, given: Set<QuestionId>, row: unknown): Promise<void> {
  if (!isNode(row)) return;
  await useConnection(draft, row.connection);
  given.add('connection');
  const service = row instanceof SlotNode ? row.parent : row instanceof HostedServiceNode ? row : undefined;
  if (!service) return;
  draft.service = existing(service.name, service.service.hostedServiceProperties);
  given.add('service');
  if (row instanceof SlotNode) { draft.slot = row.slot; given.add('slot'); }
}
