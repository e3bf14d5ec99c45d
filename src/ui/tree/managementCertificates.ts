import { l10n } from 'vscode';
import { CertificateNode, commonName, readCertificate, type Certificate } from './certificates.ts';
import type { Kind } from './group.ts';

export const managementCertificates = (): Kind<Certificate> => ({
  noun: 'managementCertificates', label: l10n.t('Management Certificates'), icon: 'key',
  source: { operation: 'managementCertificates.list', parameters: {} },
  list: async (client, signal) => Promise.all((await client.managementCertificates.list({}, { signal })).map(({ thumbprint, data, created }) => readCertificate(thumbprint, data, created))),
  key: ({ thumbprint }) => thumbprint,
  facts: (certificate) => ({ name: commonName(certificate), label: certificate.thumbprint }),
  row: (parent, certificate) => new CertificateNode(parent, certificate, {
    context: 'managementCertificate', words: l10n.t('management certificate'), source: { operation: 'managementCertificates.get', parameters: { thumbprint: certificate.thumbprint } },
  }),
});
