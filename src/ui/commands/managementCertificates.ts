import { l10n, ThemeIcon, window } from 'vscode';
import { X509Certificate } from 'node:crypto';
import type { ServiceManagementClient } from '../../client/index.ts';
import { certificateSteps, readCertificate, type CertificateAnswers } from '../input/certificateFile.ts';
import { confirm, subscriptionFact } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Connection } from '../connections/connection.ts';
import type { Command } from './command.ts';
import { subjectReader } from './serviceCertificates.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

interface Answers extends CertificateAnswers { connection?: Connection; client?: ServiceManagementClient }

export const managementCertificateCommands: readonly Command[] = [
  {
    id: 'azureClassic.managementCertificates.add',
    run: async (services, argument) => {
      const connection = await connectionStep<Answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const done = await runWizard<Answers>(l10n.t('Add Management Certificate'), {}, [connection, ...certificateSteps()], services.connections.list().length > 1 ? 2 : 1);
      if (!done) return;
      const { der, subject, thumbprint } = await readCertificate(done);
      // The public part alone: the key stays where it is.
      const publicKey = new X509Certificate(der).publicKey;
      if (publicKey.asymmetricKeyType !== 'rsa') throw new Error(l10n.t('The key of {0} is not RSA, and no other can manage a subscription.', subject));
      await done.client!.managementCertificates.add({ publicKey: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'), thumbprint, data: der.toString('base64') });
      services.tree.refreshId(groupRow(done.connection!, 'managementCertificates'));
      void window.showInformationMessage(l10n.t('{0} ({1}) may manage {2} from now on.', subject, thumbprint, done.connection!.name));
    },
  },
  {
    id: 'azureClassic.managementCertificates.delete',
    run: async (services, argument) => {
      const title = l10n.t('Delete Management Certificate');
      const target = await namedTarget(services, argument, title, l10n.t('Which certificate?'), certificateChoices);
      if (!target) return;
      const { connection, client, name: thumbprint } = target;
      const facts = [
        subscriptionFact(connection), l10n.t('Thumbprint: {0}', thumbprint),
        l10n.t('Who has its key cannot manage the subscription any more. When the last one is gone, only the portal leads to the subscription.'),
      ];
      if (services.connections.keyring.facts(connection)?.description?.thumbprint === thumbprint.toUpperCase()) facts.push(l10n.t('This window itself uses it: the subscription will not answer here any more.'));
      if (!await confirm(l10n.t('Delete this management certificate?'), facts, title, { name: thumbprint })) return;
      await client.managementCertificates.delete({ thumbprint });
      services.tree.refreshId(groupRow(connection, 'managementCertificates'));
    },
  },
];

async function certificateChoices(client: ServiceManagementClient): Promise<Choice<string>[]> {
  const certificates = await client.managementCertificates.list();
  const subject = await subjectReader();
  return certificates.map(({ thumbprint, data }) => ({ label: subject(data) || thumbprint, description: thumbprint, iconPath: new ThemeIcon('key'), value: thumbprint }));
}
