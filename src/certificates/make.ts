import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { CertificateError } from './errors.ts';
import { loadForge, type forge } from './forge.ts';
import type { PemCertificate } from './pem.ts';

interface Making {
  readonly commonName: string;
  readonly days: number;
  readonly now: Date;
  /** Length of the RSA key; 2048 unless told. */
  readonly bits?: 2048 | 3072 | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Backdated by an hour, so that a machine whose clock is a little behind takes it at once. */
const backdateMs = 60 * 60 * 1000;

/**
 * A self-signed certificate to log in with: RSA, SHA-256, valid from an hour before `now` to `days` after it.
 * @throws CertificateError `CommonNameInvalid`.
 */
export function makeManagementCertificate(making: Making): Promise<PemCertificate> {
  return make(making, [
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', clientAuth: true },
  ]);
}

/** A self-signed certificate to encrypt for, whose subject is `DC=<domainComponent>`. */
export function makeEncryptionCertificate({ domainComponent, ...making }: Omit<Making, 'commonName'> & { readonly domainComponent: string }): Promise<PemCertificate> {
  return make({ ...making, commonName: domainComponent }, [
    { name: 'keyUsage', critical: true, keyEncipherment: true, dataEncipherment: true },
  ], undefined, '0.9.2342.19200300.100.1.25');
}

/** A self-signed certificate for a TLS server. */
export function makeServerCertificate(making: Making): Promise<PemCertificate> {
  return make(making, [
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
  ]);
}

/** A certificate authority that issues server certificates only, and no further authorities. */
export function makeAuthority(making: Making): Promise<PemCertificate> {
  return make(making, [
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
  ]);
}

/** A certificate for a TLS server, signed by `authority` and valid for the names and addresses (IPv4 or IPv6) given. */
export function issueServerCertificate(
  authority: PemCertificate, making: Making & { readonly dnsNames: readonly string[]; readonly ipAddresses: readonly string[] },
): Promise<PemCertificate> {
  return make(making, [
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [
      ...making.dnsNames.map((value) => ({ type: 2, value })),
      ...making.ipAddresses.map((ip) => ({ type: 7, ip })),
    ] },
  ], authority);
}

/**
 * A certificate for a public key whose private half is elsewhere, which is how the service takes SSH keys: as a service certificate,
 * of which the machine reads nothing but the key. It is signed by an authority that nobody has afterwards.
 * @param publicKey PEM
 */
export async function makeSshCertificate({ publicKey, ...making }: Making & { readonly publicKey: string }): Promise<string> {
  return (await make(making, [{ name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true }], await makeAuthority(making), undefined, publicKey)).cert;
}

/**
 * @param nameType OID of the one attribute that the subject has; the common name's unless told
 * @param publicKey PEM of one whose private half is elsewhere; unless told, a new pair is made
 */
async function make({ commonName, days, now, bits = 2048 }: Making, extensions: object[], issuer?: PemCertificate, nameType = '2.5.4.3', publicKey?: string): Promise<PemCertificate> {
  if (!/^[^\r\n]{1,64}$/u.test(commonName)) throw new CertificateError('CommonNameInvalid', { commonName });
  const { pki, md, asn1, util } = await loadForge();
  const pair = publicKey !== undefined ? { publicKey, privateKey: '' } : await promisify(generateKeyPair)('rsa', {
    modulusLength: bits, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  // @types/node-forge takes the tag's class for its type.
  const utf8 = asn1.Type.UTF8 as unknown as forge.asn1.Class;
  const subject: forge.pki.CertificateField[] = [{ type: nameType, value: commonName, valueTagClass: utf8 }];
  const issuedBy = issuer && pki.certificateFromPem(issuer.cert);

  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(pair.publicKey);
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = new Date(now.getTime() - backdateMs);
  certificate.validity.notAfter = new Date(now.getTime() + days * dayMs);
  certificate.setSubject(subject);
  // forge hands out UTF-8 values undecoded, and would encode them once more.
  certificate.setIssuer(issuedBy?.subject.attributes.map((field) =>
    ({ ...field, value: field.valueTagClass === utf8 ? util.decodeUtf8(String(field.value)) : field.value })) ?? subject);
  // RFC 5280 wants both key identifiers, and Python since 3.13 refuses a server certificate without them.
  const issuerKeyId = (issuedBy ?? certificate).generateSubjectKeyIdentifier().getBytes();
  certificate.setExtensions([...extensions, { name: 'subjectKeyIdentifier' }, { name: 'authorityKeyIdentifier', keyIdentifier: issuerKeyId }]);
  certificate.sign(pki.privateKeyFromPem(issuer?.key ?? pair.privateKey), md.sha256.create());
  // forge ends lines with CR LF
  return { cert: pki.certificateToPem(certificate).replaceAll('\r', ''), key: pair.privateKey };
}

/** 16 random bytes in hexadecimal, made a positive number without leading zero (RFC 5280, 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | (bytes[0]! & 0x3f);
  return bytes.toString('hex');
}
