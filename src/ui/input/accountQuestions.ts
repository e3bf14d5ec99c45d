import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { canTake, placed } from './accounts.ts';
import type { Question } from './interview.ts';
import { availability, storageNameProblem } from './names.ts';
import type { Place } from './pickResource.ts';
import { createChoice, existing, isPlace, locator, placeWords, type Existing, type Resource } from './resource.ts';
import type { TargetDraft } from './targetQuestions.ts';
import type { Choice } from './wizard.ts';

/** A storage account and, where it is not where the service is, what that means. */
interface Candidate { readonly account: Existing; readonly warning: string | undefined }

/** The storage accounts that can take the blobs, those beside the cloud service first. */
async function candidates(client: ServiceManagementClient, place: Place, kind: 'packages' | 'disks'): Promise<Candidate[]> {
  const [accounts, locationOf] = await Promise.all([client.storageAccounts.list(), locator(client)]);
  return accounts
    .filter(({ storageServiceProperties: p = {} }) => canTake(kind, p))
    .map(({ serviceName, storageServiceProperties: p = {} }): Candidate => {
      const account = existing(serviceName, placed(p));
      const [here, there] = [locationOf(place), locationOf(account.place)];
      const near = isPlace(account.place, place) || here === there;
      return { account, warning: near ? undefined : l10n.t('It is in {0}, the cloud service in {1}.', there, here) };
    })
    .sort((a, b) => Number(a.warning !== undefined) - Number(b.warning !== undefined) || a.account.name.localeCompare(b.account.name));
}

function accountItems(found: readonly Candidate[], place: Place): (Choice<Resource> | QuickPickItem)[] {
  const rows = found.map(({ account, warning }): Choice<Resource> => ({
    label: account.name, description: placeWords(account.place), iconPath: new ThemeIcon(warning ? 'warning' : 'database'), value: account, ...(warning && { detail: warning }),
  }));
  return [
    { ...createChoice(l10n.t('Create a new storage account...')), description: l10n.t('in {0}, like the cloud service', placeWords(place)) },
    ...(rows.length > 0 ? [{ label: l10n.t('Storage accounts'), kind: QuickPickItemKind.Separator }] : []), ...rows,
  ];
}

export interface AccountNeed<D> {
  readonly placeholder: string;
  /** Whether blobs of ours are needed at all. */
  readonly when: (draft: D) => boolean;
  /** For disks of machines, which those that are elsewhere are of no use for. */
  readonly forDisks?: true;
}

/** Asks for a storage account in the place of the cloud service, or for a new one's name. A function: its words are in the reader's language. */
export const accountQuestions = <D extends TargetDraft>(need: () => AccountNeed<D>): readonly Question<D, 'account' | 'accountName'>[] => [
  {
    id: 'account', when: (draft) => need().when(draft), clears: ['accountName'],
    ask: async (ask, draft) => {
      const before = draft.account;
      const { placeholder, forDisks } = need();
      const found = candidates(draft.client!, draft.service!.place!, forDisks ? 'disks' : 'packages').then((all) => all.filter(({ warning }) => !forDisks || !warning));
      const answer = await ask.pick<Resource>({
        placeholder, items: found.then((list) => accountItems(list, draft.service!.place!)),
        // Who was here before finds their choice, who was not an account that is there.
        active: (account) => (before ? account.isNew === before.isNew && (account.isNew || account.name === before.name) : !account.isNew),
      });
      draft.account = answer.isNew && before?.isNew ? before : answer;
      draft.accountWarning = (await found).find(({ account }) => account.name === answer.name)?.warning;
    },
  },
  {
    id: 'accountName', when: (draft) => need().when(draft) && draft.account?.isNew === true, rare: true,
    ask: async (ask, draft) => {
      const name = await ask.text({
        prompt: l10n.t('Name of the storage account: 3 to 24 lower-case letters and digits'),
        value: draft.account?.name ?? draft.service!.name!.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 24),
        check: availability(storageNameProblem, (serviceName) => draft.client!.storageAccounts.checkNameAvailability({ serviceName })),
      });
      draft.account = { isNew: true, name };
    },
  },
];
