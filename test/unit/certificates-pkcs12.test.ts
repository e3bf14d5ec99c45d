import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import forge from 'node-forge';
import { buildPkcs12, makeManagementCertificate, readPkcs12, type CertificateCode, type PemCertificate } from '../../src/certificates/index.ts';
import { OpensslFolder } from './certificatesOpenssl.ts';

/** The rows of reliability.md E.2: how openssl is told to make each. */
const kinds: Record<string, string[]> = {
  'RC2-40 certificates and a 3DES key, SHA-1 MAC (old Windows, OpenSSL 1)': ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  '3DES with a SHA-1 MAC': ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  'AES-256 with a SHA-1 MAC': ['-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC', '-macalg', 'sha1'],
  'AES-256 with a SHA-256 MAC (Windows 2019, OpenSSL 3)': ['-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC', '-macalg', 'sha256'],
  'AES-256 with a SHA-512 MAC': ['-certpbe', 'AES-256-CBC', '-keypbe', 'AES-256-CBC', '-macalg', 'sha512'],
  'AES-128 without a MAC': ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-nomac'],
  '3DES without a MAC': ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-nomac'],
};
const passwords = { 'an ASCII password': 'sesame', 'an empty password': '', 'the password contraseña€': 'contraseña€' };

describe('reading a PKCS#12 (.pfx)', function () {
  const folder = new OpensslFolder();
  let mine: PemCertificate;
  let hasOpenssl: boolean;
  before(async () => {
    mine = await makeManagementCertificate({ commonName: 'José', days: 365, now: new Date() });
    writeFileSync(folder.file('mine.pem'), mine.key + mine.cert);
    hasOpenssl = folder.run('version');
  });
  after(() => folder.remove());

  const exported = (password: string, ...options: string[]) => {
    folder.run('pkcs12', '-export', '-in', 'mine.pem', '-out', 'out.pfx', '-passout', `pass:${password}`, ...options);
    return folder.read('out.pfx');
  };
  const assertRefused = (pfx: Buffer, passphrase: string | undefined, code: CertificateCode, words: RegExp) =>
    assert.rejects(readPkcs12(pfx, { passphrase, file: 'my.pfx' }), { name: 'CertificateError', code, message: words });

  for (const [kind, options] of Object.entries(kinds)) {
    for (const [how, password] of Object.entries(passwords)) {
      it(`${kind}, with ${how}`, async function () {
        if (!hasOpenssl) return this.skip();
        const pfx = exported(password, ...options);
        assert.deepEqual(await readPkcs12(pfx, { passphrase: password }), mine);
        await assertRefused(pfx, 'contrasena', 'PassphraseWrong', /^(?!.*contrasena).*my\.pfx/);
        if (password) await assertRefused(pfx, undefined, 'PassphraseNeeded', /protected by a passphrase/);
      });
    }
  }

  it('keeps the chain behind the certificate of the key', async function () {
    if (!hasOpenssl) return this.skip();
    const other = await makeManagementCertificate({ commonName: 'other', days: 365, now: new Date() });
    writeFileSync(folder.file('other.pem'), other.cert);
    assert.equal((await readPkcs12(exported('a', '-certfile', 'other.pem'), { passphrase: 'a' })).cert, mine.cert + other.cert);
  });

  it('reads a key that is not RSA, so that its kind can be told', async function () {
    if (!hasOpenssl) return this.skip();
    folder.run('req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-keyout', 'ec.pem', '-out', 'ec.pem', '-subj', '/CN=ec');
    folder.run('pkcs12', '-export', '-in', 'ec.pem', '-out', 'ec.pfx', '-passout', 'pass:a');
    const { cert, key } = await readPkcs12(folder.read('ec.pfx'), { passphrase: 'a' });
    assert.equal(createPrivateKey(key).asymmetricKeyType, 'ec');
    assert.ok(new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)));
  });

  it('says what is missing in it', async function () {
    if (!hasOpenssl) return this.skip();
    await assertRefused(exported('a', '-nokeys'), 'a', 'CertificateWithoutKey', /no private key/);
    await assertRefused(exported('a', '-nocerts'), 'a', 'KeyWithoutCertificate', /no certificate/);
  });

  it('reads one whose length is left open, as BER allows', async () => {
    const pfx = await buildPkcs12(mine, 'sesame');
    assert.equal(pfx.subarray(0, 2).toString('hex'), '3082', 'its length takes two octets');
    const open = Buffer.concat([Buffer.from([0x30, 0x80]), pfx.subarray(4), Buffer.from([0, 0])]);
    assert.deepEqual(await readPkcs12(open, { passphrase: 'sesame' }), mine);
  });

  it('reads one without any password, not even an empty one', async () => {
    const { asn1, pki, pkcs12 } = forge;
    const pfx = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(mine.key), pki.certificateFromPem(mine.cert), null);
    assert.deepEqual(await readPkcs12(Buffer.from(asn1.toDer(pfx).getBytes(), 'latin1')), mine);
  });

  it('does not open one whose bytes were changed, which its MAC tells', async () => {
    const pfx = await buildPkcs12(mine);
    pfx[200]! ^= 1;
    await assertRefused(pfx, undefined, 'PassphraseNeeded', /protected/);
  });

  it('says that it is damaged', async () => {
    const pfx = await buildPkcs12(mine, 'sesame');
    await assertRefused(pfx.subarray(0, 500), 'sesame', 'Pkcs12Damaged', /not a readable PKCS#12/);
    await assertRefused(Buffer.from('0\x82\x01\x00\x02\x01\x03hello', 'latin1'), 'sesame', 'Pkcs12Damaged', /not a readable PKCS#12/);
  });

  for (const [how, password] of Object.entries(passwords)) {
    it(`what we write with ${how} is read by ourselves, by openssl and by Node`, async function () {
      const pfx = await buildPkcs12(mine, password);
      assert.deepEqual(await readPkcs12(pfx, { passphrase: password }), mine);
      createSecureContext({ pfx, passphrase: password });
      if (!hasOpenssl) return this.skip();
      writeFileSync(folder.file('ours.pfx'), pfx);
      folder.run('pkcs12', '-in', 'ours.pfx', '-nodes', '-passin', `pass:${password}`, '-out', 'ours.pem');
      assert.ok(folder.text('ours.pem').includes(mine.key) && folder.text('ours.pem').includes(mine.cert));
    });
  }
});
