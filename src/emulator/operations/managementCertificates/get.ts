import type { Handle } from '../../handler.ts';
import { findManagementCertificate } from '../../lookup.ts';
import { describeManagementCertificate } from './describe.ts';

export const getManagementCertificate: Handle<'managementCertificates.get'> = ({ subscription }, { thumbprint }) =>
  describeManagementCertificate(findManagementCertificate(subscription, thumbprint));
