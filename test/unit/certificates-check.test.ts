import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import {
  checkClientCertificate, describeCertificate, makeManagementCertificate, readPem, uploadForm, warnIfReadableByOthers, type PemCertificate,
} from '../../src/certificates/index.ts';
import { OpensslFolder } from './certificatesOpenssl.ts';

/** For certificates made in the tests; those of openssl begin when it runs, and are checked `today`. */
const now = new Date('2026-11-23T12:00:00Z');
const today = () => new Date();
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);

describe('checking a certificate before it is used', function () {
  const folder = new OpensslFolder();
  let mine: PemCertificate;
  let hasOpenssl: boolean;
  before(async () => {
    mine = await makeManagementCertificate({ commonName: 'mine', days: 365, now });
    hasOpenssl = folder.run('version');
  });
  after(() => folder.remove());

  /** Code and severity of each problem; its words are asserted where they matter. */
  const problems = (certificate: Parameters<typeof checkClientCertificate>[0], at = now) =>
    checkClientCertificate(certificate, at).map(({ severity, code }) => `${severity} ${code}`);
  const selfSigned = (name: string, ...options: string[]) => {
    folder.run('req', '-x509', '-nodes', '-days', '36500', ...options, '-keyout', name, '-out', name, '-subj', `/C=ES/O=Contoso, S.A./CN=${name}`);
    return readPem(folder.text(name));
  };

  it('has nothing to say about a good one', () => {
    assert.deepEqual(problems(mine), []);
  });

  it('says that there is no private key', () => {
    assert.deepEqual(problems({ cert: mine.cert }), ['error KeyMissing']);
    assert.deepEqual(problems({ cert: mine.cert, key: 'not a key' }), ['error KeyDamaged']);
  });

  it('opens an encrypted key with its passphrase', () => {
    const key = createPrivateKey(mine.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' }).toString();
    assert.deepEqual(problems({ cert: mine.cert, key, passphrase: 'sesame' }), []);
  });

  it('says that key and certificate do not belong together', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const [problem] = checkClientCertificate({ cert: mine.cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }, now);
    assert.equal(problem?.code, 'KeyMismatch');
    assert.equal(problem.details['thumbprint'], describeCertificate(mine.cert).thumbprint);
    assert.match(problem.message, /does not belong to the certificate CN=mine \([0-9A-F]{40}\)/);
  });

  it('knows when a certificate is expired, about to be, or not valid yet', () => {
    assert.deepEqual(problems(mine, inDays(-1)), ['error NotYetValid']);
    assert.deepEqual(problems(mine, inDays(334)), []);
    assert.deepEqual(problems(mine, inDays(336)), ['warning ExpiresSoon']);
    assert.deepEqual(problems(mine, inDays(366)), ['error Expired']);
    assert.match(checkClientCertificate(mine, inDays(336))[0]!.message, /expires on 2027-11-23 \(days left: 29\)/);
    assert.match(checkClientCertificate(mine, inDays(366))[0]!.message, /CN=mine .* expired on 2027-11-23\. Make a new one/);
  });

  it('explains that the guide\'s literal rsa:1024 is refused, and so it is', function () {
    if (!hasOpenssl) return this.skip();
    const weak = selfSigned('weak.pem', '-newkey', 'rsa:1024');
    const [problem, ...more] = checkClientCertificate(weak, today());
    assert.deepEqual(more, []);
    assert.equal(problem?.code, 'KeyWeak');
    assert.deepEqual(problem.details, { subject: 'CN=weak.pem, O=Contoso\\, S.A., C=ES', bits: 1024, minimum: 2048 });
    assert.match(problem.message, /has 1024 bits; .* Make a new certificate with rsa:2048 instead of rsa:1024/);
    // Node 20 and 22 still allow it by their default of security level 1.
    if (Number(process.versions.node.split('.')[0]) >= 24) assert.throws(() => createSecureContext(weak), { code: 'ERR_SSL_EE_KEY_TOO_SMALL' });
  });

  it('refuses a key that is not RSA', function () {
    if (!hasOpenssl) return this.skip();
    assert.deepEqual(problems(selfSigned('ec.pem', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'), today()), ['error KeyNotRsa']);
  });

  it('warns of a SHA-1 signature', function () {
    if (!hasOpenssl) return this.skip();
    assert.deepEqual(problems(selfSigned('sha1.pem', '-newkey', 'rsa:2048', '-sha1'), today()), ['warning SignatureWeak']);
  });

  it('describes a certificate as Azure shows it, from PEM and from DER', () => {
    const description = describeCertificate(mine.cert);
    const { raw } = new X509Certificate(mine.cert);
    assert.deepEqual(description, {
      subject: 'CN=mine', issuer: 'CN=mine', thumbprint: description.thumbprint,
      notBefore: new Date('2026-11-23T11:00:00Z'), notAfter: new Date('2027-11-23T12:00:00Z'),
      keyType: 'rsa', keyBits: 2048, signatureAlgorithm: 'sha256WithRSAEncryption',
    });
    assert.match(description.thumbprint, /^[0-9A-F]{40}$/);
    assert.deepEqual(describeCertificate(raw), description);
    assert.throws(() => describeCertificate(raw.subarray(0, 100), 'my.cer'), { code: 'CertificateDamaged', message: /^my\.cer holds/ });
  });

  it('gives what Azure takes to register a certificate', () => {
    const { cer, data, publicKey, thumbprint } = uploadForm(mine.cert);
    assert.equal(new X509Certificate(cer).toString(), mine.cert);
    assert.equal(data, cer.toString('base64'));
    assert.equal(thumbprint, describeCertificate(mine.cert).thumbprint);
    assert.ok(createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'pkcs1' }).equals(new X509Certificate(mine.cert).publicKey));
  });

  it('names each signature algorithm as openssl does', function () {
    if (!hasOpenssl) return this.skip();
    const rsa = (digest: string) => describeCertificate(selfSigned(`${digest}.pem`, '-newkey', 'rsa:2048', `-${digest}`).cert).signatureAlgorithm;
    assert.deepEqual(['sha1', 'sha384', 'sha512'].map(rsa), ['sha1WithRSAEncryption', 'sha384WithRSAEncryption', 'sha512WithRSAEncryption']);
    const ec = describeCertificate(selfSigned('p384.pem', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha256').cert);
    assert.deepEqual([ec.keyType, ec.keyBits, ec.signatureAlgorithm], ['ec', undefined, 'ecdsa-with-SHA256']);
    const ed = describeCertificate(selfSigned('ed.pem', '-newkey', 'ed25519').cert);
    assert.deepEqual([ed.keyType, ed.signatureAlgorithm], ['ed25519', '1.3.101.112']);
  });

  it('warns of a key file that other users may read', async function () {
    if (process.platform === 'win32') return this.skip();
    const path = folder.file('mode.pem');
    writeFileSync(path, mine.key);
    chmodSync(path, 0o640);
    const warning = await warnIfReadableByOthers(path);
    assert.deepEqual([warning?.code, warning?.severity, warning?.details], ['ReadableByOthers', 'warning', { file: path, mode: '640' }]);
    chmodSync(path, 0o600);
    assert.equal(await warnIfReadableByOthers(path), undefined);
  });
});
