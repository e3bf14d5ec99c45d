import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { HostedService, ServiceManagementClient } from '../../../client/index.ts';
import { homeIn, type Home } from '../../input/machine.ts';
import { createChoice, existing, locator, placeWords, type Existing, type Resource } from '../../input/resource.ts';
import { newService, serviceNameQuestion, servicePlaceQuestion } from '../../input/targetQuestions.ts';
import type { Choice } from '../../input/wizard.ts';
import { byName } from '../../tree/arrangement.ts';
import { forgetPlace, type Draft, type Question } from './createDraft.ts';

/** A cloud service with what of it matters to a machine. */
export type Place = { readonly service: Resource; readonly home?: Home | undefined };

/** Whether a cloud service can take the machine, as far as it is put together. @throws Error in words: why not */
export function takeIn(service: HostedService, { source, name = '' }: Pick<Draft, 'source' | 'name'>, location: string): { readonly service: Existing; readonly home: Home | undefined } {
  const home = homeIn(service);
  if (source?.locations && !source.locations.includes(location)) throw new Error(l10n.t('It is in {0}, {1} in {2}.', location, source.label, source.locations.join(', ')));
  if (home?.machines.some((machine) => machine.toLowerCase() === name.toLowerCase())) throw new Error(l10n.t('{0} has a machine of the name {1} already.', service.serviceName, name));
  return { service: existing(service.serviceName, service.hostedServiceProperties), home };
}

async function serviceItems(client: ServiceManagementClient, draft: Draft): Promise<(Choice<Place> | QuickPickItem)[]> {
  const [list, locationOf] = await Promise.all([client.hostedServices.list(), locator(client)]);
  const services = await Promise.all(list.filter(({ hostedServiceProperties: p }) => p?.status !== 'Deleting').sort((a, b) => byName(a.serviceName, b.serviceName))
    .map(({ serviceName }) => client.hostedServices.get({ serviceName, embedDetail: true })));
  const [fit, unfit]: [Choice<Place>[], QuickPickItem[]] = [[], []];
  for (const each of services) {
    const { serviceName, hostedServiceProperties: p } = each;
    const { place } = existing(serviceName, p);
    const where = placeWords(place);
    try {
      const value = takeIn(each, draft, locationOf(place));
      const beside = value.home ? l10n.t('beside {0}', value.home.machines.join(', ')) : l10n.t('nothing in production');
      fit.push({ label: serviceName, description: [where, beside].join(' · '), iconPath: new ThemeIcon('cloud'), value });
    } catch (error) {
      // No choice, but who looks for it finds why.
      unfit.push({ label: serviceName, description: where, detail: (error as Error).message, iconPath: new ThemeIcon('circle-slash') });
    }
  }
  const section = (label: string, items: readonly QuickPickItem[]) => (items.length > 0 ? [{ label, kind: QuickPickItemKind.Separator }, ...items] : []);
  const { value, ...create } = createChoice(l10n.t('Create a new cloud service...'));
  return [{ ...create, value: { service: value } }, ...section(l10n.t('Cloud services'), fit), ...section(l10n.t('Cannot take it'), unfit)];
}

const placeQuestion = servicePlaceQuestion<Draft>(({ source }) => source!.locations);

export const homeQuestions: readonly Question[] = [
  {
    id: 'service', clears: ['serviceName', 'servicePlace', 'account', 'endpoints'],
    ask: async (ask, draft) => {
      const before = draft.service;
      const { service, home } = await ask.pick<Place>({
        placeholder: l10n.t('In which cloud service?'), items: serviceItems(draft.client!, draft),
        active: ({ service: { isNew, name } }) => before !== undefined && isNew === before.isNew && (isNew || name === before.name),
      });
      // Who comes back to the new one finds what was entered.
      draft.service = service.isNew && before?.isNew ? before : service;
      draft.home = home;
      forgetPlace(draft);
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
