import { l10n, ThemeIcon, window } from 'vscode';
import type { PemCertificate } from '../../certificates/index.ts';
import type { Command } from './command.ts';
import { connectionChoices } from '../input/pickResource.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import { isNode } from './target.ts';
import { wordsOf } from '../errors.ts';
import type { Connection } from '../connections/connection.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const endpointProblem = (text: string): string | undefined =>
  !URL.canParse(text) || new URL(text).protocol !== 'https:' ? l10n.t('An endpoint is an https address, like https://management.example.com.') : undefined;

const certificateFilters = () => ({ [l10n.t('Certificates with key')]: ['pem', 'pfx', 'p12', 'cer', 'crt', 'key'], [l10n.t('All files')]: ['*'] });

interface Answers { subscriptionId?: string; name?: string; endpoint?: string; ownEndpoint?: boolean; certificatePath?: string; passphrase?: string | undefined }

export const subscriptionCommands: readonly Command[] = [
  {
    id: 'azureClassic.subscriptions.add',
    run: async ({ connections, log }) => {
      const { clouds } = await import('../../client/index.ts');
      const certificates = await import('../../certificates/index.ts');
      const endpoints = (): Choice<string>[] => [
        ...clouds.map((cloud) => ({ label: cloud.name, description: cloud.endpoint, iconPath: new ThemeIcon('azure'), value: cloud.endpoint })),
        { label: l10n.t('Another endpoint...'), iconPath: new ThemeIcon('edit'), value: '' },
      ];
      const fatalProblem = (certificate: PemCertificate): string | undefined => {
        const problem = certificates.checkClientCertificate(certificate, new Date()).find(({ severity }) => severity === 'error');
        return problem && wordsOf(problem);
      };
      const needsPassphrase = (error: unknown): boolean => ['PassphraseNeeded', 'PassphraseWrong'].includes((error as { code?: string }).code ?? '');

      const done = await runWizard<Answers>(l10n.t('Add Subscription'), {}, [
        async (ask, a) => {
          a.subscriptionId = (await ask.text({
            prompt: l10n.t('Subscription id'), placeholder: '00000000-0000-0000-0000-000000000000', value: a.subscriptionId ?? '',
            check: (text) => (guid.test(text.trim()) ? undefined : l10n.t('A subscription id has the form 00000000-0000-0000-0000-000000000000.')),
          })).trim().toLowerCase();
        },
        async (ask, a) => {
          a.name = (await ask.text({ prompt: l10n.t('Name to show it under'), value: a.name ?? l10n.t('My subscription'), check: (text) => (text.trim() ? undefined : l10n.t('Enter a name.')) })).trim();
        },
        async (ask, a) => {
          a.endpoint = await ask.pick({ placeholder: l10n.t('Which cloud? Microsoft retired the classic service on 31 August 2024'), items: endpoints() });
          a.ownEndpoint = a.endpoint === '';
        },
        async (ask, a) => {
          if (!a.ownEndpoint) return false;
          a.endpoint = new URL(await ask.text({ prompt: l10n.t('Address of the endpoint'), placeholder: 'https://', check: endpointProblem })).origin;
          return true;
        },
        async (ask, a) => {
          a.certificatePath = (await ask.text({
            prompt: l10n.t('Path of the management certificate: a .pem file that holds certificate and private key'),
            value: a.certificatePath ?? '',
            browse: async () => (await window.showOpenDialog({ canSelectMany: false, filters: certificateFilters(), title: l10n.t('Management certificate') }))?.[0]?.fsPath,
            // What is wrong with a certificate is said before anything is connected.
            check: async (path) => {
              try {
                return fatalProblem(await certificates.readCertificateFile(path.trim(), {}));
              } catch (error) {
                return needsPassphrase(error) ? undefined : wordsOf(error);
              }
            },
          })).trim();
        },
        async (ask, a) => {
          a.passphrase = undefined;
          const needed = await certificates.readCertificateFile(a.certificatePath!, {}).then(() => false, needsPassphrase);
          if (!needed) return false;
          a.passphrase = await ask.text({
            prompt: l10n.t('Passphrase of the private key; it is kept in the secret storage of VS Code'), password: true,
            check: (passphrase) => certificates.readCertificateFile(a.certificatePath!, { passphrase }).then(fatalProblem, wordsOf),
          });
          return true;
        },
      ], 4);
      if (!done) return;
      const { subscriptionId, name, endpoint, certificatePath, passphrase } = done;
      await connections.add({ name: name!, subscriptionId: subscriptionId!, endpoint: endpoint!, certificatePath: certificatePath! }, passphrase);
      log.info(`subscription ${subscriptionId} added, endpoint ${endpoint}`);

      const certificate = await certificates.readCertificateFile(certificatePath!, { passphrase });
      const readable = await certificates.warnIfReadableByOthers(certificatePath!);
      for (const problem of [...certificates.checkClientCertificate(certificate, new Date()), ...(readable ? [readable] : [])]) void window.showWarningMessage(wordsOf(problem));
    },
  },
  {
    id: 'azureClassic.subscriptions.remove',
    run: async ({ connections, log }, argument) => {
      const own = connections.list().filter((c) => c.kind === 'own');
      let connection: Connection | undefined = isNode(argument) ? argument.connection : undefined;
      if (!connection) {
        if (own.length === 0) return void window.showInformationMessage(l10n.t('No subscription of your own has been added.'));
        const picked = await runWizard<{ connection?: Connection }>(l10n.t('Remove Subscription'), {}, [
          async (ask, a) => { a.connection = await ask.pick({ placeholder: l10n.t('Which subscription?'), items: connectionChoices(own) }); },
        ]);
        connection = picked?.connection;
      }
      if (!connection) return;
      const action = l10n.t('Remove Subscription');
      const facts = [subscriptionFact(connection), l10n.t('Endpoint: {0}', connection.endpoint), l10n.t('Nothing is deleted at the service. The secret kept for it here is forgotten; the file {0} stays.', connection.certificatePath)];
      if (!await confirm(l10n.t('Remove {0} from this view?', connection.name), facts, action)) return;
      await connections.remove(connection);
      log.info(`subscription ${connection.subscriptionId} removed`);
    },
  },
];
