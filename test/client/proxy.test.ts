import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import tls from 'node:tls';
import { issueServerCertificate } from '../../src/certificates/make.ts';
import type { Proxy } from '../../src/client/proxy.ts';
import { Transport, type WireRequest } from '../../src/client/transport.ts';
import { ServiceManagementError } from '../../src/protocol/errors.ts';
import { startConnectProxy, type ConnectProxy } from './connectProxy.ts';
import { fingerprint, identities, startWireServer, wakefulClock, type Identities, type WireServer } from './wireServer.ts';

const get: WireRequest = { method: 'GET', path: '/sub/locations', headers: {} };
const post: WireRequest = { method: 'POST', path: '/sub/services', headers: {}, body: '<Create/>' };
/** No name server knows it: only the proxy does. */
const host = 'management.proxied.invalid';
const secret = `Basic ${Buffer.from('maría:PaSsWoRd').toString('base64')}`;

describe('Through a proxy', () => {
  let own: Identities;
  let server: WireServer;
  const authorities = tls.getCACertificates('default');
  const open: { close(): Promise<unknown> }[] = [];

  before(async function () {
    this.timeout(20_000);
    own = await identities();
    server = await startWireServer((_, response) => response.end('<x/>'), await issueServerCertificate(own.authority, { commonName: host, days: 2, now: new Date(), dnsNames: [host], ipAddresses: [] }));
    // As if the authority were a public one: no other may be given for a host that is not this machine.
    tls.setDefaultCACertificates([...authorities, own.authority.cert]);
  });
  after(async () => {
    tls.setDefaultCACertificates(authorities);
    await server.close();
  });
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

  async function proxyOf(route: Parameters<typeof startConnectProxy>[0] = () => ({ port: server.port })): Promise<ConnectProxy> {
    const proxy = await startConnectProxy(route);
    open.push(proxy);
    return proxy;
  }
  function connect(proxy: Proxy | 'unusable' | undefined, endpoint = `https://${host}:${server.port}`, timeoutMs = 10_000): Transport {
    const transport = new Transport({ endpoint, certificate: own.management, proxy, timeoutMs, clock: wakefulClock() });
    open.push(transport);
    return transport;
  }
  async function failure(transport: Transport, request = get): Promise<{ code: string; problem: string | undefined; message: string }> {
    const error = await transport.send(request, { operation: 'x.y' }).then(() => assert.fail('It was answered.'), (cause: unknown) => cause);
    assert.ok(error instanceof ServiceManagementError, inspect(error));
    for (const told of [secret, 'PaSsWoRd', 'PRIVATE KEY']) assert.ok(!inspect(error, { depth: 6, showHidden: true }).includes(told), told);
    return { code: error.code, problem: error.problem, message: error.message };
  }

  it('a request reaches its endpoint, which sees the management certificate that the proxy does not', async () => {
    const proxy = await proxyOf();
    const transport = connect({ origin: proxy.origin });
    assert.equal((await transport.send(post, { operation: 'x.y' })).body, '<x/>');
    await transport.send(get, { operation: 'x.y' });
    const [seen] = server.seen.slice(-2);
    assert.deepEqual([seen!.method, seen!.headers.host, seen!.certificate], ['POST', `${host}:${server.port}`, fingerprint(own.management.cert)]);
    assert.deepEqual(proxy.seen, [{ host: `${host}:${server.port}`, authorization: undefined }], 'one tunnel for both, without a login');
    assert.ok(!Buffer.concat(proxy.carried).includes('/sub/services'), 'what the proxy carries is encrypted');
  });

  it('the port of https is said where the endpoint names none', async () => {
    const proxy = await proxyOf(() => ({ status: 403 }));
    await failure(connect({ origin: proxy.origin }, `https://${host}`));
    assert.equal(proxy.seen[0]!.host, `${host}:443`);
  });

  it('several requests at once have a tunnel each', async () => {
    const proxy = await proxyOf();
    const transport = connect({ origin: proxy.origin });
    await Promise.all(Array.from({ length: 20 }, () => transport.send(get, { operation: 'x.y' })));
    assert.equal(proxy.seen.length, 8);
  });

  it('the proxy gets its login, and the endpoint does not', async () => {
    const proxy = await proxyOf((_, authorization) => (authorization === secret ? { port: server.port } : { status: 407 }));
    await connect({ origin: proxy.origin, authorization: secret }).send(get, { operation: 'x.y' });
    assert.equal(server.seen.at(-1)!.headers['proxy-authorization'], undefined);

    const { code, problem, message } = await failure(connect({ origin: proxy.origin }));
    assert.deepEqual([code, problem], ['ProxyRefused', 'ProxyWantsLogin']);
    assert.match(message, /^The proxy http:\/\/127\.0\.0\.1:\d+ wants a user name and a password .*http\.proxyAuthorization/);
    assert.deepEqual(await failure(connect({ origin: proxy.origin, authorization: 'Basic PaSsWoRd' })), { code, problem, message });
    assert.equal(proxy.seen.length, 3, 'a refused login is not tried again, which could lock the account');
  });

  it('a proxy that refuses, or that has no way there, is told from the endpoint', async () => {
    const refusing = await proxyOf(() => ({ status: 403 }));
    const refused = await failure(connect({ origin: refusing.origin }), post);
    assert.deepEqual([refused.code, refused.problem, /answered with HTTP status 403\. Ask whoever runs it/.test(refused.message)], ['ProxyRefused', 'ProxyRefuses', true]);
    assert.equal(refusing.seen.length, 1);
    const cut = await proxyOf(() => ({ status: 502 }));
    const away = await failure(connect({ origin: cut.origin }), post);
    assert.deepEqual([away.code, away.problem, /may have/.test(away.message)], ['ConnectionFailed', 'ProxyHasNoWay', false]);
    assert.equal(cut.seen.length, 4, 'tried again, for nothing was sent');
  });

  it('a proxy that is not there, hangs up or stays silent is named', async () => {
    const gone = await startConnectProxy(() => 'hangUp');
    const { origin } = gone;
    const hungUp = await failure(connect({ origin }));
    assert.deepEqual([hungUp.code, hungUp.problem], ['ConnectionFailed', 'ProxyUnreachable']);
    await gone.close();
    const { code, problem, message } = await failure(connect({ origin }), post);
    assert.deepEqual([code, problem, /ECONNREFUSED.*http\.proxy/.test(message), message.includes(origin)], ['ConnectionFailed', 'ProxyUnreachable', true, true]);
    assert.deepEqual((await failure(connect({ origin: 'http://no-such-proxy.invalid:8080' }))).problem, 'ProxyNotFound');
    const mute = await proxyOf(() => 'silence');
    const late = await failure(connect({ origin: mute.origin }, undefined, 100));
    assert.deepEqual([late.code, late.problem], ['Timeout', 'ProxyLate']);
  });

  it('a proxy that looks into the connection is not trusted', async () => {
    const other = await startWireServer((_, response) => response.end());
    open.push(other);
    const proxy = await proxyOf(() => ({ port: other.port }));
    const { code, message } = await failure(connect({ origin: proxy.origin }));
    assert.deepEqual([code, /does a proxy look into the connection\?/.test(message), other.seen.length], ['TlsUntrusted', true, 0]);
  });

  it('one that is no http address is told before anything is sent', async () => {
    assert.deepEqual((await failure(connect('unusable'))).problem, 'ProxyUnusable');
  });

  it('this machine is never reached, whatever is given', async () => {
    const proxy = await proxyOf();
    const local = await startWireServer((_, response) => response.end('<here/>'));
    open.push(local);
    for (const given of [{ origin: proxy.origin }, 'unusable'] as const) {
      const transport = new Transport({ endpoint: local.origin, certificate: own.management, ca: own.authority.cert, proxy: given });
      open.push(transport);
      assert.equal((await transport.send(get, { operation: 'x.y' })).body, '<here/>');
    }
    assert.deepEqual(proxy.seen, []);
  });
});
