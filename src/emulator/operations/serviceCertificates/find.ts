import { refusals } from '../../errors.ts';
import { findHostedService } from '../../lookup.ts';
import type { HostedService, ServiceCertificate, Subscription } from '../../state.ts';

interface Address { readonly serviceName: string; readonly thumbprintAlgorithm: string; readonly thumbprint: string }

export function findServiceCertificate(subscription: Subscription, { serviceName, thumbprintAlgorithm, thumbprint }: Address): { service: HostedService; certificate: ServiceCertificate } {
  const service = findHostedService(subscription, serviceName);
  const certificate = service.certificates.find((each) => thumbprintAlgorithm.toLowerCase() === 'sha1' && each.thumbprint === thumbprint.toUpperCase());
  if (!certificate) throw refusals.certificateNotFound();
  return { service, certificate };
}
