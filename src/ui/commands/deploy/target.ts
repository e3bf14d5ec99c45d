import { l10n, ProgressLocation, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { ServiceManagementClient } from '../../../client/index.ts';
import type { Connection } from '../../connections/connection.ts';
import { availability, serviceNameProblem } from '../../input/names.ts';
import { connectionChoices, placeChoices, slotChoices, type SlotChoice } from '../../input/pickResource.ts';
import type { Choice } from '../../input/wizard.ts';
import { slotName } from '../../tree/deployments.ts';
import { slots } from '../../tree/hostedServices.ts';
import type { Draft, Question } from './draft.ts';
import { createChoice, existing, isPlace, placeWords, type Resource } from './resource.ts';

export async function useConnection(draft: Draft, connection: Connection): Promise<void> {
  draft.connection = connection;
  draft.client = await draft.services.connections.client(connection);
}

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

const newService = ({ service }: Draft): boolean => service?.isNew === true;

export const targetQuestions: readonly Question[] = [
  {
    id: 'connection', clears: ['service', 'serviceName', 'servicePlace', 'slot', 'account', 'accountName'],
    ask: async (ask, draft) => {
      const { connections, emulator } = draft.services;
      const list = connections.list();
      if (list.length > 0) {
        await useConnection(draft, await ask.pick<Connection>({ placeholder: l10n.t('Which subscription?'), items: connectionChoices(list), active: ({ id }) => id === draft.connection?.id }));
        return true;
      }
      await ask.pick({
        placeholder: l10n.t('No subscription is connected. The local emulator has one to try things out.'),
        items: [{ label: l10n.t('Start the local emulator'), iconPath: new ThemeIcon('server-environment'), value: true }],
      });
      await window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('Starting the local emulator') }, () => emulator.start());
      await useConnection(draft, emulator.connection!);
      // Done once and for all: Back has nothing to come back to here.
      return false;
    },
  },
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
  {
    id: 'serviceName', when: newService, rare: true,
    ask: async (ask, draft) => {
      const name = await ask.text({
        prompt: l10n.t('Name of the cloud service: its address will be <name>.cloudapp.net'), value: draft.service?.name ?? suggestedName(draft),
        check: availability(serviceNameProblem, (serviceName) => draft.client!.hostedServices.checkNameAvailability({ serviceName })),
      });
      draft.service = { ...draft.service, isNew: true, name };
    },
  },
  {
    id: 'servicePlace', when: newService, rare: true, clears: ['account'],
    ask: async (ask, draft) => {
      const place = await ask.pick({
        placeholder: l10n.t('Where? A location or an affinity group'), items: placeChoices(draft.client!, { affinityGroups: true }),
        active: (offered) => isPlace(offered, draft.service?.place),
      });
      draft.service = { isNew: true, name: draft.service!.name!, place };
    },
  },
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
