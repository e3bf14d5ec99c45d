import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import { certificatesOf } from '../deployments/needs.ts';
import { findServiceCertificate } from './find.ts';

interface Work { readonly serviceName: string; readonly thumbprint: string }

/** Delete Service Certificate (ee460803). */
export const deleteServiceCertificate: Handler<'serviceCertificates.delete', Work> = {
  begin({ subscription }, at) {
    const { service, certificate: { thumbprint } } = findServiceCertificate(subscription, at);
    requireUnlockedService(subscription, service.name);
    const isUsed = Object.values(service.deployments).some((deployment) => certificatesOf(service, deployment).includes(thumbprint));
    return {
      pending: {
        lock: { hostedService: service.name },
        work: { serviceName: service.name, thumbprint } satisfies Work,
        failure: isUsed ? refusals.certificateInUse() : undefined,
      },
    };
  },

  finish(subscription, { serviceName, thumbprint }, { failure }) {
    const service = findHostedService(subscription, serviceName);
    if (!failure) service.certificates = service.certificates.filter((each) => each.thumbprint !== thumbprint);
  },
};
