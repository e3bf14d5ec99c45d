import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import tls from 'node:tls';
import { inspect } from 'node:util';
import { issueServerCertificate, makeManagementCertificate } from '../../src/certificates/make.ts';
import { buildPkcs12 } from '../../src/certificates/pkcs12.ts';
import { connectionError } from '../../src/client/connectionError.ts';
import { Transport, type TransportOptions, type WireRequest } from '../../src/client/transport.ts';
import { ServiceManagementError } from '../../src/protocol/errors.ts';
import { identities, startWireServer, wakefulClock, type Identities, type WireServer } from './wireServer.ts';

const get: WireRequest = { method: 'GET', path: '/sub', headers: {} };
const post: WireRequest = { method: 'POST', path: '/sub', headers: {}, body: '<Secret>PaSsWoRd</Secret>' };

/** openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=Elliptic -days 36500; node-forge makes RSA only. */
const elliptic = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwtsZsKLQzn0zz1l+
cyDnDNNu+LrA5izEq66V6swkVm2hRANCAAS8mJd0FKvfi6OjYJxqqx9kkZp1VW0N
DJ7vOtoGSsCfWdoVkPPDJVReA6+eD0Rf+AZfP5di/Uo6kxefqjuClTYn
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBfDCCASOgAwIBAgIUCBWhA8asT0916tyr+MNKy6fXf+swCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIRWxsaXB0aWMwIBcNMjYxMTIzMDkzNjIxWhgPMjEyNjEwMzAw
OTM2MjFaMBMxETAPBgNVBAMMCEVsbGlwdGljMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEvJiXdBSr34ujo2CcaqsfZJGadVVtDQye7zraBkrAn1naFZDzwyVUXgOv
ng9EX/gGXz+XYv1KOpMXn6o7gpU2J6NTMFEwHQYDVR0OBBYEFCdDDxz/mFHAh3dR
kSX8XzWPmhtYMB8GA1UdIwQYMBaAFCdDDxz/mFHAh3dRkSX8XzWPmhtYMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgUEZT3R1eEcHyGFdq3a/IOAEV
xQTWKk4n4fSBfaomFvsCIFnU67VnD4Wwg1zOUUJnrv9hTl3b5cEYI6/NizwI4znr
-----END CERTIFICATE-----`,
};

describe('A request that gets no answer says why', () => {
  let own: Identities;
  const open: { close(): unknown }[] = [];

  before(async function () {
    this.timeout(20_000);
    own = await identities();
  });
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

  async function serve(options?: Parameters<typeof startWireServer>[1]): Promise<WireServer> {
    const server = await startWireServer((_, response) => response.end('<x/>'), options);
    open.push(server);
    return server;
  }
  /** Listens on this machine and gives its address with https, whatever it speaks. */
  async function listen(server: Server): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sockets = new Set<{ destroy(): void }>();
    server.on('connection', (socket) => sockets.add(socket));
    open.push({ close: () => { server.close(); sockets.forEach((socket) => socket.destroy()); } });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  /** Sends, and gives the error it must end with; in none of them, cause included, may a secret be. */
  async function failure(endpoint: string, options: Partial<TransportOptions> = {}, request = get): Promise<ServiceManagementError> {
    const transport = new Transport({ endpoint, certificate: own.management, ca: own.authority.cert, clock: wakefulClock(), ...options });
    open.push(transport);
    const error = await transport.send(request, { operation: 'x.y' }).then(() => assert.fail('It was answered.'), (cause: unknown) => cause);
    assert.ok(error instanceof ServiceManagementError, inspect(error));
    assert.equal(error.operation, 'x.y');
    assert.doesNotMatch(inspect(error, { depth: 5 }), /PRIVATE KEY|PaSsWoRd/);
    return error;
  }

  it('nothing listens: asks whether the emulator is started', async () => {
    const server = await startWireServer(() => {});
    await server.close();
    const { code, message } = await failure(server.origin);
    assert.deepEqual([code, message], ['ConnectionFailed', `Nothing answers at ${server.origin}. Is the emulator started, and is the port right?`]);
  });

  it('the host does not exist', async function () {
    this.timeout(30_000);
    const { code, message } = await failure('https://no-such-host.invalid', { ca: undefined });
    assert.deepEqual([code, /no host named no-such-host\.invalid/.test(message)], ['HostNotFound', true]);
  });

  it('the server is not the emulator that the authority belongs to', async () => {
    const server = await serve();
    const { code, message } = await failure(server.origin, { ca: own.management.cert });
    assert.deepEqual([code, /Is it the emulator/.test(message), server.seen.length], ['TlsUntrusted', true, 0]);
  });

  it('the server is not publicly trusted, even where the environment says to trust all', async () => {
    const server = await serve();
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      assert.equal((await failure(server.origin, { ca: undefined })).code, 'TlsUntrusted');
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
    assert.equal(server.seen.length, 0);
  });

  it('the server certificate is of another host, or expired', async () => {
    const issue = (days: number, ipAddresses: string[]) =>
      issueServerCertificate(own.authority, { commonName: 'Other', days, now: new Date(Date.now() - 5 * 86_400_000), dnsNames: ['other.example'], ipAddresses });
    for (const [wrong, problem] of [[await issue(9, []), 'EmulatorUntrusted'], [await issue(1, ['127.0.0.1']), 'ServerNotValidNow']] as const) {
      const server = await serve(wrong);
      const error = await failure(server.origin);
      assert.deepEqual([error.code, error.problem, server.seen.length], ['TlsUntrusted', problem, 0]);
    }
  });

  it('the server refuses the client certificate with a TLS alert', async () => {
    const alerts = { handshake_failure: 40, bad_certificate: 42, unsupported_certificate: 43, certificate_revoked: 44, certificate_expired: 45, certificate_unknown: 46, unknown_ca: 48, access_denied: 49, decrypt_error: 51, certificate_required: 116 };
    for (const [name, alert] of Object.entries(alerts)) {
      const origin = await listen(createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, alert])))));
      const { code, message } = await failure(origin, {}, post);
      assert.deepEqual([code, /may have/.test(message)], ['CertificateRefused', false], name);
    }
    // The desktop editor's TLS library, BoringSSL, spells them so.
    const boring = new Error('1000045c:error:1000045c:SSL routines:OPENSSL_internal:TLSV1_CERTIFICATE_REQUIRED:...:SSL alert number 116');
    const facts = { origin: 'https://127.0.0.1', written: true, changes: true, timeoutMs: 1 };
    assert.equal(connectionError(boring, facts).error.code, 'CertificateRefused');
    const other = await listen(createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 80])))));
    assert.equal((await failure(other)).code, 'ConnectionFailed');
  });

  it('the server refuses the client certificate after the handshake, as TLS 1.3 does', async () => {
    // It takes RSA signatures only, so that a client with an elliptic key shows no certificate.
    const server = await serve({ minVersion: 'TLSv1.3', rejectUnauthorized: true, sigalgs: 'RSA-PSS+SHA256' });
    const { code, message } = await failure(server.origin, { certificate: elliptic }, post);
    assert.deepEqual([code, /certificate required/.test(message), /may have/.test(message)], ['CertificateRefused', true, false]);
    assert.equal(server.seen.length, 0);
  });

  it('the server speaks nothing newer than TLS 1.1', async () => {
    const server = await serve({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    const { code, message } = await failure(server.origin);
    assert.deepEqual([code, /version/.test(message), server.seen.length], ['ConnectionFailed', true, 0]);
  });

  it('the management certificate cannot be used, and nothing is sent', async () => {
    const server = await serve();
    const weak = await makeManagementCertificate({ commonName: 'Weak', days: 1, now: new Date(), bits: 1024 as 2048 });
    const locked = createPrivateKey(own.management.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'right' }).toString();
    const { cert, key } = own.management;
    const cases: readonly (readonly [TransportOptions['certificate'], RegExp])[] = [
      [weak, /too short .* 2048/],
      [{ cert, key: own.server.key }, /do not belong together/],
      [{ cert, key: locked, passphrase: 'PaSsWoRd' }, /passphrase .* wrong/],
      [{ cert, key: locked }, /passphrase .* missing/],
      [{ cert: 'no PEM', key }, /not PEM/],
      [{ cert, key: 'no PEM' }, /not PEM/],
      [{ cert, key: '' }, /private key is missing/],
      [{ pfx: await buildPkcs12(own.management, 'right'), passphrase: 'PaSsWoRd' }, /passphrase .* wrong/],
      [{ pfx: Buffer.from('no PFX'), passphrase: '' }, /cannot be used/],
    ];
    for (const [certificate, words] of cases) {
      const { code, message } = await failure(server.origin, { certificate });
      assert.equal(code, 'CertificateRefused');
      assert.match(message, words);
    }
    assert.equal(server.connections, 0);
  });

  it('the server does not speak TLS, or not HTTP', async () => {
    assert.equal((await failure(await listen(createPlainServer()))).code, 'ConnectionFailed');
    const chatty = tls.createServer(own.server, (socket) => { socket.on('error', () => {}); socket.end('PaSsWoRd\r\n\r\n'); });
    const { code, message } = await failure(await listen(chatty), {}, post);
    assert.deepEqual([code, /not HTTP/.test(message), /may have carried it out/.test(message)], ['MalformedAnswer', true, true]);
  });

  it('no connection, no answer, or no more of it in time', async () => {
    const timeoutMs = 60;
    const mute = await listen(createServer((socket) => socket.on('error', () => {})));
    const silent = await startWireServer(() => {});
    const stalling = await startWireServer((_, response) => response.write('<x>'));
    open.push(silent, stalling);
    const notMade = await failure(mute, { timeoutMs }, post);
    assert.deepEqual([notMade.code, /carried/.test(notMade.message)], ['Timeout', false]);
    for (const server of [silent, stalling]) {
      assert.equal((await failure(server.origin, { timeoutMs })).code, 'Timeout');
      assert.equal(server.seen.length, 4);
      const { code, message } = await failure(server.origin, { timeoutMs }, post);
      assert.deepEqual([code, /may have carried it out/.test(message), server.seen.length], ['Timeout', true, 5]);
    }
  });

  it('a slow answer is waited for as long as it goes on', async () => {
    const server = await startWireServer(async (_, response) => {
      for (let part = 0; part < 6; part++) {
        response.write('x');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      response.end();
    });
    const transport = new Transport({ endpoint: server.origin, certificate: own.management, ca: own.authority.cert, timeoutMs: 450 });
    open.push(transport, server);
    assert.equal((await transport.send(post, { operation: 'x.y' })).body, 'xxxxxx');
  });

  it('the request itself is ill-formed', async () => {
    const server = await serve();
    for (const bad of [{ path: '/a b' }, { path: 'no-slash' }, { headers: { 'x-a': 'line\nbreak' } }]) {
      assert.equal((await failure(server.origin, {}, { ...get, ...bad })).code, 'InvalidParameter');
    }
  });

  it('the endpoint is not https://host[:port], or has an authority of its own outside of this machine', () => {
    const build = (endpoint: string, ca?: string) => () => new Transport({ endpoint, ca, certificate: own.management });
    for (const endpoint of ['http://127.0.0.1:8080', 'https://127.0.0.1/x', 'https://127.0.0.1?x', 'https://u:PaSsWoRd@127.0.0.1', 'management.core.windows.net', '']) {
      assert.throws(build(endpoint), (error: Error & { code?: string }) => error.code === 'InvalidParameter' && !error.message.includes('PaSsWoRd'));
    }
    for (const endpoint of ['https://management.core.windows.net', 'https://127.0.0.1.example.com', 'https://localhost.example.com', 'https://10.0.0.1']) {
      assert.throws(build(endpoint, own.authority.cert), { code: 'InvalidParameter' });
    }
    for (const endpoint of ['https://localhost', 'https://127.1.2.3:99', 'https://[::1]/']) build(endpoint, own.authority.cert)();
  });
});
