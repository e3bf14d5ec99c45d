import { makeServerCertificate } from '../../../certificates/index.ts';
import { refusals } from '../../errors.ts';
import type { HostedService, ServiceCertificate } from '../../state.ts';
import { publicPart } from '../serviceCertificates/read.ts';

/** The thumbprint in upper case. @throws Refusal for a certificate that the service does not have */
export function requireCertificate(service: HostedService, given: string): string {
  const wanted = given.toUpperCase();
  if (!service.certificates.some(({ thumbprint }) => thumbprint === wanted)) throw refusals.unknownThumbprint(given);
  return wanted;
}

/**
 * The certificate that a service makes for the WinRM listeners of its machines, one for all; recorded as
 * DefaultWinRmCertificateThumbprint also where the listeners name another. Undefined where it has one.
 */
export async function makeDefaultWinRmCertificate(service: HostedService, now: number): Promise<ServiceCertificate | undefined> {
  if (service.defaultWinRmCertificateThumbprint !== undefined) return undefined;
  return publicPart((await makeServerCertificate({ commonName: `${service.name}.cloudapp.net`.slice(0, 64), days: 365, now: new Date(now) })).cert);
}
