import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { ServiceManagementClient } from '../../../client/index.ts';
import { slotChoices, type SlotChoice } from '../../input/pickResource.ts';
import { createChoice, existing, placeWords, type Resource } from '../../input/resource.ts';
import { connectionQuestion, newService, serviceNameQuestion, servicePlaceQuestion } from '../../input/targetQuestions.ts';
import type { Choice } from '../../input/wizard.ts';
import { slotName } from '../../tree/deployments.ts';
import { slots } from '../../tree/hostedServices.ts';
import type { Draft, Question } from './draft.ts';

async function serviceItems(client: ServiceManagementClient): Promise<(Choice<Resource> | QuickPickItem)[]> {
  const services = (await client.hostedServices.list()).filter(({ hostedServiceProperties }) => hostedServiceProperties?.status !== 'Deleting');
  return [
    createChoice(l10n.t('Create a new cloud service...')),
    ...(services.length > 0 ? [{ label: l10n.t('Cloud services'), kind: QuickPickItemKind.Separator }] : []),
    ...services.sort((a, b) => a.serviceName.localeCompare(b.serviceName)).map(({ serviceName, hostedServiceProperties }): Choice<Resource> => {
      const { place } = existing(serviceName, hostedServiceProperties);
      return { label: serviceName, description: placeWords(place), iconPath: new ThemeIcon('cloud'), value: existing(serviceName, hostedServiceProperties) };
    }),
  ];
}

/** A name to begin with: that of the service definition, in the letters a host name may have. */
function suggestedName({ preflight }: Draft): string {
  const name = preflight?.package?.definition.name || preflight?.configuration?.serviceName || '';
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);
}

export const targetQuestions: readonly Question[] = [
  { ...connectionQuestion, clears: ['service', 'serviceName', 'servicePlace', 'slot', 'account', 'accountName'] },
  {
    id: 'service', clears: ['serviceName', 'servicePlace', 'slot', 'account'],
    ask: async (ask, draft) => {
      const before = draft.service;
      const answer = await ask.pick<Resource>({
        placeholder: l10n.t('To which cloud service?'), items: serviceItems(draft.client!),
        active: (service) => before !== undefined && service.isNew === before.isNew && (service.isNew || service.name === before.name),
      });
      // Who comes back to the new one finds what was entered.
      draft.service = answer.isNew && before?.isNew ? before : answer;
    },
  },
  serviceNameQuestion(suggestedName),
  servicePlaceQuestion(),
  {
    id: 'slot',
    ask: async (ask, draft) => {
      const { client, service } = draft;
      const bothEmpty = slots.map((slot): Choice<SlotChoice> => ({ label: slotName(slot), description: l10n.t('empty'), iconPath: new ThemeIcon('circle-outline'), value: { slot, deployment: undefined } }));
      const { slot } = await ask.pick<SlotChoice>({
        placeholder: l10n.t('To which slot of {0}?', service!.name!), items: newService(draft) ? bothEmpty : slotChoices(client!, service!.name!),
        active: (offered) => offered.slot === draft.slot,
      });
      draft.slot = slot;
    },
  },
];
