import type { Handle } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { hostedServiceUrl } from '../hostedServices/describe.ts';

export const listServiceCertificates: Handle<'serviceCertificates.list'> = (context, { serviceName }) => {
  const service = findHostedService(context.subscription, serviceName);
  return service.certificates.map(({ thumbprint, data }) => ({
    certificateUrl: `${hostedServiceUrl(context, service)}/certificates/sha1-${thumbprint}`, thumbprint, thumbprintAlgorithm: 'sha1', data,
  }));
};
