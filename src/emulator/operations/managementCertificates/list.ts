import type { Handle } from '../../handler.ts';
import { describeManagementCertificate } from './describe.ts';

export const listManagementCertificates: Handle<'managementCertificates.list'> = ({ subscription }) =>
  subscription.managementCertificates.map(describeManagementCertificate);
