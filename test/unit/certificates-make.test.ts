import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import {
  checkClientCertificate, describeCertificate, issueServerCertificate, makeAuthority, makeManagementCertificate, type PemCertificate,
} from '../../src/certificates/index.ts';
import { OpensslFolder } from './certificatesOpenssl.ts';

const now = new Date();
const days = 365;

/** What the program prints; undefined where there is no such program. It must not block: the server runs in this process. */
const output = (program: string, ...args: string[]): Promise<string | undefined> =>
  promisify(execFile)(program, args).then(({ stdout }) => stdout, (error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

describe('making certificates', function () {
  const folder = new OpensslFolder();
  let authority: PemCertificate;
  let server: PemCertificate;
  before(async () => {
    authority = await makeAuthority({ commonName: 'Azure Classic, emulador de Núñez', days, now });
    server = await issueServerCertificate(authority, { commonName: 'localhost', dnsNames: ['localhost'], ipAddresses: ['127.0.0.1', '::1'], days, now });
    writeFileSync(folder.file('ca.pem'), authority.cert);
    writeFileSync(folder.file('server.pem'), server.cert);
  });
  after(() => folder.remove());

  it('makes a management certificate that passes our own checks, of 2048 or 3072 bits', async () => {
    for (const bits of [2048, 3072] as const) {
      const certificate = await makeManagementCertificate({ commonName: 'José & Co', bits, days, now });
      assert.deepEqual(checkClientCertificate(certificate, now), []);
      const { thumbprint, notBefore, notAfter, ...rest } = describeCertificate(certificate.cert);
      assert.deepEqual(rest, { subject: 'CN=José & Co', issuer: 'CN=José & Co', keyType: 'rsa', keyBits: bits, signatureAlgorithm: 'sha256WithRSAEncryption' });
      assert.ok(notBefore < now && notAfter > now);
    }
  });

  it('gives each its own serial number and key', async () => {
    const [a, b] = await Promise.all([0, 1].map(() => makeManagementCertificate({ commonName: 'same', days, now })));
    assert.notEqual(new X509Certificate(a!.cert).serialNumber, new X509Certificate(b!.cert).serialNumber);
    assert.notEqual(a!.key, b!.key);
  });

  it('refuses a common name that does not fit', async () => {
    for (const commonName of ['', 'x'.repeat(65), 'two\nlines']) {
      await assert.rejects(makeManagementCertificate({ commonName, days, now }), { code: 'CommonNameInvalid' });
    }
  });

  it('issues a server certificate for names and addresses', () => {
    const [issued, ca] = [new X509Certificate(server.cert), new X509Certificate(authority.cert)];
    assert.equal(issued.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    assert.ok(issued.checkIssued(ca) && issued.verify(ca.publicKey), 'the authority signed it');
    assert.deepEqual([ca.ca, issued.ca], [true, false]);
  });

  it('satisfies openssl at its strictest', function () {
    if (!folder.run('version')) return this.skip();
    folder.run('verify', '-x509_strict', '-purpose', 'sslserver', '-verify_ip', '127.0.0.1', '-CAfile', 'ca.pem', 'server.pem');
    folder.run('verify', '-x509_strict', '-verify_hostname', 'localhost', '-CAfile', 'ca.pem', 'server.pem');
    assert.throws(() => folder.run('verify', '-verify_hostname', 'example.com', '-CAfile', 'ca.pem', 'server.pem'), /hostname mismatch/i);
    assert.throws(() => folder.run('verify', '-purpose', 'sslclient', '-CAfile', 'ca.pem', 'server.pem'), /purpose/i);
  });

  describe('and serving HTTPS with them', function () {
    let client: PemCertificate;
    const listener = createServer();
    before(async () => {
      client = await makeManagementCertificate({ commonName: 'me', days, now });
      writeFileSync(folder.file('client.pem'), client.key + client.cert);
      listener.setSecureContext(server);
      Object.assign(listener, { requestCert: true, rejectUnauthorized: false });
      listener.on('request', (incoming, answer) => answer.end(new X509Certificate((incoming.socket as TLSSocket).getPeerCertificate().raw).fingerprint.replaceAll(':', '')));
      await once(listener.listen(0, '127.0.0.1'), 'listening');
    });
    after(() => listener.close());
    const url = (host: string) => `https://${host}:${(listener.address() as AddressInfo).port}/`;
    const thumbprint = () => describeCertificate(client.cert).thumbprint;

    for (const host of ['127.0.0.1', 'localhost']) {
      it(`Node reaches ${host} with a management certificate`, async () => {
        const [answer] = await once(request(url(host), { ca: authority.cert, ...client, agent: false, family: 4 }).end(), 'response');
        assert.equal((await answer.toArray()).join(''), thumbprint());
      });

      it(`curl reaches ${host}, trusting the authority alone`, async function () {
        const said = await output('curl', '--silent', '--show-error', '--noproxy', '*', '--cacert', folder.file('ca.pem'), '--cert', folder.file('client.pem'), url(host));
        if (said === undefined) return this.skip();
        assert.equal(said, thumbprint());
      });

      it(`Python reaches ${host} with strict verification`, async function () {
        const script = `import ssl, sys, urllib.request as u
c = ssl.create_default_context(cafile=sys.argv[1])
c.verify_flags |= ssl.VERIFY_X509_STRICT
c.load_cert_chain(sys.argv[2])
print(u.build_opener(u.ProxyHandler({}), u.HTTPSHandler(context=c)).open(sys.argv[3]).read().decode(), end='')`;
        const said = await output('python3', '-c', script, folder.file('ca.pem'), folder.file('client.pem'), url(host));
        if (said === undefined) return this.skip();
        assert.equal(said, thumbprint());
      });
    }

    it('Node refuses the server without the authority', async () => {
      await assert.rejects(once(request(url('127.0.0.1'), { agent: false }).end(), 'response'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    });
  });
});
