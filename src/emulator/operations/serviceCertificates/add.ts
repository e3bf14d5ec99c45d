import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { HostedService, ServiceCertificate } from '../../state.ts';
import { readCertificate } from './read.ts';

interface Work { readonly serviceName: string; readonly certificate: ServiceCertificate }

/** Add Service Certificate (ee460817). */
export const addServiceCertificate: Handler<'serviceCertificates.add', Work> = {
  async begin(context, { serviceName, data, certificateFormat, password }) {
    findHostedService(context.subscription, serviceName);
    if (!/^(pfx|cer)$/i.test(certificateFormat)) throw refusals.certificateFormat(certificateFormat);
    const certificate = await readCertificate(data, password);
    context.settle();
    const service = findHostedService(context.subscription, serviceName);
    requireUnlockedService(context.subscription, service.name);
    return { pending: { lock: { hostedService: service.name }, work: { serviceName: service.name, certificate } satisfies Work } };
  },

  finish(subscription, { serviceName, certificate }, { failure }) {
    if (!failure) keepCertificate(findHostedService(subscription, serviceName), certificate);
  },
};

/** One that is there already is not there twice. */
export function keepCertificate(service: HostedService, certificate: ServiceCertificate): void {
  if (!service.certificates.some(({ thumbprint }) => thumbprint === certificate.thumbprint)) service.certificates.push(certificate);
}
