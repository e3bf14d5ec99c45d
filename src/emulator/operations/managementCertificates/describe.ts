import { X509Certificate } from 'node:crypto';
import type { ManagementCertificate as Answer } from '../../../protocol/managementCertificates.ts';
import type { ManagementCertificate } from '../../state.ts';

export const describeManagementCertificate = ({ thumbprint, data, created }: ManagementCertificate): Answer => ({
  publicKey: new X509Certificate(Buffer.from(data, 'base64')).publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
  thumbprint,
  data,
  created: new Date(created),
});
