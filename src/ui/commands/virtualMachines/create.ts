import { l10n } from 'vscode';
import { accountQuestions } from '../../input/accountQuestions.ts';
import { interview } from '../../input/interview.ts';
import { needsAccount } from '../../input/machine.ts';
import { existing, locator } from '../../input/resource.ts';
import { connectionQuestion, useConnection, useOnlyConnection } from '../../input/targetQuestions.ts';
import type { TaskRecord } from '../../operations/taskRecord.ts';
import type { Services } from '../../services.ts';
import type { Command } from '../command.ts';
import { isNode, serviceOf } from '../target.ts';
import { draftAgain } from './createAgain.ts';
import { nameQuestion, sizeQuestion } from './createBasics.ts';
import { forgetPlace, leftToReview, type Draft, type Plan, type Question, type QuestionId } from './createDraft.ts';
import { createMachine } from './createExecute.ts';
import { homeQuestions, takeIn } from './createHome.ts';
import { networkQuestions } from './createNetwork.ts';
import { reviewQuestion } from './createReview.ts';
import { signInQuestions, windowsQuestions } from './createSignIn.ts';
import { readOffers, sourceQuestion } from './createSource.ts';

const questions: readonly Question[] = [
  {
    ...connectionQuestion, clears: ['source', 'size', 'service', 'serviceName', 'servicePlace', 'account', 'accountName', 'endpoints'],
    ask: async (ask, draft) => {
      const asked = await connectionQuestion.ask(ask, draft);
      // What was chosen is of another subscription.
      for (const key of ['source', 'service', 'home', 'account', 'isServiceGiven'] as const) delete draft[key];
      forgetPlace(draft);
      return asked;
    },
  },
  sourceQuestion, nameQuestion, sizeQuestion, ...homeQuestions, ...signInQuestions,
  ...accountQuestions<Draft>(() => ({ placeholder: l10n.t('In which storage account is its disk?'), when: ({ source }) => !source || needsAccount(source), forDisks: true })),
  ...networkQuestions, ...windowsQuestions, reviewQuestion,
];

const title = (): string => l10n.t('Create Virtual Machine');

async function run(services: Services, argument?: unknown): Promise<void> {
  const draft: Draft = { services, availabilitySet: '', reservedIp: '', updates: true, timeZone: 'UTC', doubtful: [] };
  const given = new Set<QuestionId>(leftToReview);
  await takeRow(draft, given, argument);
  await useOnlyConnection(draft, given);
  if (await interview(title(), draft, questions, given)) await createMachine(draft as Plan);
}

/** The same command: where it comes from an image, its title says so. */
export const createMachineCommands: readonly Command[] = [{ id: 'azureClassic.virtualMachines.create', run }, { id: 'azureClassic.virtualMachines.createFromImage', run }];

/** A machine that did not come about, once more: its password is asked for, and then it is at its review. */
export async function createAgain(services: Services, task: TaskRecord): Promise<void> {
  const { draft, given } = await draftAgain(services, task);
  if (await interview(title(), draft, questions, given)) await createMachine(draft as Plan);
}

/** What the row says: an image or disk, the cloud service that it is or is in, or only the subscription. */
async function takeRow(draft: Draft, given: Set<QuestionId>, row: unknown): Promise<void> {
  if (!isNode(row)) return;
  await useConnection(draft, row.connection);
  given.add('connection');
  const client = draft.client!;
  const [, kind] = /^\/(osImage|vmImage|disk)s\//.exec(row.id.slice(row.connection.id.length)) ?? [];
  if (kind) {
    const offer = (await readOffers(client)).find(({ source }) => source.kind === kind && source.name === row.name);
    if (!offer) throw new Error(l10n.t('{0} is not there any more, or no machine can be made from it.', row.name ?? ''));
    draft.source = offer.source;
    given.add('source');
  }
  const serviceName = serviceOf(row)?.name;
  if (!serviceName) return;
  const service = await client.hostedServices.get({ serviceName, embedDetail: true });
  const { place } = existing(serviceName, service.hostedServiceProperties);
  Object.assign(draft, takeIn(service, draft, (await locator(client))(place)), { isServiceGiven: true });
  given.add('service');
}
