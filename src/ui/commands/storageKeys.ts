import { env, l10n, ThemeIcon, window } from 'vscode';
import type { StorageAccountKeys } from '../../client/index.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { storageAccountChoices } from '../input/pickResource.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { namedTarget, type NamedTarget } from './target.ts';

type Key = 'primary' | 'secondary';

// Keys go to the clipboard and nowhere else: neither to the screen nor into the log.

const copyKey = (id: Command['id'], key: Key): Command => ({
  id,
  run: async (services, argument) => {
    const target = await accountTarget(services, argument, key === 'primary' ? l10n.t('Copy Primary Key') : l10n.t('Copy Secondary Key'));
    if (target) await copy(await keysOf(target), key, target.name);
  },
});

export const storageKeyCommands: readonly Command[] = [
  copyKey('azureClassic.storageAccounts.copyPrimaryKey', 'primary'),
  copyKey('azureClassic.storageAccounts.copySecondaryKey', 'secondary'),
  {
    id: 'azureClassic.storageAccounts.copyConnectionString',
    run: async (services, argument) => {
      const target = await accountTarget(services, argument, l10n.t('Copy Connection String'));
      if (!target) return;
      const [{ primary }, { storageServiceProperties: { endpoints = [] } = {} }] = await Promise.all([keysOf(target), target.client.storageAccounts.get({ serviceName: target.name })]);
      // In this order, the file endpoint on newer versions only (Get Storage Account Properties).
      const named = ['Blob', 'Queue', 'Table', 'File'].flatMap((kind, index) => (endpoints[index] ? [`${kind}Endpoint=${endpoints[index]}`] : []));
      await env.clipboard.writeText(['DefaultEndpointsProtocol=https', `AccountName=${target.name}`, `AccountKey=${primary}`, ...named].join(';'));
      window.setStatusBarMessage(l10n.t('The connection string of {0} is in the clipboard.', target.name), 5000);
    },
  },
  {
    id: 'azureClassic.storageAccounts.regenerateKey',
    run: async (services, argument) => {
      const title = l10n.t('Regenerate Key');
      const target = await accountTarget(services, argument, title);
      if (!target) return;
      const { connection, client, name } = target;
      const items: Choice<Key>[] = [
        { label: l10n.t('Secondary key'), detail: l10n.t('The usual one to begin with: what uses the primary key goes on working.'), iconPath: new ThemeIcon('key'), value: 'secondary' },
        { label: l10n.t('Primary key'), iconPath: new ThemeIcon('key'), value: 'primary' },
      ];
      const key = (await runWizard<{ key?: Key }>(title, {}, [async (ask, a) => { a.key = await ask.pick<Key>({ placeholder: l10n.t('Which key of {0}?', name), items }); }]))?.key;
      if (!key) return;
      const question = key === 'primary' ? l10n.t('Make a new primary key of {0}?', name) : l10n.t('Make a new secondary key of {0}?', name);
      const consequence = l10n.t('What uses the old one, and every shared access signature made with it, is refused from then on. This cannot be undone.');
      if (!await confirm(question, [subscriptionFact(connection), consequence], title)) return;
      const { storageServiceKeys } = await client.storageAccounts.regenerateKeys({ serviceName: name, keyType: key === 'primary' ? 'Primary' : 'Secondary' });
      const copyIt = l10n.t('Copy Key');
      const done = key === 'primary' ? l10n.t('{0} has a new primary key.', name) : l10n.t('{0} has a new secondary key.', name);
      void window.showInformationMessage(done, copyIt).then((choice) => (choice === copyIt ? copy(storageServiceKeys, key, name) : undefined));
    },
  },
];

const accountTarget = (services: Services, argument: unknown, title: string): Promise<NamedTarget | undefined> =>
  namedTarget(services, argument, title, l10n.t('Which storage account?'), storageAccountChoices);

const keysOf = async ({ client, name }: NamedTarget): Promise<StorageAccountKeys['storageServiceKeys']> => (await client.storageAccounts.getKeys({ serviceName: name })).storageServiceKeys;

async function copy(keys: StorageAccountKeys['storageServiceKeys'], key: Key, name: string): Promise<void> {
  await env.clipboard.writeText(keys[key]);
  window.setStatusBarMessage(key === 'primary' ? l10n.t('The primary key of {0} is in the clipboard.', name) : l10n.t('The secondary key of {0} is in the clipboard.', name), 5000);
}
