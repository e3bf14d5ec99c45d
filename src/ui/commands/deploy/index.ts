import { l10n, Uri } from 'vscode';
import { SlotNode } from '../../tree/deployments.ts';
import { HostedServiceNode } from '../../tree/hostedServices.ts';
import type { Command } from '../command.ts';
import { isNode } from '../target.ts';
import { accountQuestions } from './account.ts';
import { interview, type Draft, type Plan, type QuestionId } from './draft.ts';
import { deploy } from './execute.ts';
import { fileQuestions } from './files.ts';
import { occupiedQuestion } from './occupied.ts';
import { existing } from './resource.ts';
import { labelQuestion, lastQuestions } from './review.ts';
import { targetQuestions, useConnection } from './target.ts';

const questions = [...fileQuestions, ...targetQuestions, occupiedQuestion, labelQuestion, ...accountQuestions, ...lastQuestions];

export const deployCommand: Command = {
  id: 'azureClassic.deployments.deploy', needsTrust: true,
  /** Comes from a file of the Explorer (`selection` are all that are selected there), from a row of the tree, or from the palette. */
  run: async (services, argument?: unknown, selection?: unknown) => {
    const draft: Draft = { services };
    const given = new Set<QuestionId>();
    takeFiles(draft, given, Array.isArray(selection) && selection.length > 0 ? selection : [argument]);
    await takeRow(draft, given, argument);
    const [only, ...others] = services.connections.list();
    if (!draft.connection && only && others.length === 0) {
      await useConnection(draft, only);
      given.add('connection');
    }
    if (await interview(l10n.t('Deploy Package'), draft, questions, given)) await deploy(draft as Plan);
  },
};

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
