import { XmlError, localName, readXml, type XmlAttributes } from '../xml/reader.ts';
import { writeXml } from '../xml/writer.ts';
import { isPkcs12 } from './der.ts';
import { CertificateError } from './errors.ts';

export interface PublishSettingsSubscription {
  readonly subscriptionId: string;
  /** The id where the file names none. */
  readonly name: string;
  /** Of the Service Management API, without a final slash: `https://management.core.windows.net`. */
  readonly endpoint: string;
  /** PKCS#12 without a password: whoever has it controls the subscription. */
  readonly pfx: Buffer;
}

const globalEndpoint = 'https://management.core.windows.net';

/**
 * Reads a publish settings file, in the order of its subscriptions. Schema 1.0 has certificate and address on PublishProfile,
 * schema 2.0 on each Subscription, and some files of 1.0 have an address on Subscription too (user-pains.md 1).
 * @param file names it in errors.
 * @throws CertificateError `PublishSettingsMalformed`, `NotPublishSettings`, `WebDeployProfile`, `NoSubscriptions`, `SubscriptionWithoutId`,
 * `SubscriptionEndpointInvalid`, `SubscriptionCertificateMissing`, `SubscriptionCertificateInvalid`.
 */
export function readPublishSettings(xml: string, file = 'The publish settings file'): PublishSettingsSubscription[] {
  const subscriptions: PublishSettingsSubscription[] = [];
  let root: string | undefined;
  let profile: XmlAttributes = {};
  let count = 0;
  const open = (name: string, attributes: XmlAttributes) => {
    const element = localName(name);
    if (root === undefined) {
      root = element;
      if (element === 'publishData') throw new CertificateError('WebDeployProfile', { file });
      if (element !== 'PublishData') throw new CertificateError('NotPublishSettings', { file, element });
    } else if (element === 'PublishProfile') {
      profile = attributes;
    } else if (element === 'Subscription') {
      subscriptions.push(parseSubscription(attributes, profile, ++count, file));
    }
  };
  try {
    readXml(xml, { open, text() {}, close() {} });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CertificateError('PublishSettingsMalformed', { file, line: error.line ?? 1, column: error.column ?? 0, reason: error.message });
  }
  if (subscriptions.length === 0) throw new CertificateError('NoSubscriptions', { file });
  return subscriptions;
}

function parseSubscription(attributes: XmlAttributes, profile: XmlAttributes, number: number, file: string): PublishSettingsSubscription {
  const subscriptionId = attributes['Id']?.trim();
  if (!subscriptionId) throw new CertificateError('SubscriptionWithoutId', { file, number });
  const where = { file, subscription: subscriptionId };

  const endpoint = (attributes['ServiceManagementUrl'] ?? profile['Url'] ?? globalEndpoint).trim().replace(/\/+$/, '');
  if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== 'https:') throw new CertificateError('SubscriptionEndpointInvalid', { ...where, endpoint });

  const base64 = attributes['ManagementCertificate'] ?? profile['ManagementCertificate'];
  if (!base64) throw new CertificateError('SubscriptionCertificateMissing', where);
  const pfx = Buffer.from(base64, 'base64');
  if (!isPkcs12(pfx)) throw new CertificateError('SubscriptionCertificateInvalid', where);
  return { subscriptionId, name: attributes['Name']?.trim() || subscriptionId, endpoint, pfx };
}

/** Writes a publish settings file of schema 2.0, as the classic clients import it. */
export function buildPublishSettings(subscriptions: readonly PublishSettingsSubscription[]): string {
  const elements = subscriptions.map(({ subscriptionId, name, endpoint, pfx }) => ({
    name: 'Subscription',
    attributes: { ServiceManagementUrl: endpoint, Id: subscriptionId, Name: name, ManagementCertificate: pfx.toString('base64') },
    content: '',
  }));
  return `<?xml version="1.0" encoding="utf-8"?>\n${writeXml({
    name: 'PublishData',
    content: [{ name: 'PublishProfile', attributes: { SchemaVersion: '2.0', PublishMethod: 'AzureServiceManagementAPI' }, content: elements }],
  })}\n`;
}
