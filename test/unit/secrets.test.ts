import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { buildPkcs12, makeManagementCertificate, readPem, readPkcs12, readPublishSettings, type PemCertificate } from '../../src/certificates/index.ts';
import { ServiceManagementClient } from '../../src/client/index.ts';
import { Transport, type ClientCertificate, type Exchange } from '../../src/client/transport.ts';
import { deletePackage, packageSasUrl, uploadPackage } from '../../src/staging/index.ts';
import type { SubscriptionSetting } from '../../src/ui/connections/connection.ts';
import './fakeVscode.ts';
import { readJson, root } from './sources.ts';

const { wordsOf } = await import('../../src/ui/errors.ts');
const { logError, logExchange } = await import('../../src/ui/log.ts');
const { draftRecord } = await import('../../src/ui/commands/deploy/again.ts');
const { plainUrl } = await import('../../src/ui/commands/deploy/draft.ts');

const passphrase = 'PaSsWoRd-contraseña€';
const accountKey = Buffer.alloc(64, 'account key ').toString('base64');
const signature = 'SiGnAtUrE%2Fabc%3D';
const sas = `sv=2021-12-02&sr=b&sig=${signature}&sp=r`;

/** What somebody could find in an error: its words, all it carries, and what caused it. */
const inside = (error: unknown): string => `${wordsOf(error)}\n${inspect(error, { depth: 10, showHidden: true, maxStringLength: null })}`;

/** The error of a call that has to fail. */
const failure = async (call: Promise<unknown> | (() => unknown)): Promise<unknown> => {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    return error;
  }
  return assert.fail('it did not fail');
};

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('what is secret stays so', () => {
  let own: PemCertificate;
  let other: PemCertificate;
  let encrypted: string;
  let keyLines: string[];
  before(async function () {
    this.timeout(60_000);
    [own, other] = await Promise.all(['own', 'other'].map((commonName) => makeManagementCertificate({ commonName, days: 1, now: new Date() }))) as [PemCertificate, PemCertificate];
    encrypted = createPrivateKey(own.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
    keyLines = [own.key, other.key, encrypted].flatMap((key) => key.split('\n').filter((line) => line.length === 64));
    assert.ok(keyLines.length > 60);
  });

  const assertClean = (text: string) => {
    for (const secret of [passphrase, accountKey, signature, decodeURIComponent(signature), ...keyLines]) assert.ok(!text.includes(secret), `${secret.slice(0, 12)}... in ${text}`);
  };

  it('would be found by this test', async () => {
    for (const leak of [passphrase, accountKey, sas, own.key, encrypted]) assert.throws(() => assertClean(inside(Object.assign(new Error('x'), { cause: { deep: [leak] } }))), leak);
  });

  it('in the log line and the error of a call, with a signature in its address', async () => {
    const exchanges: Exchange[] = [];
    const clock = { now: () => 0, random: () => 0, sleep: async () => undefined };
    const transport = new Transport({ endpoint: `https://127.0.0.1:${await closedPort()}`, certificate: own, clock, onExchange: (exchange) => exchanges.push(exchange) });
    const error = await failure(transport.send({ method: 'GET', path: `/sub/blob?${sas}`, headers: { authorization: accountKey } }, { operation: 'x.y' }));
    await transport.close();
    const lines: string[] = [];
    const write = (line: string) => { lines.push(line); };
    for (const exchange of exchanges) logExchange({ info: write, warn: write } as never, { ...exchange, body: own.key, headers: { authorization: accountKey } } as Exchange);
    assert.match(lines[0]!, /^x\.y {2}GET https:\/\/127\.0\.0\.1:\d+\/sub\/blob\?sv=2021-12-02&sr=b&sig=\*\*\*&sp=r {2}ConnectionFailed /);
    assertClean(lines.join('\n'));
    assertClean(inside(error));
  });

  it('in the error of a client whose certificate cannot be used', async () => {
    const unusable: ClientCertificate[] = [
      { cert: own.cert, key: other.key }, { cert: own.cert, key: encrypted, passphrase: `${passphrase}?` }, { cert: own.key, key: own.key },
      { pfx: await buildPkcs12(own, passphrase), passphrase: `${passphrase}?` },
    ];
    for (const certificate of unusable) {
      const client = new ServiceManagementClient({ subscriptionId: '00000000-0000-0000-0000-000000000000', endpoint: 'https://127.0.0.1:1', certificate });
      const error = await failure(client.locations.list());
      assert.equal((error as { code?: string }).code, 'CertificateRefused');
      assertClean(inside(error));
      await client.close();
    }
  });

  it('in the errors of certificate files', async () => {
    const attempts: (() => unknown)[] = [
      () => readPem(own.cert + encrypted), () => readPem(own.cert + encrypted, { passphrase: `${passphrase}?` }), () => readPem(own.key), () => readPem(own.cert + own.key + other.key),
      () => readPem(own.cert + own.key.replace('-----END', '----END')), () => readPem(own.cert + own.key.replace('A', '!')),
      async () => readPkcs12(await buildPkcs12(own, passphrase), { passphrase: `${passphrase}?` }),
      () => readPublishSettings(`<PublishData><PublishProfile><Subscription Id="1" ServiceManagementUrl="https://x" ManagementCertificate="${Buffer.from(own.key).toString('base64')}" Name="${passphrase}"`),
    ];
    for (const attempt of attempts) assertClean(inside(await failure(attempt)));
  });

  it('in the errors of an upload', async () => {
    const account = { name: 'contoso', key: accountKey, blobEndpoint: `http://127.0.0.1:${await closedPort()}/contoso` };
    const file = `${root}package.json`;
    const attempts: (() => Promise<unknown>)[] = [
      () => uploadPackage({ account, path: file, retrying: { tries: 1, delayMs: 0 } }),
      () => uploadPackage({ account: { ...account, key: `${accountKey}!` }, path: file }),
      () => uploadPackage({ account: { ...account, blobEndpoint: `ftp://x/?${sas}` }, path: file }),
      () => uploadPackage({ account: { ...account, blobEndpoint: `http://127.0.0.1:${new URL(account.blobEndpoint).port}/contoso?${sas}` }, path: file, retrying: { tries: 1, delayMs: 0 } }),
      () => deletePackage({ account, url: `https://elsewhere.example/c/b.cspkg?${sas}` }),
      () => packageSasUrl({ account, url: `nothing?${sas}` }),
    ];
    for (const attempt of attempts) {
      const error = await failure(attempt());
      assert.equal((error as Error).name, 'StagingError');
      assertClean(inside(error));
    }
  });

  it('in what is shown and written down of a package\'s URL', () => {
    const url = `https://contoso.blob.core.windows.net/packages/Shop.cspkg?${sas}`;
    assert.equal(plainUrl(url), 'https://contoso.blob.core.windows.net/packages/Shop.cspkg');
  });

  it('in what is written down of a deployment, to put it together again', () => {
    const plan = {
      package: { url: `https://contoso.blob.core.windows.net/packages/Shop.cspkg?${sas}` }, configuration: 'file:///Shop.cscfg', preflight: { configuration: { text: passphrase } },
      connection: { subscriptionId: 's' }, client: {}, service: { isNew: false, name: 'shop', place: { location: 'West US' } }, slot: 'Staging', label: 'Shop', start: true,
    };
    const record = draftRecord(plan as never);
    assertClean(JSON.stringify(record));
    assert.deepEqual(record, {
      package: { url: 'https://contoso.blob.core.windows.net/packages/Shop.cspkg', signed: true }, configuration: 'file:///Shop.cscfg',
      service: { isNew: false, name: 'shop', place: { location: 'West US' } }, label: 'Shop', start: true,
    });
  });

  it('in the settings, which have no place for it', () => {
    const fields: Record<keyof SubscriptionSetting, true> = { name: true, subscriptionId: true, endpoint: true, certificatePath: true, caPath: true };
    const { properties } = readJson('package.json').contributes.configuration;
    const { items } = properties['azureClassic.subscriptions'];
    assert.deepEqual(Object.keys(items.properties), Object.keys(fields));
    assert.equal(items.additionalProperties, false);
    assert.doesNotMatch(Object.keys(properties).join(), /pass|secret|key|token/i);
  });
});

describe('a service that quotes the package\'s URL with its signature', () => {
  const error = Object.assign(new Error(`The package cannot be read: https://a.blob.core.windows.net/c/p.cspkg?${sas}.`), { name: 'ServiceManagementError', code: 'BadRequest', httpStatus: 400, requestId: 'abc' });

  it('is quoted to people without it', () => {
    for (const told of [error, new Error(error.message)]) {
      assert.ok(!wordsOf(told).includes(signature), wordsOf(told));
      assert.match(wordsOf(told), /sig=\*\*\*&sp=r/);
    }
  });

  it('is logged without it, stack and all', () => {
    const lines: string[] = [];
    logError({ error: (line: string) => { lines.push(line); } } as never, 'deploying', error);
    assert.match(lines.join('\n'), /^deploying: [^]*sig=\*\*\*&sp=r/);
    assert.ok(!lines.join('\n').includes(signature));
  });
});
