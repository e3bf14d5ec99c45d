import { l10n } from 'vscode';
import { CertificateNode, commonName, readCertificate, type Certificate } from './certificates.ts';
import type { Kind } from './group.ts';

export const serviceCertificates = (serviceName: string): Kind<Certificate> => ({
  noun: 'serviceCertificates', label: l10n.t('Certificates'), icon: 'lock',
  source: { operation: 'serviceCertificates.list', parameters: { serviceName } },
  list: async (client, signal) => Promise.all((await client.serviceCertificates.list({ serviceName }, { signal })).map(({ thumbprint = '', data = '' }) => readCertificate(thumbprint, data))),
  key: ({ thumbprint }) => thumbprint,
  facts: (certificate) => ({ name: commonName(certificate), label: certificate.thumbprint }),
  row: (parent, certificate) => new CertificateNode(parent, certificate, {
    context: 'serviceCertificate', words: l10n.t('service certificate'),
    source: { operation: 'serviceCertificates.list', parameters: { serviceName }, item: { key: 'thumbprint', value: certificate.thumbprint }, known: { thumbprintAlgorithm: 'sha1', thumbprint: certificate.thumbprint } },
  }),
});
