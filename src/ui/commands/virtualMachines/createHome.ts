import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { HostedService, ServiceManagementClient } from '../../../client/index.ts';
import { wordsOf } from '../../errors.ts';
import { homeIn, type Home } from '../../input/machine.ts';
import { createChoice, existing, locator, placeWords, type Existing, type Resource } from '../../input/resource.ts';
import { newService, serviceNameQuestion, servicePlaceQuestion } from '../../input/targetQuestions.ts';
import type { Choice } from '../../input/wizard.ts';
import { byName } from '../../tree/arrangement.ts';
import { forgetPlace, type Draft, type Question } from './createDraft.ts';

/** Whether a cloud service can take the machine, as far as it is put together. @throws Error in words: why not */
export function takeIn(service: HostedService, { source, name = '' }: Pick<Draft, 'source' | 'name'>, location: string): { readonly service: Existing; readonly home: Home | undefined } {
  const home = homeIn(service);
  if (source?.locations && !source.locations.includes(location)) throw new Error(l10n.t('It is in {0}, {1} in {2}.', location, source.label, source.locations.join(', ')));
  if (home?.machines.some((machine) => machine.toLowerCase() === name.toLowerCase())) throw new Error(l10n.t('{0} has a machine of the name {1} already.', service.serviceName, name));
  return { service: existing(service.serviceName, service.hostedServiceProperties), home };
}

/** As far as the listing says: there may be many, so what is in them is read of the chosen one only. */
async function serviceItems(client: ServiceManagementClient, draft: Draft): Promise<(Choice<Resource> | QuickPickItem)[]> {
  const [list, locationOf] = await Promise.all([client.hostedServices.list(), locator(client)]);
  const services = list.filter(({ hostedServiceProperties: p }) => p?.status !== 'Deleting').sort((a, b) => byName(a.serviceName, b.serviceName));
  const [fit, unfit]: [Choice<Resource>[], QuickPickItem[]] = [[], []];
  for (const each of services) {
    const { serviceName, hostedServiceProperties: p } = each;
    const { place } = existing(serviceName, p);
    const where = placeWords(place);
    try {
      fit.push({ label: serviceName, description: where, iconPath: new ThemeIcon('cloud'), value: takeIn(each, draft, locationOf(place)).service });
    } catch (error) {
      // No choice, but who looks for it finds why.
      unfit.push({ label: serviceName, description: where, detail: (error as Error).message, iconPath: new ThemeIcon('circle-slash') });
    }
  }
  const section = (label: string, items: readonly QuickPickItem[]) => (items.length > 0 ? [{ label, kind: QuickPickItemKind.Separator }, ...items] : []);
  return [createChoice(l10n.t('Create a new cloud service...')), ...section(l10n.t('Cloud services'), fit), ...section(l10n.t('Cannot take it'), unfit)];
}

/** @throws Error in words */
async function read(client: ServiceManagementClient, { name, place }: Existing, draft: Draft): Promise<ReturnType<typeof takeIn>> {
  const [service, locationOf] = await Promise.all([client.hostedServices.get({ serviceName: name, embedDetail: true }), locator(client)]);
  return takeIn(service, draft, locationOf(place));
}

const placeQuestion = servicePlaceQuestion<Draft>(({ source }) => source!.locations);

export const homeQuestions: readonly Question[] = [
  {
    id: 'service', clears: ['serviceName', 'servicePlace', 'account', 'endpoints'],
    ask: async (ask, draft) => {
      const { client, service: before } = draft;
      const items = serviceItems(client!, draft);
      let [at, problem]: [Resource | undefined, string?] = [before];
      for (;;) {
        const service: Resource = await ask.pick<Resource>({ placeholder: problem ?? l10n.t('In which cloud service?'), items, active: ({ isNew, name }) => isNew === at?.isNew && (isNew || name === at.name) });
        try {
          // Who comes back to the new one finds what was entered.
          Object.assign(draft, service.isNew ? { service: before?.isNew ? before : service, home: undefined } : await read(client!, service, draft));
          return forgetPlace(draft);
        } catch (error) {
          [at, problem] = [service, wordsOf(error)];
        }
      }
    },
  },
  serviceNameQuestion<Draft>(({ name }) => name!.toLowerCase()),
  {
    ...placeQuestion, when: newService,
    ask: async (ask, draft) => {
      await placeQuestion.ask(ask, draft);
      forgetPlace(draft);
    },
  },
];
