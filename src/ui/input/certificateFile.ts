import { l10n, workspace, type Uri } from 'vscode';
import { randomBytes, X509Certificate } from 'node:crypto';
import { wordsOf } from '../errors.ts';
import { baseName, chooseCertificate, fileName } from './serviceFiles.ts';
import type { Step } from './wizard.ts';

/** What `certificateSteps` learn. The password and what is in the file are secrets. */
export interface CertificateAnswers {
  file?: Uri;
  bytes?: Uint8Array;
  password?: string;
}

const largest = 1024 * 1024;

/** Asks for a certificate's file and, where it is a PKCS#12 that has one, for its password. */
export const certificateSteps = (): Step<CertificateAnswers>[] => [
  async (ask, a) => {
    a.file = await chooseCertificate(ask, a.file);
    // Certificates are far smaller, and a wrong choice must not fill the memory.
    if ((await workspace.fs.stat(a.file)).size > largest) throw new Error(l10n.t('{0} is too large for a certificate.', fileName(a.file)));
    a.bytes = await workspace.fs.readFile(a.file);
  },
  async (ask, a) => {
    const { identifyCertificateFile, readPkcs12 } = await import('../../certificates/index.ts');
    const open = (passphrase: string) => readPkcs12(a.bytes!, { passphrase, file: fileName(a.file!) });
    const isAboutPassword = (error: { code?: string }) => error.code === 'PassphraseNeeded' || error.code === 'PassphraseWrong';
    a.password = '';
    if (identifyCertificateFile(a.bytes!) !== 'pkcs12' || !await open('').then(() => false, isAboutPassword)) return false;
    a.password = await ask.text({
      prompt: l10n.t('Password of {0}', baseName(a.file!)), password: true,
      // What is wrong with the file beside the password is said when it is read.
      check: (password) => open(password).then(() => undefined, (error) => (isAboutPassword(error) ? wordsOf(error) : undefined)),
    });
    return true;
  },
];

export interface CertificateFile {
  /** DER of the certificate, without its key. */
  readonly der: Buffer;
  readonly subject: string;
  /** 40 hexadecimal digits, in upper case. */
  readonly thumbprint: string;
  /** The certificate with its key as the service takes them; absent where the file has no key. Both are secrets. */
  readonly pfx: { readonly data: Buffer; readonly password: string } | undefined;
}

/** @throws CertificateError, or Error in the reader's words for a file that is no certificate. */
export async function readCertificate({ file, bytes, password }: CertificateAnswers): Promise<CertificateFile> {
  const { buildPkcs12, decodeText, describeCertificate, identifyCertificateFile, readPem, readPkcs12 } = await import('../../certificates/index.ts');
  const name = fileName(file!);
  const described = (pemOrDer: string | Uint8Array, pfx: CertificateFile['pfx']): CertificateFile => {
    const { subject, thumbprint } = describeCertificate(pemOrDer, name);
    return { der: new X509Certificate(pemOrDer).raw, subject, thumbprint, pfx };
  };
  switch (identifyCertificateFile(bytes!)) {
    case 'pkcs12': return described((await readPkcs12(bytes!, { passphrase: password, file: name })).cert, { data: Buffer.from(bytes!), password: password! });
    case 'pem': {
      const pem = await readPem(decodeText(bytes!), { file: name });
      // The service takes keys in a PFX only; nobody has to know this password.
      const made = randomBytes(18).toString('base64');
      return described(pem.cert, { data: await buildPkcs12(pem, made), password: made });
    }
    case 'pemCertificateOnly': return described(decodeText(bytes!), undefined);
    case 'derCertificate': return described(bytes!, undefined);
    default: throw new Error(l10n.t('{0} holds no certificate. Choose a .pfx, .cer or .pem file.', name));
  }
}
