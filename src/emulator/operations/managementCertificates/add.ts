import { X509Certificate, type KeyObject } from 'node:crypto';
import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { managementCertificate } from '../../identity.ts';

const minimumBits = 2048;

/** Add Management Certificate (jj154123). What was given beside the data has to be that of the data. */
export const addManagementCertificate: Handle<'managementCertificates.add'> = ({ subscription, clock }, given) => {
  const bytes = Buffer.from(given.data, 'base64');
  const key = readKey(bytes);
  if (!key) throw refusals.managementCertificateData();
  // gg551722. OpenSSL would not take a shorter one either.
  if (key.asymmetricKeyType !== 'rsa' || key.asymmetricKeyDetails!.modulusLength! < minimumBits) throw refusals.managementCertificateKey(minimumBits);
  const certificate = managementCertificate(bytes, clock.now());
  const { thumbprint } = certificate;
  if (given.thumbprint.toUpperCase() !== thumbprint) throw refusals.managementCertificateThumbprint(thumbprint);
  // The key alone, or as some tools write it, with its algorithm around it.
  const isItsKey = (['pkcs1', 'spki'] as const).some((type) => key.export({ type, format: 'der' }).equals(Buffer.from(given.publicKey, 'base64')));
  if (!isItsKey) throw refusals.managementCertificatePublicKey();

  const { managementCertificates, quotas } = subscription;
  if (managementCertificates.some((each) => each.thumbprint === thumbprint)) throw refusals.managementCertificateExists(thumbprint);
  if (managementCertificates.length >= quotas.managementCertificates) throw refusals.quota('management certificate count', quotas.managementCertificates, managementCertificates.length, 1);
  managementCertificates.push(certificate);
  return { location: `/subscriptions/${subscription.id}/certificates/${thumbprint}` };
};

function readKey(certificate: Buffer): KeyObject | undefined {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    return undefined;
  }
}
