import { checkClientCertificate } from './check.ts';
import { CertificateError, certificateProblem, type CertificateProblem } from './errors.ts';
import { readSmallFile } from './file.ts';
import { decodeText, identifyCertificateFile } from './identify.ts';
import type { PemCertificate } from './pem.ts';
import { readPkcs12 } from './pkcs12.ts';
import { readPublishSettings, type PublishSettingsSubscription } from './publishSettings.ts';

export interface PublishedSubscription extends Omit<PublishSettingsSubscription, 'pfx'> {
  /** Absent where it could not be opened; `problems` says why. */
  readonly certificate: PemCertificate | undefined;
  readonly problems: readonly CertificateProblem[];
}

/**
 * The subscriptions of a publish settings file with their certificates opened and checked. One that is no good leaves the others alone.
 * @throws CertificateError of the codes under "The file" and "Publish settings" of certificateMessages.
 */
export async function readPublishSettingsFile(path: string, now: Date): Promise<PublishedSubscription[]> {
  const bytes = await readSmallFile(path);
  const kind = identifyCertificateFile(bytes);
  if (kind === 'empty') throw new CertificateError('NoSubscriptions', { file: path });
  if (kind !== 'publishSettings' && kind !== 'webDeployProfile' && kind !== 'unknown') throw new CertificateError('CertificateFileGiven', { file: path });
  // Old files give several subscriptions one certificate, and opening one takes a while.
  const opened = new Map<string, Promise<PemCertificate>>();
  const open = (pfx: Buffer) => {
    const key = pfx.toString('base64');
    const certificate = opened.get(key) ?? readPkcs12(pfx, { file: path });
    opened.set(key, certificate);
    return certificate;
  };
  return Promise.all(readPublishSettings(decodeText(bytes), path).map(async ({ pfx, ...subscription }) => {
    const certificate = await open(pfx).catch(() => undefined);
    const problems = certificate ? checkClientCertificate(certificate, now)
      : [certificateProblem('error', 'SubscriptionCertificateInvalid', { file: path, subscription: subscription.subscriptionId })];
    return { ...subscription, certificate, problems };
  }));
}
