import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { systemClock } from '../../src/client/clock.ts';
import { Transport, type Exchange, type TransportOptions, type WireRequest } from '../../src/client/transport.ts';
import { buildPkcs12 } from '../../src/certificates/pkcs12.ts';
import { fingerprint, identities, startWireServer, wakefulClock, type Answer, type Identities, type WireServer } from './wireServer.ts';

const get: WireRequest = { method: 'GET', path: '/sub/locations', headers: { 'x-ms-version': '2014-10-01' } };
const post: WireRequest = { method: 'POST', path: '/sub/services/hostedservices?a=1&b=%20', headers: { 'content-type': 'application/xml' }, body: '<Create>ñ</Create>' };
const operation = 'locations.list';

describe('The transport', () => {
  let own: Identities;
  const servers: WireServer[] = [];
  const transports: Transport[] = [];

  before(async function () {
    this.timeout(20_000);
    own = await identities();
  });
  afterEach(async () => {
    await Promise.all([...transports.splice(0), ...servers.splice(0)].map((one) => one.close()));
  });

  async function serve(answer: Answer, options?: Parameters<typeof startWireServer>[1]): Promise<WireServer> {
    const server = await startWireServer(answer, options);
    servers.push(server);
    return server;
  }
  function connect(endpoint: string, options: Partial<TransportOptions> = {}): Transport {
    const transport = new Transport({ endpoint, certificate: own.management, ca: own.authority.cert, clock: wakefulClock(), ...options });
    transports.push(transport);
    return transport;
  }
  const cancelled = { name: 'ServiceManagementError', code: 'Cancelled', operation };

  describe('carrying a request', () => {
    it('shows the management certificate and gives status, headers and text back', async () => {
      const server = await serve((_, response) => response.writeHead(202, { 'X-MS-Request-Id': 'abc' }).end('<Ñ>€</Ñ>'));
      const answer = await connect(server.origin).send(post, { operation: 'hostedServices.create' });
      assert.deepEqual([answer.status, answer.headers['x-ms-request-id'], answer.body], [202, 'abc', '<Ñ>€</Ñ>']);
      const [seen] = server.seen;
      assert.deepEqual([seen!.method, seen!.url, seen!.body, seen!.headers['content-type']], ['POST', post.path, post.body, 'application/xml']);
      assert.equal(seen!.certificate, fingerprint(own.management.cert));
      assert.match(String(seen!.headers['x-ms-client-request-id']), /^[0-9a-f-]{36}$/);
    });

    it('takes the certificate as a PFX with a passphrase too', async () => {
      const server = await serve((_, response) => response.end());
      const certificate = { pfx: await buildPkcs12(own.management, 'secret'), passphrase: 'secret' };
      await connect(server.origin, { certificate }).send(get, { operation });
      assert.equal(server.seen[0]!.certificate, fingerprint(own.management.cert));
    });

    it('keeps one connection for calls one after the other', async () => {
      const server = await serve((_, response) => response.end('<x/>'));
      const transport = connect(server.origin);
      for (let call = 0; call < 20; call++) await transport.send(call % 2 ? get : post, { operation });
      assert.deepEqual([server.seen.length, server.connections], [20, 1]);
    });

    it('has 8 requests in flight at most and serves the others in the order they came', async () => {
      const server = await serve((_, response) => setTimeout(() => response.end(), 5));
      const transport = connect(server.origin);
      const ended: number[] = [];
      await Promise.all(Array.from({ length: 50 }, async (_, call) => {
        await transport.send({ ...get, path: `/${call}` }, { operation });
        ended.push(call);
      }));
      assert.deepEqual([server.mostInFlight, server.connections], [8, 8]);
      // Within one batch the network may swap neighbours; nobody is overtaken by a whole batch.
      ended.forEach((call, place) => assert.ok(Math.abs(call - place) < 16, `${call} ended in place ${place}`));
    });

    it('reads an answer of 20 MB whole', async () => {
      const text = '0123456789abcdeñ'.repeat(1_300_000);
      const server = await serve((_, response) => response.end(text));
      const { body } = await connect(server.origin).send(get, { operation });
      assert.ok(body === text);
    });

    it('gives up an answer of more than 64 MB, and does not ask again', async () => {
      const part = Buffer.alloc(1024 * 1024, 'x');
      const server = await serve((_, response) => pipeline(Array(70).fill(part), response).catch(() => {}));
      await assert.rejects(connect(server.origin).send(get, { operation }), { code: 'MalformedAnswer' });
      assert.equal(server.seen.length, 1);
    });

    it('tells an observer of every attempt, without the signature of a blob URL', async () => {
      const server = await serve((_, response, number) => response.writeHead(number === 1 ? 503 : 200, { 'x-ms-request-id': `r${number}` }).end());
      const exchanges: Exchange[] = [];
      await connect(server.origin, { onExchange: (exchange) => exchanges.push(exchange) })
        .send({ ...get, path: '/sub?sv=1&sig=abc%2F&se=2' }, { operation });
      assert.deepEqual(exchanges.map(({ durationMs: _, date: __, ...rest }) => rest), [1, 2].map((attempt) => ({
        operation, method: 'GET', host: `127.0.0.1:${server.port}`, path: '/sub?sv=1&sig=***&se=2', attempt,
        clientRequestId: server.seen[0]!.headers['x-ms-client-request-id'], status: attempt === 1 ? 503 : 200, requestId: `r${attempt}`,
      })));
      assert.ok(exchanges.every(({ durationMs, date }) => durationMs > 0 && Date.parse(date!) > 0));
    });

    it('loads undici with the first request only', async () => {
      const script = `
        const { Transport } = await import(${JSON.stringify(new URL('../../src/client/transport.ts', import.meta.url).href)});
        const loaded = () => Object.keys(process.getBuiltinModule('module').createRequire('/')('module')._cache).some((file) => file.includes('undici'));
        const transport = new Transport({ endpoint: 'https://127.0.0.1:1', certificate: ${JSON.stringify(own.management)} });
        const before = loaded();
        await transport.send({ method: 'POST', path: '/', headers: {} }, { operation: 'x', signal: AbortSignal.timeout(300) }).catch(() => {});
        console.log(before, loaded());`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
      assert.equal(stdout, 'false true\n');
    });
  });

  describe('redirected by 307', () => {
    const redirect = (location: () => string): Answer => (_, response) => response.writeHead(307, { location: location() }).end();

    it('repeats method, headers and body at another port of the host, and keeps the query', async () => {
      const region = await serve((_, response) => response.writeHead(201).end('<done/>'));
      const front = await serve(redirect(() => `${region.origin}/moved`));
      const { status, body } = await connect(front.origin).send(post, { operation });
      assert.deepEqual([status, body], [201, '<done/>']);
      const [first, second] = [front.seen[0]!, region.seen[0]!];
      assert.deepEqual([second.method, second.url, second.body, second.certificate], ['POST', '/moved?a=1&b=%20', post.body, first.certificate]);
      assert.deepEqual({ ...second.headers, host: '' }, { ...first.headers, host: '' });
    });

    it('prefers the query of the Location, which may be relative', async () => {
      const server = await serve((seen, response) => seen.url === '/there?c=3' ? response.end('<x/>') : response.writeHead(307, { location: '/there?c=3' }).end());
      assert.equal((await connect(server.origin).send(post, { operation })).status, 200);
    });

    it('is not followed to another host, nor over http, nor nowhere', async () => {
      const other = await serve((_, response) => response.end());
      for (const location of [`https://localhost:${other.port}/`, `http://127.0.0.1:${other.port}/`, '//localhost/x', 'https://', '']) {
        const server = await serve(redirect(() => location));
        await assert.rejects(connect(server.origin).send(get, { operation }), { code: 'RedirectRefused', httpStatus: 307, operation });
        assert.equal(server.seen.length, 1);
      }
      assert.equal(other.connections, 0);
    });

    it('ends after five', async () => {
      const server = await serve(redirect(() => '/again'));
      await assert.rejects(connect(server.origin).send(get, { operation }), { code: 'RedirectRefused', message: /more than 5 times/ });
      assert.equal(server.seen.length, 6);
    });
  });

  describe('when something goes wrong', () => {
    const lose: Answer = (_, response) => response.destroy();

    it('asks again after a lost answer, with the same client request id', async () => {
      const server = await serve((seen, response, number) => number < 3 ? lose(seen, response, number) : response.end('<x/>'));
      assert.equal((await connect(server.origin).send(get, { operation })).body, '<x/>');
      assert.equal(new Set(server.seen.map(({ headers }) => headers['x-ms-client-request-id'])).size, 1);
    });

    it('never sends a POST twice whose answer was lost, and says that it may have worked', async () => {
      const server = await serve(lose);
      await assert.rejects(connect(server.origin).send(post, { operation }), { code: 'ConnectionFailed', message: /may have carried it out/ });
      assert.equal(server.seen.length, 1);
    });

    it('takes a lost POST as done when the state read back says so, and not otherwise', async () => {
      const server = await serve(lose);
      const transport = connect(server.origin);
      assert.deepEqual(await transport.send(post, { operation, readBack: async () => true }), { status: 200, headers: {}, body: '', doneEarlier: true });
      for (const readBack of [async () => false, () => Promise.reject(new Error('not readable either'))]) {
        await assert.rejects(transport.send(post, { operation, readBack }), { code: 'ConnectionFailed' });
      }
      assert.equal(server.seen.length, 3);
    });

    it('sends a POST again when nothing listened the first time', async () => {
      const gone = await startWireServer(() => {});
      await gone.close();
      let server: WireServer | undefined;
      const clock = wakefulClock(async () => server = await serve((_, response) => response.writeHead(201).end(), { port: gone.port }));
      assert.equal((await connect(gone.origin, { clock }).send(post, { operation })).status, 201);
      assert.deepEqual([server!.seen.length, clock.slept], [1, [800]]);
    });

    it('waits as long as a busy service asks, for a POST too', async () => {
      const server = await serve((_, response, number) => number === 1
        ? response.writeHead(429, { 'retry-after': '7' }).end() : response.writeHead(202).end());
      const clock = wakefulClock();
      assert.equal((await connect(server.origin, { clock }).send(post, { operation })).status, 202);
      assert.deepEqual(clock.slept, [7000]);
    });

    it('gives the last answer after four attempts', async () => {
      const server = await serve((_, response, number) => response.writeHead(503).end(`<Error n="${number}"/>`));
      const clock = wakefulClock();
      const { status, body } = await connect(server.origin, { clock }).send(get, { operation });
      assert.deepEqual([status, body, clock.slept], [503, '<Error n="4"/>', [800, 1600, 3200]]);
    });

    it('is not sent again where once is to be all', async () => {
      const server = await serve((_, response) => response.writeHead(503).end());
      const clock = wakefulClock();
      assert.equal((await connect(server.origin, { clock, attempts: 1 }).send(get, { operation })).status, 503);
      assert.deepEqual([server.seen.length, clock.slept], [1, []]);
    });

    it('takes an answer that breaks off for a lost one', async () => {
      for (const headers of [{ 'content-length': '1000' }, { 'transfer-encoding': 'chunked' }]) {
        const server = await serve((_, response, number) => {
          response.writeHead(200, headers);
          if (number > 1) return response.end('x'.repeat(1000));
          return response.write('<Locations>', () => response.destroy());
        });
        assert.equal((await connect(server.origin).send(get, { operation })).body.length, 1000);
      }
      for (const headers of [{ 'content-length': '9', connection: 'close' }, { 'transfer-encoding': 'chunked', connection: 'close' }]) {
        const server = await serve((_, response) => response.writeHead(200, headers).write('<x', () => response.socket!.end()));
        await assert.rejects(connect(server.origin).send(post, { operation }), { code: 'ConnectionFailed' });
      }
    });

    it('takes a repeated DELETE that finds nothing as done', async () => {
      const server = await serve((seen, response, number) => number === 1 ? lose(seen, response, number) : response.writeHead(404).end('<Error/>'));
      const { status, doneEarlier } = await connect(server.origin).send({ ...get, method: 'DELETE' }, { operation });
      assert.deepEqual([status, doneEarlier, server.seen.length], [200, true, 2]);
    });

    it('reads the state back when a repeated PUT or DELETE meets its own 409', async () => {
      for (const method of ['PUT', 'DELETE'] as const) {
        for (const did of [true, false]) {
          const server = await serve((seen, response, number) => number === 1 ? lose(seen, response, number) : response.writeHead(409).end('<Error/>'));
          const { status } = await connect(server.origin).send({ ...get, method }, { operation, readBack: async () => did });
          assert.deepEqual([status, server.seen.length], [did ? 200 : 409, 2]);
        }
      }
    });
  });

  describe('cancelled', () => {
    /** Aborts once `when` holds, and checks that the call ends with it. */
    async function cancelWhen(transport: Transport, when: () => boolean, request = get): Promise<void> {
      const abort = new AbortController();
      const sent = assert.rejects(transport.send(request, { operation, signal: abort.signal }), cancelled);
      while (!when()) await new Promise(setImmediate);
      abort.abort();
      await sent;
    }

    it('before it is sent, sends nothing', async () => {
      const server = await serve(() => {});
      await assert.rejects(connect(server.origin).send(get, { operation, signal: AbortSignal.abort() }), cancelled);
      assert.equal(server.connections, 0);
    });

    it('while it waits for its turn, leaves the others alone', async () => {
      const waiting: (() => void)[] = [];
      const server = await serve((_, response) => waiting.push(() => response.end()));
      const transport = connect(server.origin, { connections: 2 });
      const others = [transport.send(get, { operation }), transport.send(get, { operation })];
      await cancelWhen(transport, () => waiting.length === 2);
      const last = transport.send(get, { operation });
      waiting.splice(0).forEach((end) => end());
      await Promise.all(others);
      while (waiting.length === 0) await new Promise(setImmediate);
      waiting.forEach((end) => end());
      await last;
      assert.equal(server.seen.length, 3);
    });

    it('while the connection is being made, does not wait for it', async () => {
      const mute = createServer((socket) => { taken = socket; socket.on('error', () => {}); }).listen(0, '127.0.0.1');
      let taken: Socket | undefined;
      await once(mute, 'listening');
      await cancelWhen(connect(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`), () => taken !== undefined);
      taken!.destroy();
      mute.close();
    });

    it('while the connection is being made, does not send once it stands', async () => {
      const server = await serve((_, response) => response.end());
      const transport = connect(server.origin);
      await cancelWhen(transport, () => server.connections === 1, post);
      assert.equal((await transport.send(get, { operation })).status, 200);
      assert.deepEqual(server.seen.map(({ method }) => method), ['GET']);
    });

    it('while the answer is awaited or arrives, hangs up', async () => {
      const hungUp: string[] = [];
      const server = await serve((seen, response) => {
        response.on('close', () => hungUp.push(seen.method));
        if (seen.method === 'POST') response.writeHead(200).write('<x>');
      });
      const exchanges: Exchange[] = [];
      const transport = connect(server.origin, { onExchange: (exchange) => exchanges.push(exchange) });
      await cancelWhen(transport, () => server.seen.length === 1);
      await cancelWhen(transport, () => server.seen.length === 2, post);
      assert.deepEqual(exchanges.map(({ errorCode }) => errorCode), ['Cancelled', 'Cancelled']);
      while (hungUp.length < 2) await new Promise(setImmediate);
    });

    it('while it waits to try again', async () => {
      const server = await serve((_, response) => response.writeHead(503, { 'retry-after': '60' }).end());
      const exchanges: Exchange[] = [];
      await cancelWhen(connect(server.origin, { clock: systemClock, onExchange: (exchange) => exchanges.push(exchange) }), () => exchanges.length === 1);
      assert.deepEqual([exchanges[0]!.status, server.seen.length], [503, 1]);
    });

    it('by closing the transport, which ends idle connections too', async () => {
      const server = await serve((seen, response) => seen.method === 'POST' ? setTimeout(() => response.end(), 5) : undefined, { keepAliveTimeout: 60_000 });
      const transport = connect(server.origin);
      await Promise.all([transport.send(post, { operation }), transport.send(post, { operation })]);
      const call = assert.rejects(transport.send(get, { operation, signal: new AbortController().signal }), cancelled);
      while (server.seen.length < 3) await new Promise(setImmediate);
      assert.equal(server.openConnections, 2);
      await transport.close();
      await call;
      await assert.rejects(transport.send(get, { operation }), cancelled);
      while (server.openConnections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });
  });
});
