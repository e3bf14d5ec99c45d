import type { Handle } from '../../handler.ts';
import { findServiceCertificate } from './find.ts';

export const getServiceCertificate: Handle<'serviceCertificates.get'> = ({ subscription }, at) => ({ data: findServiceCertificate(subscription, at).certificate.data });
