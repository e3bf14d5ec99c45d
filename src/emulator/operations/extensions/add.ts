import { makeEncryptionCertificate } from '../../../certificates/index.ts';
import type { ParametersOf } from '../../../protocol/operation.ts';
import type { RowOf } from '../../../protocol/operations.ts';
import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import { requireUnlockedService } from '../../pending.ts';
import type { Extension, HostedService, ServiceCertificate, Subscription } from '../../state.ts';
import { keepCertificate } from '../serviceCertificates/add.ts';
import { publicPart } from '../serviceCertificates/read.ts';
import { findExtensionKind, hasVersion } from './images.ts';

interface Work { readonly serviceName: string; readonly extension: Extension; readonly certificate: ServiceCertificate | undefined }

/** The provider of those that Microsoft made first (dn169558). */
const firstProvider = 'Microsoft.Windows.Azure.Extensions';

/**
 * Add Extension (dn169558). An extension without a certificate gets one from the service, recorded and described in the portal's
 * questions and answers. Its private configuration is for instances that are not really there, and so is not kept.
 */
export const addExtension: Handler<'extensions.add', Work> = {
  async begin(context, given) {
    const { subscription, clock } = context;
    const { id, type, providerNameSpace = firstProvider, version = '*', publicConfiguration } = given;
    requireAddable(subscription, given);
    const kind = findExtensionKind(providerNameSpace, type);
    if (!kind || !hasVersion(kind, version)) throw refusals.extensionImageNotFound(`${providerNameSpace}.${type} ${version}`);

    // PowerShell sends an empty element for none.
    const made = given.thumbprint ? undefined : publicPart((await makeEncryptionCertificate({
      domainComponent: 'Windows Azure Service Management for Extensions', days: 20 * 365, now: new Date(clock.now()),
    })).cert);
    context.settle();
    const service = requireAddable(subscription, given);
    const thumbprint = made?.thumbprint ?? given.thumbprint!.toUpperCase();
    return {
      pending: {
        lock: { hostedService: service.name },
        work: { serviceName: service.name, certificate: made, extension: { id, providerNameSpace, type, version, thumbprint, publicConfiguration } } satisfies Work,
      },
    };
  },

  finish(subscription, { serviceName, extension, certificate }, { failure }) {
    if (failure) return;
    const service = findHostedService(subscription, serviceName);
    if (certificate) keepCertificate(service, certificate);
    service.extensions.push(extension);
  },
};

/** @throws Refusal unless the id is free, the certificate there and nothing going on. */
function requireAddable(subscription: Subscription, { serviceName, id, thumbprint, thumbprintAlgorithm }: ParametersOf<RowOf<'extensions.add'>>): HostedService {
  const service = findHostedService(subscription, serviceName);
  requireUnlockedService(subscription, service.name);
  if (!/^[a-z0-9-]{1,60}$/i.test(id)) throw refusals.extensionId(id);
  if (service.extensions.some((each) => each.id === id)) throw refusals.extensionExists(id);
  if (thumbprintAlgorithm && thumbprintAlgorithm.toLowerCase() !== 'sha1') throw refusals.parameter();
  if (thumbprint && !service.certificates.some((each) => each.thumbprint === thumbprint.toUpperCase())) throw refusals.unknownThumbprint(thumbprint);
  return service;
}
