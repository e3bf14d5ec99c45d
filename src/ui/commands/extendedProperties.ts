import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { serviceChoices, storageAccountChoices } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { groupRow, namedTarget } from './target.ts';

type Property = { readonly name: string; readonly value?: string | undefined };

/** What has extended properties: names and values that people give it, and that the service only keeps (Update Cloud Service, Update Storage Account). */
const kinds = {
  hostedServices: {
    placeholder: () => l10n.t('Which cloud service?'), choices: serviceChoices,
    read: async (client: ServiceManagementClient, serviceName: string): Promise<readonly Property[]> => (await client.hostedServices.get({ serviceName })).hostedServiceProperties?.extendedProperties ?? [],
    write: (client: ServiceManagementClient, serviceName: string, property: Property) => client.hostedServices.update({ serviceName, extendedProperties: [property] }),
  },
  storageAccounts: {
    placeholder: () => l10n.t('Which storage account?'), choices: storageAccountChoices,
    read: async (client: ServiceManagementClient, serviceName: string): Promise<readonly Property[]> => (await client.storageAccounts.get({ serviceName })).extendedProperties ?? [],
    write: (client: ServiceManagementClient, serviceName: string, property: Property) => client.storageAccounts.update({ serviceName, extendedProperties: [property] }),
  },
};

interface Answers { chosen?: string | undefined; name?: string; value?: string }

const setProperty = (noun: keyof typeof kinds): Command => ({
  id: `azureClassic.${noun}.setProperty`,
  run: async (services, argument) => {
    const title = l10n.t('Set Extended Property');
    const { placeholder, choices, read, write } = kinds[noun];
    const target = await namedTarget(services, argument, title, placeholder(), choices);
    if (!target) return;
    const { connection, client, name } = target;
    const now = await read(client, name);
    const done = await runWizard<Answers>(title, {}, [
      async (ask, a) => {
        const fresh: Choice<string | undefined> = { label: l10n.t('New property...'), iconPath: new ThemeIcon('add'), value: undefined };
        const items: (Choice<string | undefined> | QuickPickItem)[] = now.map((property) => ({ label: property.name, description: property.value ?? '', iconPath: new ThemeIcon('tag'), value: property.name }));
        a.chosen = await ask.pick<string | undefined>({ placeholder: l10n.t('Which property of {0}?', name), items: [...items, ...(now.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []), fresh] });
        if (a.chosen !== undefined) a.name = a.chosen;
      },
      async (ask, a) => {
        if (a.chosen !== undefined) return false;
        a.name = await ask.text({ prompt: l10n.t('Name of the property'), value: a.name ?? '', check: (text) => propertyNameProblem(text) });
        return true;
      },
      async (ask, a) => {
        const value = now.find((property) => property.name === a.name)?.value ?? '';
        const prompt = a.chosen === undefined ? l10n.t('Value of {0}', a.name!) : l10n.t('Value of {0}; without one the property is removed', a.name!);
        a.value = await ask.text({ prompt, value, check: (text) => valueProblem(text, a.chosen === undefined) });
      },
    ], ({ chosen }) => (chosen === undefined ? 3 : 2));
    if (!done) return;
    await write(client, name, { name: done.name!, value: done.value! });
    services.tree.refreshId(groupRow(connection, noun));
  },
});

export const extendedPropertyCommands: readonly Command[] = [setProperty('hostedServices'), setProperty('storageAccounts')];

/** Letters, digits and underscores, a letter first, at most 64 (Create Cloud Service). */
export const propertyNameProblem = (name: string): string | undefined => (/^[a-z]\w{0,63}$/i.test(name) ? undefined
  : l10n.t('The name of a property begins with a letter, and has letters, digits and underscores, at most {0}.', 64));

const valueProblem = (value: string, isNew: boolean): string | undefined => (value === '' && isNew ? l10n.t('Enter a value.')
  : value.length > 255 ? l10n.t('The value of a property has at most {0} characters.', 255) : undefined);
