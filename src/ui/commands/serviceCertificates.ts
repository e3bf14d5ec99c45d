import { env, l10n, ThemeIcon, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { certificateSteps, readCertificate, type CertificateAnswers } from '../input/certificateFile.ts';
import { confirm } from '../input/confirm.ts';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { inTurn, listed, selectedRows, severalFacts } from './several.ts';
import { serviceOf, serviceRow, serviceTarget, type NamedTarget } from './target.ts';

export const serviceCertificateCommands: readonly Command[] = [
  {
    id: 'azureClassic.serviceCertificates.add',
    run: async (services, argument) => {
      const title = l10n.t('Add Service Certificate');
      const target = await serviceTarget(services, argument, title);
      if (!target) return;
      const { connection, name: serviceName } = target;
      const answers = await runWizard<CertificateAnswers>(title, {}, certificateSteps(), 1);
      if (!answers) return;
      const { der, subject, thumbprint, pfx } = await readCertificate(answers);
      const added = await services.tasks.start({
        title: l10n.t('Adding a certificate to {0}', serviceName), label: title, target: serviceName, connection, rows: [`${serviceRow(connection, serviceName)}/serviceCertificates`],
        // A function: key and password are in it.
        request: (client) => client.serviceCertificates.add({ serviceName, data: (pfx?.data ?? der).toString('base64'), certificateFormat: pfx ? 'pfx' : 'cer', password: pfx?.password ?? '' }),
        done: l10n.t('{0} has the certificate {1}.', serviceName, subject),
      });
      if (added) offerThumbprint(thumbprint);
    },
  },
  {
    id: 'azureClassic.serviceCertificates.delete',
    run: async (services, argument, selection) => {
      const title = l10n.t('Delete Service Certificate');
      const targets = await certificateTargets(services, argument, selection, title);
      if (!targets) return;
      const [{ name: first, serviceName: firstService }] = targets as [CertificateTarget];
      const isOne = targets.length === 1;
      const serviceNames = [...new Set(targets.map(({ serviceName }) => serviceName))];
      const facts = [
        ...severalFacts({ targets, leftOut: [] }), serviceNames.length === 1 ? l10n.t('Cloud service: {0}', firstService) : l10n.t('Cloud services: {0}', listed(serviceNames)),
        ...(isOne ? [l10n.t('Thumbprint: {0}', first)] : []), l10n.t('The service keeps no copy of its private key. A certificate that a deployment uses cannot be deleted.'),
      ];
      const ask = (serviceName: string) => l10n.t('Delete this certificate of {0}?', serviceName);
      if (!await confirm(isOne ? ask(firstService) : l10n.t('Delete {0} certificates?', targets.length), facts, isOne ? title : l10n.t('Delete Service Certificates'), targets)) return;
      await inTurn(services, title, targets, ({ connection, serviceName, name: thumbprint }) => services.tasks.start({
        title: l10n.t('Deleting a certificate of {0}', serviceName), label: title, target: serviceName, question: ask(serviceName), deletes: { name: thumbprint },
        connection, rows: [`${serviceRow(connection, serviceName)}/serviceCertificates`],
        request: { operation: 'serviceCertificates.delete', parameters: { serviceName, thumbprintAlgorithm: 'sha1', thumbprint } },
        done: l10n.t('The certificate {0} of {1} is deleted.', thumbprint, serviceName),
      }), undefined, ({ connection, serviceName }) => serviceRow(connection, serviceName));
    },
  },
];

/** A certificate by its thumbprint, and the cloud service that has it. */
interface CertificateTarget extends NamedTarget { readonly serviceName: string }

/** Those that are selected in the tree, or one chosen from a list. */
async function certificateTargets(services: Services, argument: unknown, selection: unknown, title: string): Promise<CertificateTarget[] | undefined> {
  const rows = selectedRows(services, argument, selection, 'serviceCertificate');
  if (rows.length > 0) return Promise.all(rows.map(async (row) => ({ connection: row.connection, client: await services.connections.client(row.connection), serviceName: serviceOf(row)!.name, name: row.name! })));
  const target = await serviceTarget(services, argument, title);
  const done = target && await runWizard<{ thumbprint?: string }>(title, {}, [
    async (ask, a) => { a.thumbprint = await ask.pick({ placeholder: l10n.t('Which certificate?'), items: certificateChoices(target.client, target.name) }); },
  ]);
  return done && [{ ...target, serviceName: target.name, name: done.thumbprint! }];
}

/** How a configuration names it. */
function offerThumbprint(thumbprint: string): void {
  const copy = l10n.t('Copy Thumbprint');
  void window.showInformationMessage(l10n.t('Its thumbprint is {0}.', thumbprint), copy).then((choice) => (choice === copy ? env.clipboard.writeText(thumbprint) : undefined));
}

async function certificateChoices(client: ServiceManagementClient, serviceName: string): Promise<Choice<string>[]> {
  const certificates = await client.serviceCertificates.list({ serviceName });
  const subject = await subjectReader();
  return certificates.map(({ thumbprint = '', data = '' }) => ({ label: subject(data) || thumbprint, description: thumbprint, iconPath: new ThemeIcon('lock'), value: thumbprint }));
}

/** The subject of a certificate in base64, or nothing where it cannot be read. */
export async function subjectReader(): Promise<(data: string) => string> {
  const { describeCertificate } = await import('../../certificates/index.ts');
  return (data) => {
    try {
      return describeCertificate(Buffer.from(data, 'base64')).subject;
    } catch {
      return '';
    }
  };
}
