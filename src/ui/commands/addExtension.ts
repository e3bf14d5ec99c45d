import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { Deployment, DeploymentSlot, ExtensionImage, ServiceManagementClient } from '../../client/index.ts';
import { configurationSteps, type Configured } from '../input/extensionConfiguration.ts';
import { slotChoices } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import { slotWord } from '../operations/deployment.ts';
import { slotName } from '../tree/deployments.ts';
import { deploymentLook } from '../tree/states.ts';
import type { Command } from './command.ts';
import { extensionPlaces, type ExtensionKind } from './extensionPlaces.ts';
import { serviceRow, serviceTarget, slotTarget } from './target.ts';

/** Where it is to run: on all roles of a deployment, or on one. */
interface Runs { readonly slot: DeploymentSlot; readonly deployment: Deployment; readonly role: string | undefined }
interface Answers { kind?: ExtensionKind; version?: string; readonly shown: Configured; readonly secret: Configured; runs?: Runs | undefined }

/** Adds any extension that the service has. */
export const addExtensionCommand: Command = {
  id: 'azureClassic.extensions.addAvailable',
  run: async (services, argument) => {
    const title = l10n.t('Add Extension');
    const at = await serviceTarget(services, argument, title);
    if (!at) return;
    const { connection, client, name: serviceName } = at;
    const done = await runWizard<Answers>(title, { shown: {}, secret: {} }, [
      async (ask, a) => { a.kind = await ask.pick({ placeholder: l10n.t('Which extension?'), items: kindChoices(client), active: ({ type }) => type === a.kind?.type }); },
      async (ask, a) => { a.version = await ask.pick<string>({ placeholder: l10n.t('Which version of {0}?', a.kind!.type), items: versionChoices(client, a.kind!), active: (version) => version === a.version }); },
      ...configurationSteps<Answers>(({ shown }) => shown, {
        placeholder: () => l10n.t('Its public configuration, which everybody who manages the subscription can read'), prompt: () => l10n.t('Public configuration, as XML or JSON'), isSecret: false,
      }),
      ...configurationSteps<Answers>(({ secret }) => secret, {
        placeholder: () => l10n.t('Its private configuration, which is sent encrypted to the role instances and kept nowhere here'), prompt: () => l10n.t('Private configuration, as XML or JSON; it is kept nowhere here'), isSecret: true,
      }),
      async (ask, a) => { a.runs = await ask.pick<Runs | undefined>({ placeholder: l10n.t('Where is it to run?'), items: runChoices(client, serviceName) }); },
    ], ({ shown, secret }) => 5 + [shown, secret].filter(({ from }) => from === 'typed').length);
    if (!done) return;
    const { kind, version, shown, secret, runs } = done as Required<Answers>;
    const { id, extensionConfiguration } = await extensionPlaces(client, serviceName, kind, runs);
    const rows = [serviceRow(connection, serviceName)];
    const target = runs ? slotTarget(serviceName, runs.slot) : serviceName;
    const added = await services.tasks.start({
      title: l10n.t('Adding the extension {0} to {1}', id, serviceName), label: title, target, connection, rows: [`${rows[0]}/extensions`],
      // A function: the private configuration is in it.
      request: (to) => to.extensions.add({
        serviceName, ...kind, id, version, ...(shown.text && { publicConfiguration: shown.text }), ...(secret.text && { privateConfiguration: secret.text }),
      }),
      done: l10n.t('{0} has the extension {1}.', serviceName, id),
    });
    if (!added || !runs) return;
    const { slot, deployment } = runs;
    // It runs where a deployment refers to it; the configuration is sent as it is.
    await services.tasks.start({
      title: l10n.t('Enabling {0} in the {1} deployment of {2}', kind.type, slotWord(slot), serviceName), label: title, target, connection, rows,
      request: (to) => to.deployments.changeConfiguration({ serviceName, deploymentName: deployment.name, configuration: deployment.configuration ?? '', extensionConfiguration }),
      done: l10n.t('{0} runs in the {1} deployment of {2}.', kind.type, slotWord(slot), serviceName),
    });
  },
};

async function kindChoices(client: ServiceManagementClient): Promise<Choice<ExtensionKind>[]> {
  return (await client.extensions.listAvailable()).map(({ type = '', providerNameSpace = '', version = '', label, description }: ExtensionImage) => ({
    label: type, description: [providerNameSpace, version].filter(Boolean).join(' · '), detail: description ?? label ?? '', iconPath: new ThemeIcon('extensions'), value: { providerNameSpace, type },
  }));
}

/** The newest of a major version, as PowerShell asks for, before those that stay what they are. */
async function versionChoices(client: ServiceManagementClient, { providerNameSpace, type }: ExtensionKind): Promise<(Choice<string> | QuickPickItem)[]> {
  const versions = (await client.extensions.listVersions({ providerNameSpace, extensionType: type })).flatMap(({ version }) => version ?? []).reverse();
  const majors = [...new Set(versions.map((version) => version.split('.')[0]!))];
  return [
    ...majors.map((major): Choice<string> => ({ label: `${major}.*`, description: l10n.t('always the newest'), value: `${major}.*` })),
    { label: '', kind: QuickPickItemKind.Separator },
    ...versions.map((version): Choice<string> => ({ label: version, value: version })),
  ];
}

async function runChoices(client: ServiceManagementClient, serviceName: string): Promise<(Choice<Runs | undefined> | QuickPickItem)[]> {
  const slots = await slotChoices(client, serviceName);
  return [
    ...slots.flatMap(({ value: { slot, deployment } }): (Choice<Runs | undefined> | QuickPickItem)[] => (deployment ? [
      { label: l10n.t('{0}: all roles', slotName(slot)), description: deployment.label || deployment.name, iconPath: deploymentLook(deployment.status).icon, value: { slot, deployment, role: undefined } },
      ...(deployment.roleList ?? []).map(({ roleName }) => ({ label: l10n.t('{0}: {1}', slotName(slot), roleName), description: l10n.t('this role alone'), iconPath: new ThemeIcon('symbol-class'), value: { slot, deployment, role: roleName } })),
      { label: '', kind: QuickPickItemKind.Separator },
    ] : [])),
    { label: l10n.t('Nowhere yet'), description: l10n.t('it is only added'), iconPath: new ThemeIcon('circle-outline'), value: undefined },
  ];
}
