import { l10n, ProgressLocation, ThemeIcon, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Services } from '../services.ts';
import type { Question } from './interview.ts';
import { availability, serviceNameProblem } from './names.ts';
import { connectionChoices, placeChoices } from './pickResource.ts';
import { isPlace, type Resource } from './resource.ts';

/** Where something goes: what every wizard has that makes a deployment. */
export interface TargetDraft {
  readonly services: Services;
  connection?: Connection;
  client?: ServiceManagementClient;
  service?: Resource;
  /** For the blobs it needs. */
  account?: Resource;
  /** Said where account and service are far from each other. */
  accountWarning?: string | undefined;
}

type TargetQuestion<Id extends string> = Question<TargetDraft, Id>;

export async function useConnection(draft: TargetDraft, connection: Connection): Promise<void> {
  draft.connection = connection;
  draft.client = await draft.services.connections.client(connection);
}

/** Of one who has only one subscription nothing is asked. */
export async function useOnlyConnection(draft: TargetDraft, given: { add(id: 'connection'): unknown }): Promise<void> {
  const [only, ...others] = draft.services.connections.list();
  if (draft.connection || !only || others.length > 0) return;
  await useConnection(draft, only);
  given.add('connection');
}

export const newService = ({ service }: TargetDraft): boolean => service?.isNew === true;

export const connectionQuestion: TargetQuestion<'connection'> = {
  id: 'connection',
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
};

/** @param suggested a name to begin with, in the letters a host name may have */
export const serviceNameQuestion = <D extends TargetDraft>(suggested: (draft: D) => string): Question<D, 'serviceName'> => ({
  id: 'serviceName', when: newService, rare: true,
  ask: async (ask, draft) => {
    const name = await ask.text({
      prompt: l10n.t('Name of the cloud service: its address will be <name>.cloudapp.net'), value: draft.service?.name ?? suggested(draft),
      check: availability(serviceNameProblem, (serviceName) => draft.client!.hostedServices.checkNameAvailability({ serviceName })),
    });
    draft.service = { ...draft.service, isNew: true, name };
  },
});

/** @param locations those that it may be in; all when undefined */
export const servicePlaceQuestion = <D extends TargetDraft>(locations: (draft: D) => readonly string[] | undefined = () => undefined): Question<D, 'servicePlace' | 'account'> => ({
  id: 'servicePlace', when: newService, rare: true, clears: ['account'],
  ask: async (ask, draft) => {
    const place = await ask.pick({
      placeholder: l10n.t('Where? A location or an affinity group'), items: placeChoices(draft.client!, { affinityGroups: true, locations: locations(draft) }),
      active: (offered) => isPlace(offered, draft.service?.place),
    });
    draft.service = { isNew: true, name: draft.service!.name!, place };
  },
});
