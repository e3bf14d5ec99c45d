import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildPkcs12, buildPublishSettings, identifyCertificateFile, makeManagementCertificate, readCertificateFile,
  type CertificateCode, type CertificateFileKind, type PemCertificate,
} from '../../src/certificates/index.ts';

describe('choosing a certificate file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azure-classic-certificates-'));
  let mine: PemCertificate;
  let pfx: Buffer;
  before(async () => {
    mine = await makeManagementCertificate({ commonName: 'mine', days: 365, now: new Date() });
    pfx = await buildPkcs12(mine, 'sesame');
  });
  after(() => rmSync(folder, { recursive: true }));

  function write(name: string, content: string | Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }
  const assertRefused = (path: string, code: CertificateCode, words: RegExp) =>
    assert.rejects(readCertificateFile(path), (error: Error & { code?: string }) => {
      assert.deepEqual([error.name, error.code], ['CertificateError', code]);
      assert.match(error.message, words);
      assert.ok(error.message.includes(path), 'the message names the file');
      return true;
    });
  const settings = () => buildPublishSettings([{ subscriptionId: 'a', name: 'A', endpoint: 'https://localhost', pfx }]);
  const webDeploy = '<publishData><publishProfile profileName="site" publishMethod="MSDeploy" userPWD="secret" /></publishData>';
  const der = () => new X509Certificate(mine.cert).raw;

  it('knows what a file is by its content', () => {
    const kinds: Record<CertificateFileKind, (string | Buffer)[]> = {
      pem: [mine.key + mine.cert, Buffer.from(`\ufeff${mine.cert}${mine.key}`, 'utf16le')],
      pemCertificateOnly: [mine.cert],
      pemKeyOnly: [mine.key, '-----BEGIN ENCRYPTED PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----'],
      derCertificate: [der()],
      pkcs12: [pfx, Buffer.from('30800201033080', 'hex')],
      publishSettings: [settings(), '\ufeff<!-- mine -->\r\n<PublishData />', '<?xml version="1.0"?>\n<PublishData><Publ'],
      webDeployProfile: [webDeploy],
      empty: ['', ' \r\n'],
      unknown: ['hello', `${'<!-- -->'.repeat(1000)}x`, '<html>', '-----BEGIN PUBLIC KEY-----', der().subarray(0, 200), Buffer.from([0x30]), Buffer.from('PK\x03\x04')],
    };
    const seen = Object.fromEntries(Object.entries(kinds).map(([kind, contents]) =>
      [kind, contents.map((content) => identifyCertificateFile(Buffer.from(content as Buffer)))]));
    assert.deepEqual(seen, Object.fromEntries(Object.entries(kinds).map(([kind, contents]) => [kind, contents.map(() => kind)])));
  });

  it('reads a .pem and a .pfx, whatever they are called', async () => {
    assert.deepEqual(await readCertificateFile(write('mine.pem', mine.key + mine.cert)), mine);
    assert.deepEqual(await readCertificateFile(write('utf16.txt', Buffer.from(`\ufeff${mine.key}${mine.cert}`, 'utf16le'))), mine);
    assert.deepEqual(await readCertificateFile(write('pfx.pem', pfx), { passphrase: 'sesame' }), mine);
  });

  it('says what a wrong choice is, and what to choose instead', async () => {
    await assertRefused(write('mine.cer', der()), 'CertificateWithoutKey', /no private key; a \.cer file is only for uploading to Azure\. Choose the \.pem/);
    await assertRefused(write('cert.pem', mine.cert), 'CertificateWithoutKey', /no private key/);
    await assertRefused(write('key.pem', mine.key), 'KeyWithoutCertificate', /no certificate\. Append/);
    await assertRefused(write('my.publishsettings', settings()), 'PublishSettingsGiven', /Import it/);
    await assertRefused(write('site.PublishSettings', webDeploy), 'WebDeployProfile', /publish profile of a web site/);
    await assertRefused(write('empty.pem', ''), 'FileEmpty', /is empty/);
    await assertRefused(write('photo.jpg', Buffer.from([0xff, 0xd8, 0xff])), 'FileUnknown', /neither a certificate nor a private key/);
    await assertRefused(write('locked.pfx', pfx), 'PassphraseNeeded', /protected by a passphrase/);
    await assertRefused(write('half.pem', mine.key + mine.cert.slice(0, 100)), 'PemDamaged', /cut off/);
  });

  it('says that a file is missing, a folder, a pipe or too large', async function () {
    await assertRefused(join(folder, 'nowhere.pem'), 'FileNotFound', /does not exist/);
    await assertRefused(join(write('a', 'a'), 'nowhere.pem'), 'FileNotFound', /does not exist/);
    mkdirSync(join(folder, 'certificates'));
    await assertRefused(join(folder, 'certificates'), 'FileIsFolder', /is a folder/);
    await assertRefused(write('film.pem', Buffer.alloc(1024 * 1024 + 1)), 'FileTooLarge', /has 1048577 bytes, more than the 1048576/);
    if (process.platform === 'win32') return;
    const pipe = join(folder, 'pipe.pem');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    await assertRefused(pipe, 'FileNotReadable', /not a regular file/);
  });

  it('says that a file may not be read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) return this.skip();
    const path = write('secret.pem', mine.key + mine.cert);
    chmodSync(path, 0);
    await assertRefused(path, 'FileNotReadable', /EACCES.*permissions/);
  });

  it('reads a PEM without loading node-forge', () => {
    const path = write('lazy.pem', mine.key + mine.cert);
    const script = `
      import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => { if (name === 'node-forge') throw new Error('node-forge was loaded'); return next(name, context); } });
      const { readCertificateFile, makeManagementCertificate } = await import(${JSON.stringify(new URL('../../src/certificates/index.ts', import.meta.url).href)});
      const { cert } = await readCertificateFile(${JSON.stringify(path)});
      console.log(cert.split('\\n')[0]);
      await makeManagementCertificate({ commonName: 'x', days: 1, now: new Date() }).catch((error) => console.log(error.message));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    assert.equal(stdout, '-----BEGIN CERTIFICATE-----\nnode-forge was loaded\n', stderr);
  });
});
