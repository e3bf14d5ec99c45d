import { l10n, ProgressLocation, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { Deployment, DeploymentSlot, ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { fewAtATime } from '../fewAtATime.ts';
import { oneOrNone } from '../tree/places.ts';
import { deploymentLook } from '../tree/states.ts';
import { slotName } from '../tree/deployments.ts';
import { slots } from '../tree/hostedServices.ts';
import type { Choice } from './wizard.ts';

/** Choices that several questions offer. Each is a list for `Ask.pick`. */

export const connectionChoices = (connections: readonly Connection[]): Choice<Connection>[] => connections.map((connection) => ({
  label: connection.name, description: connection.subscriptionId, detail: connection.endpoint,
  iconPath: new ThemeIcon(connection.kind === 'emulator' ? 'server-environment' : 'azure'), value: connection,
}));

export async function serviceChoices(client: ServiceManagementClient): Promise<Choice<string>[]> {
  const services = await client.hostedServices.list();
  return services.map(({ serviceName, hostedServiceProperties: p = {} }) => ({
    label: serviceName, description: p.affinityGroup ?? p.location ?? '', iconPath: new ThemeIcon('cloud'), value: serviceName,
  }));
}

export async function storageAccountChoices(client: ServiceManagementClient): Promise<Choice<string>[]> {
  const accounts = await client.storageAccounts.list();
  return accounts.map(({ serviceName, storageServiceProperties: p = {} }) => ({
    label: serviceName, description: p.affinityGroup ?? p.location ?? '', iconPath: new ThemeIcon('database'), value: serviceName,
  }));
}

export async function affinityGroupChoices(client: ServiceManagementClient): Promise<Choice<string>[]> {
  return (await client.affinityGroups.list()).map(({ name, location }) => ({ label: name, description: location ?? '', iconPath: new ThemeIcon('group-by-ref-type'), value: name }));
}

export interface SlotChoice { readonly slot: DeploymentSlot; readonly deployment: Deployment | undefined }

/** Both slots of a service with what is in them. */
export async function slotChoices(client: ServiceManagementClient, serviceName: string): Promise<Choice<SlotChoice>[]> {
  const { deployments = [] } = await client.hostedServices.get({ serviceName, embedDetail: true });
  return slots.map((slot) => {
    const deployment = deployments.find((d) => d.deploymentSlot === slot);
    const look = deployment && deploymentLook(deployment.status);
    return {
      label: slotName(slot),
      description: deployment ? `${deployment.label || deployment.name} · ${look!.words}` : l10n.t('empty'),
      iconPath: look?.icon ?? new ThemeIcon('circle-outline'),
      value: { slot, deployment },
    };
  });
}

/** A deployment of one of the cloud services. */
export interface Deployed { readonly serviceName: string; readonly slot: DeploymentSlot; readonly deployment: Deployment }

/** The deployments of all cloud services; `applies` hides those that are not meant. */
export async function deploymentChoices(client: ServiceManagementClient, applies: (deployed: Deployed) => boolean = () => true): Promise<Choice<Deployed>[]> {
  const services = await client.hostedServices.list();
  const lists = await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Looking into the cloud services') }, (progress) => {
    let done = 0;
    return fewAtATime(services, async ({ serviceName }) => {
      // One may be gone by now.
      const found = await oneOrNone(client.hostedServices.get({ serviceName, embedDetail: true }));
      progress.report({ message: l10n.t('{0} of {1}', ++done, services.length) });
      return found.flatMap(({ deployments = [] }) => deployments).map((deployment): Deployed => ({ serviceName, slot: (deployment.deploymentSlot ?? 'Production') as DeploymentSlot, deployment }));
    });
  });
  return lists.flat().filter(applies).map((value) => ({
    label: value.serviceName, description: [slotName(value.slot), value.deployment.label || value.deployment.name, value.deployment.virtualIPs?.[0]?.address].filter(Boolean).join(' · '),
    iconPath: deploymentLook(value.deployment.status).icon, value,
  }));
}

/** A location or an affinity group: the service wants exactly one of them. */
export type Place = { readonly location: string } | { readonly affinityGroup: string };

export const placeName = (place: Place): string => ('location' in place ? place.location : place.affinityGroup);

/** Locations and affinity groups in one list, so that only one of them can be chosen. `locations`: only those that are in these locations. */
export async function placeChoices(client: ServiceManagementClient, { affinityGroups, locations: only }: { affinityGroups: boolean; locations?: readonly string[] | undefined }) {
  const fits = (location: string | undefined) => only === undefined || only.includes(location ?? '');
  const all = await Promise.all([client.locations.list(), affinityGroups ? client.affinityGroups.list() : []]);
  const [locations, groups] = [all[0].filter(({ name }) => fits(name)), all[1].filter(({ location }) => fits(location))];
  const separator = (label: string) => ({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(groups.length > 0 ? [separator(l10n.t('Affinity groups'))] : []),
    ...groups.map((group): Choice<Place> => ({ label: group.name, description: group.location ?? '', iconPath: new ThemeIcon('group-by-ref-type'), value: { affinityGroup: group.name } })),
    ...(groups.length > 0 ? [separator(l10n.t('Locations'))] : []),
    ...locations.map((location): Choice<Place> => ({ label: location.name, iconPath: new ThemeIcon('location'), value: { location: location.name } })),
  ];
}
