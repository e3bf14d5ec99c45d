import { l10n, ProgressLocation, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { HostedService } from '../../../client/index.ts';
import { availability, serviceNameProblem } from '../../input/names.ts';
import { connectionChoices, placeChoices, slotChoices, type Place } from '../../input/pickResource.ts';
import type { Choice } from '../../input/wizard.ts';
import { slotName } from '../../tree/deployments.ts';
import { slots } from '../../tree/hostedServices.ts';
import type { Connection } from '../../connections/connection.ts';
import type { Draft, Question, Resource } from './draft.ts';
import { occupiedQuestion } from './occupied.ts';

/** A resource that is there, as its listing shows it. */
export const existing = (name: string, { affinityGroup, location = '' }: { affinityGroup?: string | undefined; location?: string | undefined } = {}): Resource =>
  ({ isNew: false, name, place: affinityGroup ? { affinityGroup } : { location } });

/** "West Europe", "group contoso-eu": where something is or will be. */
export const placeWords = (place: Place): string => ('location' in place ? place.location : l10n.t('affinity group {0}', place.affinityGroup));

/** What another list offers first: the way to something new. */
export function createChoice(label: string): Choice<Resource> {
  return { label, iconPath: new ThemeIcon('add'), value: { isNew: true } };
}

export async function useConnection(draft: Draft, connection: Connection): Promise<void> {
  draft.connection = connection;
  draft.client = await draft.services.connections.client(connection);
}

async function serviceItems(list: Promise<HostedService[]>) {
  const services = (await list).filter((service) => service.hostedServiceProperties?.status !== 'Deleting').sort((a, b) => a.serviceName.localeCompare(b.serviceName));
  return [
    createChoice(l10n.t('Create a new cloud service...')),
    ...(services.length > 0 ? [{ label: l10n.t('Cloud services'), kind: QuickPickItemKind.Separator }] : []),
    ...services.map(({ serviceName, hostedServiceProperties }): Choice<Resource> => {
      const value = existing(serviceName, hostedServiceProperties);
      return { label: serviceName, description: value.place && placeWords(value.place), iconPath: new ThemeIcon('cloud'), value };
    }),
  ];
}

/** A name to begin with: that of the service definition, in the letters a host name may have. */
export function suggestedName({ preflight }: Draft): string {
  return (preflight?.package?.definition.name || preflight?.configuration?.serviceName || '').toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);
}

export const targetQuestions: readonly Question[] = [
  {
    id: 'connection', clears: ['service', 'serviceName', 'servicePlace', 'slot', 'account', 'accountName'],
    ask: async (ask, draft) => {
      const { connections, emulator } = draft.services;
      const list = connections.list();
      if (list.length > 0) return useConnection(draft, await ask.pick({ placeholder: l10n.t('Which subscription?'), items: connectionChoices(list), active: ({ id }) => id === draft.connection?.id }));
      await ask.pick({
        placeholder: l10n.t('No subscription is connected. The local emulator has one to try things out.'),
        items: [{ label: l10n.t('Start the local emulator'), iconPath: new ThemeIcon('server-environment'), value: true }],
      });
      await window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('Starting the local emulator') }, () => emulator.start());
      await useConnection(draft, emulator.connection!);
      // Done once: Back has nothing to come back to here.
      return false;
    },
  },
  {
    id: 'service', clears: ['serviceName', 'servicePlace', 'slot'],
    ask: async (ask, { client, ...draft }, ...rest) => undefined,
  },
];
