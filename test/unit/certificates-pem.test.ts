import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { makeManagementCertificate, readPem, type CertificateCode, type PemCertificate } from '../../src/certificates/index.ts';
import { OpensslFolder } from './certificatesOpenssl.ts';

const now = new Date('2026-11-23T12:00:00Z');
const passphrase = 'contraseña€';

function assertPair({ cert, key }: PemCertificate): void {
  assert.match(key, /^-----BEGIN PRIVATE KEY-----/);
  assert.ok(new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)), 'the key belongs to the first certificate');
}

function assertRefused(text: string, code: CertificateCode, words: RegExp, options = {}): void {
  assert.throws(() => readPem(text, { file: '/home/me/my.pem', ...options }), { name: 'CertificateError', code, message: words });
}

describe('reading a PEM file', function () {
  let mine: PemCertificate;
  let other: PemCertificate;
  before(async () => {
    mine = await makeManagementCertificate({ commonName: 'mine', days: 365, now });
    other = await makeManagementCertificate({ commonName: 'other', days: 365, now });
  });

  const encrypted = (type: 'pkcs1' | 'pkcs8') => createPrivateKey(mine.key).export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();

  it('takes key and certificate in either order', () => {
    assert.deepEqual(readPem(mine.key + mine.cert), mine);
    assert.deepEqual(readPem(mine.cert + mine.key), mine);
  });

  it('takes a PKCS#1 key ("RSA PRIVATE KEY") and gives it as PKCS#8', () => {
    const pkcs1 = createPrivateKey(mine.key).export({ type: 'pkcs1', format: 'pem' }).toString();
    assert.match(pkcs1, /BEGIN RSA PRIVATE KEY/);
    assert.deepEqual(readPem(pkcs1 + mine.cert), mine);
  });

  it('takes Windows line ends, a byte order mark and text between the blocks', () => {
    const text = `\ufeffBag Attributes\n    localKeyID: 01 00\n${mine.key}subject=CN = mine\n${mine.cert}`.replaceAll('\n', '\r\n');
    assert.deepEqual(readPem(text), mine);
  });

  it('opens an encrypted key with its passphrase, in both of the forms that PEM has', () => {
    assert.match(encrypted('pkcs1'), /Proc-Type: 4,ENCRYPTED/);
    assert.deepEqual(readPem(encrypted('pkcs1') + mine.cert, { passphrase }), mine);
    assert.match(encrypted('pkcs8'), /BEGIN ENCRYPTED PRIVATE KEY/);
    assert.deepEqual(readPem(encrypted('pkcs8') + mine.cert, { passphrase }), mine);
  });

  it('ignores a passphrase that is not needed', () => {
    assert.deepEqual(readPem(mine.key + mine.cert, { passphrase }), mine);
  });

  it('says that a passphrase is needed, or wrong, and never shows it', () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      assertRefused(encrypted(type) + mine.cert, 'PassphraseNeeded', /my\.pem is protected by a passphrase/);
      assertRefused(encrypted(type) + mine.cert, 'PassphraseWrong', /^(?!.*geheim).*does not open the private key/, { passphrase: 'geheim' });
    }
  });

  it('puts the certificate of the key first and keeps the others as its chain', () => {
    const { cert } = readPem(other.cert + mine.cert + mine.key);
    assert.equal(cert, mine.cert + other.cert);
  });

  it('says what is missing: the key, the certificate, or both', () => {
    assertRefused(mine.cert, 'CertificateWithoutKey', /my\.pem has a certificate but no private key; a \.cer file is only for uploading/);
    assertRefused(mine.key, 'KeyWithoutCertificate', /has a private key but no certificate/);
    assertRefused('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', 'FileUnknown', /neither a certificate nor a private key/);
    assertRefused('hello', 'FileUnknown', /neither/);
  });

  it('refuses two private keys instead of guessing', () => {
    assertRefused(mine.key + other.key + mine.cert, 'SeveralKeys', /holds 2 private keys/);
  });

  it('says that a file is cut off or damaged', () => {
    assertRefused(mine.key + mine.cert.slice(0, 300), 'PemDamaged', /"-----BEGIN CERTIFICATE-----" without a readable end/);
    assertRefused(mine.key.slice(0, 300) + mine.cert + mine.key, 'PemDamaged', /"-----BEGIN PRIVATE KEY-----" without a readable end/);
    const broken = (pem: string) => pem.replace(/\n.{64}\n/, '\nAAAA\n');
    assertRefused(mine.key + broken(mine.cert), 'CertificateDamaged', /certificate that cannot be read/);
    assertRefused(broken(mine.key) + mine.cert, 'KeyDamaged', /private key that cannot be read/);
  });

  it('reads what the guide\'s openssl command makes, with the certificate that its second command exports', function () {
    const folder = new OpensslFolder();
    try {
      if (!folder.run('req', '-x509', '-nodes', '-days', '365', '-newkey', 'rsa:2048', '-keyout', 'mycert.pem', '-out', 'mycert.pem', '-subj', '/CN=guide')) return this.skip();
      folder.run('x509', '-inform', 'pem', '-in', 'mycert.pem', '-outform', 'der', '-out', 'mycert.cer');
      const certificate = readPem(folder.text('mycert.pem'));
      assertPair(certificate);
      assert.deepEqual(new X509Certificate(certificate.cert).raw, folder.read('mycert.cer'));
    } finally {
      folder.remove();
    }
  });
});
