import { l10n, ThemeIcon, window } from 'vscode';
import { X509Certificate } from 'node:crypto';
import type { ServiceManagementClient } from '../../client/index.ts';
import { certificateSteps, readCertificate, type CertificateAnswers } from '../input/certificateFile.ts';
import { confirm } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Connection } from '../connections/connection.ts';
import type { Command } from './command.ts';
import { subjectReader } from './serviceCertificates.ts';
import { inTurn, severalFacts, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, type NamedTarget } from './target.ts';

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
    run: async (services, argument, selection) => {
      const title = l10n.t('Delete Management Certificate');
      const several = await severalTargets(services, argument, selection, 'managementCertificate', title, l10n.t('Which certificate?'), certificateChoices);
      if (!several) return;
      const { targets } = several;
      const [{ name: first }] = targets as [NamedTarget];
      const facts = [
        ...severalFacts(several), ...(targets.length === 1 ? [l10n.t('Thumbprint: {0}', first)] : []),
        l10n.t('Who has its key cannot manage the subscription any more. When the last one is gone, only the portal leads to the subscription.'),
      ];
      const isUsedHere = ({ connection, name }: NamedTarget): boolean => services.connections.keyring.facts(connection)?.description?.thumbprint === name.toUpperCase();
      if (targets.some(isUsedHere)) facts.push(targets.length === 1
        ? l10n.t('This window itself uses it: the subscription will not answer here any more.')
        : l10n.t('This window itself uses one of them: the subscription will not answer here any more.'));
      const question = targets.length === 1 ? l10n.t('Delete this management certificate?') : l10n.t('Delete {0} management certificates?', targets.length);
      if (!await confirm(question, facts, targets.length === 1 ? title : l10n.t('Delete Management Certificates'), targets)) return;
      // What is used here at last: without it nothing else can be deleted.
      const inOrder = [...targets].sort((a, b) => Number(isUsedHere(a)) - Number(isUsedHere(b)));
      await inTurn(services, title, inOrder, ({ client, name: thumbprint }) => client.managementCertificates.delete({ thumbprint }), 'managementCertificates');
    },
  },
];

async function certificateChoices(client: ServiceManagementClient): Promise<Choice<string>[]> {
  const certificates = await client.managementCertificates.list();
  const subject = await subjectReader();
  return certificates.map(({ thumbprint, data }) => ({ label: subject(data) || thumbprint, description: thumbprint, iconPath: new ThemeIcon('key'), value: thumbprint }));
}
