import { X509Certificate } from 'node:crypto';
import { signatureOid } from './der.ts';
import { CertificateError } from './errors.ts';

export interface CertificateDescription {
  /** As Windows and the Azure portal write it: `CN=mycert, O=Contoso, C=ES`. */
  readonly subject: string;
  readonly issuer: string;
  /** SHA-1 of the DER, 40 upper-case hexadecimal digits, as Azure shows it. */
  readonly thumbprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `rsa`, `rsa-pss`, `ec`, `ed25519`, ... */
  readonly keyType: string;
  /** Length of the modulus; absent where the key is not RSA or DSA. */
  readonly keyBits: number | undefined;
  /** `sha256WithRSAEncryption`; the dotted OID where it has no name here. */
  readonly signatureAlgorithm: string;
}

// Node's own x509.signatureAlgorithm came with 24.9. 1.3.14.3.2.29 is the old OID that Microsoft's makecert wrote.
const signatureNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.3.14.3.2.29': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
};

/** Node gives one attribute a line, in the order of the DER. */
const inOneLine = (name: string | undefined): string => (name ?? '').split('\n').reverse().join(', ');

/**
 * What a certificate says of itself; of a PEM, its first certificate.
 * @param file names its origin in the error.
 * @throws CertificateError `CertificateDamaged`.
 */
export function describeCertificate(pemOrDer: string | Uint8Array, file = 'The certificate'): CertificateDescription {
  const x509 = parseCertificate(pemOrDer, file);
  const signature = signatureOid(x509.raw);
  return {
    subject: inOneLine(x509.subject),
    issuer: inOneLine(x509.issuer),
    thumbprint: x509.fingerprint.replaceAll(':', ''),
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    keyType: x509.publicKey.asymmetricKeyType ?? 'unknown',
    keyBits: x509.publicKey.asymmetricKeyDetails?.modulusLength,
    signatureAlgorithm: signatureNames[signature] ?? signature,
  };
}

/**
 * Also makes sure of what Node only looks at when asked: the kind of key and the dates.
 * @throws CertificateError `CertificateDamaged`.
 */
export function parseCertificate(pemOrDer: string | Uint8Array, file: string): X509Certificate {
  try {
    const x509 = new X509Certificate(pemOrDer);
    if (x509.publicKey && ![x509.validFrom, x509.validTo].map(Date.parse).some(Number.isNaN)) return x509;
  } catch {
    // Said below.
  }
  throw new CertificateError('CertificateDamaged', { file });
}

/** What a management certificate is uploaded as: in the portal its DER, a `.cer` file; Add Management Certificate takes all three (jj154123). */
export function uploadForm(pem: string): { readonly cer: Buffer; readonly publicKey: string; readonly thumbprint: string; readonly data: string } {
  const x509 = parseCertificate(pem, 'The certificate');
  const cer = x509.raw;
  return {
    cer,
    publicKey: x509.publicKey.export({ type: x509.publicKey.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'spki', format: 'der' }).toString('base64'),
    thumbprint: x509.fingerprint.replaceAll(':', ''),
    data: cer.toString('base64'),
  };
}
