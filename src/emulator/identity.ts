import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import {
  buildPkcs12, buildPublishSettings, describeCertificate, issueServerCertificate, makeAuthority, makeManagementCertificate,
} from '../certificates/index.ts';
import { readFileIfThere, writeFileAtomically } from './directory.ts';
import type { ManagementCertificate, Subscription } from './state.ts';

interface KeyPair { readonly cert: string; readonly key: string }

/** Who the emulator of a data folder is, and who may use it. */
export interface Identity {
  readonly server: KeyPair;
  /** The management certificate that was made with the folder. */
  readonly management: KeyPair;
  /** That of the authority; whoever trusts it trusts this emulator and nobody else. */
  readonly caPath: string;
  /** One PEM with key and certificate, as the guide's openssl command makes. */
  readonly certificatePath: string;
}

const years = (count: number) => count * 365;

/** Reads what the folder has, and makes what it has not. A new authority is a new server certificate too. */
export async function openIdentity(directory: string, now: Date): Promise<Identity> {
  const at = (name: string) => path.join(directory, name);
  const authority = await readPair(at('ca.pem'), at('ca-key.pem'));
  const ca = authority ?? await makeAuthority({ commonName: 'Azure Classic emulator', days: years(20), now });
  if (!authority) await writePair(at('ca.pem'), at('ca-key.pem'), ca);

  const kept = authority && await readPair(at('server.pem'), at('server-key.pem'));
  const isGood = kept && new X509Certificate(kept.cert).checkIssued(new X509Certificate(ca.cert)) && describeCertificate(kept.cert).notAfter > now;
  const server = isGood ? kept : await issueServerCertificate(ca, {
    commonName: 'localhost', days: years(10), now, dnsNames: ['localhost'], ipAddresses: ['127.0.0.1', '::1'],
  });
  if (!isGood) await writePair(at('server.pem'), at('server-key.pem'), server);

  const certificatePath = at('management.pem');
  const pem = await readFileIfThere(certificatePath);
  const management = pem === undefined ? await makeManagementCertificate({ commonName: 'Azure Classic emulator demo', days: years(10), now }) : splitPem(pem);
  if (pem === undefined) await writeFileAtomically(certificatePath, management.key + management.cert);

  return { server, management, caPath: at('ca.pem'), certificatePath };
}

async function readPair(certFile: string, keyFile: string): Promise<KeyPair | undefined> {
  const [cert, key] = await Promise.all([readFileIfThere(certFile), readFileIfThere(keyFile)]);
  return cert === undefined || key === undefined ? undefined : { cert, key };
}

/** The key first: a certificate that is there says that its key is. */
async function writePair(certFile: string, keyFile: string, { cert, key }: KeyPair): Promise<void> {
  await writeFileAtomically(keyFile, key);
  await writeFileAtomically(certFile, cert);
}

export function splitPem(pem: string): KeyPair {
  const begin = pem.indexOf('-----BEGIN CERTIFICATE-----');
  return { key: pem.slice(0, begin), cert: pem.slice(begin) };
}

/** @param cert PEM or DER */
export function managementCertificate(cert: string | Buffer, now: number): ManagementCertificate {
  return { thumbprint: describeCertificate(cert).thumbprint, data: new X509Certificate(cert).raw.toString('base64'), created: now };
}

/** Writes the file that the classic clients import: every subscription, with key and certificate in it. */
export async function writePublishSettings(directory: string, { management }: Identity, subscriptions: readonly Subscription[], endpoint: string): Promise<string> {
  const file = path.join(directory, 'emulator.publishsettings');
  const pfx = await buildPkcs12(management);
  await writeFileAtomically(file, buildPublishSettings(subscriptions.map(({ id, name }) => ({ subscriptionId: id, name, endpoint, pfx }))));
  return file;
}
