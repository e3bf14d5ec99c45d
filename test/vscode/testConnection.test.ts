import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { makeManagementCertificate, type PemCertificate } from '../../src/certificates/index.ts';
import { clockWords, testConnection } from '../../src/ui/commands/subscriptions/testConnection.ts';
import type { Connection } from '../../src/ui/connections/connection.ts';
import { startConnectProxy } from '../client/connectProxy.ts';
import { run } from './person.ts';
import { emulatorConnection, services } from './services.ts';

const http = () => vscode.workspace.getConfiguration('http');

describe('testing a connection', () => {
  let emulator: Connection;
  let folder: string;
  let good: PemCertificate;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'azure-classic-'));
    emulator = await emulatorConnection();
    good = await makeManagementCertificate({ commonName: 'nobody knows', days: 365, now: new Date() });
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(async () => {
    const { connections } = await services();
    for (const connection of connections.list()) if (connection.kind === 'own') await connections.remove(connection);
  });

  const test = async (connection: Connection) => testConnection(await services(), connection, new AbortController().signal);
  /** A subscription of one's own at the emulator, unless told otherwise. */
  async function own(setting: { endpoint?: string; certificatePath?: string; caPath?: string } = {}, certificate?: PemCertificate): Promise<Connection> {
    const { subscriptionId, endpoint, caPath } = emulator;
    return (await services()).connections.add({ name: 'Tested', subscriptionId, endpoint, ...(!setting.endpoint && { caPath: caPath! }), ...setting }, { certificate });
  }
  async function trouble(connection: Connection, words: RegExp): Promise<Awaited<ReturnType<typeof test>>> {
    const finding = await test(connection);
    assert.match(finding.words, words);
    assert.equal(finding.works, false);
    return finding;
  }

  it('says that it works', async () => {
    assert.deepEqual((await run('azureClassic.subscriptions.test', [emulator.id], [])).told, [(await test(emulator)).words]);
    assert.deepEqual(await test(emulator), { works: true, words: `The connection works: ${new URL(emulator.endpoint).host} answers for the subscription Demo subscription (Active).`, warnings: [] });
  });

  it('warns of what works but is not as it should be', async function () {
    if (process.platform === 'win32') return this.skip();
    const certificatePath = path.join(folder, 'open.pem');
    await writeFile(certificatePath, await readFile(emulator.certificatePath!));
    await chmod(certificatePath, 0o644);
    const { works, warnings } = await test(await own({ certificatePath }));
    assert.deepEqual([works, warnings.length], [true, 1]);
    assert.match(warnings[0]!, /Other users of this computer can read the private key/);
  });

  it('says what is wrong with the certificate, without asking anybody', async () => {
    const write = async (name: string, text: string) => {
      await writeFile(path.join(folder, name), text, { mode: 0o600 });
      return own({ certificatePath: path.join(folder, name), endpoint: 'https://127.0.0.1:1' });
    };
    const make = (now: Date, days = 1) => makeManagementCertificate({ commonName: 'mine', days, now });
    const expired = await make(new Date(2020, 1, 1));
    await trouble(await own({}, expired), /^The certificate CN=mine \([0-9A-F]{40}\) expired on 2020-02-0\d\. Make a new one/);
    await trouble(await own({}, await make(new Date(Date.now() + 9 * 86_400_000))), /is valid only from .* Check the clock of this computer/);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    await trouble(await own({}, { cert: good.cert, key: privateKey }), /private key does not belong to the certificate/);
    const weak = await makeManagementCertificate({ commonName: 'weak', days: 1, now: new Date(), bits: 1024 as 2048 });
    await trouble(await own({}, weak), /has 1024 bits; .* Make a new certificate with rsa:2048/);
    await trouble(await write('half.pem', good.cert), /has a certificate but no private key/);
    await trouble(await own({ certificatePath: path.join(folder, 'gone.pem') }), /gone\.pem does not exist/);
    if (process.platform !== 'win32') await trouble(await own({ certificatePath: 'CURRENT_USER\\my\\AzureCertificate' }), /place in the certificate store of Windows, and this computer runs another system/);
    await trouble(await own(), /is not in the secret storage of this VS Code/);
  });

  it('says that the certificate is not registered, and offers it for the upload', async () => {
    const { words, unknown } = await trouble(await own({}, good), /^127\.0\.0\.1:\d+ does not know the certificate CN=nobody knows \([0-9A-F]{40}\) for the subscription/);
    assert.match(words, /The service says: ForbiddenError: The server failed to authenticate the request/);
    assert.deepEqual(unknown, good);
  });

  it('tells the network\'s troubles apart', async () => {
    await trouble(await own({ endpoint: 'https://127.0.0.1:1' }, good), /^Nothing answers at https:\/\/127\.0\.0\.1:1\. Is the emulator started/);
    await trouble(await own({ endpoint: 'https://no-such-host.invalid' }, good), /^There is no host named no-such-host\.invalid/);
    await trouble(await own({ endpoint: emulator.endpoint }, good), /shows is not trusted, so the request was not sent/);
    await trouble(await own({ caPath: path.join(folder, 'no-ca.pem') }, good), /no-ca\.pem does not exist/);
  });

  it('goes through the proxy of the settings, and says when it is the proxy that refuses', async () => {
    const proxy = await startConnectProxy(() => ({ status: 403 }));
    await http().update('proxy', proxy.origin, vscode.ConfigurationTarget.Global);
    try {
      await trouble(await own({ endpoint: 'https://management.example.invalid' }, good), /^The proxy http:\/\/127\.0\.0\.1:\d+ does not let us through to https:\/\/management\.example\.invalid: it answered with HTTP status 403/);
      assert.deepEqual(proxy.seen.map(({ host }) => host), ['management.example.invalid:443']);
      assert.equal((await test(emulator)).works, true, 'the emulator is reached without it');
      await http().update('noProxy', ['.invalid'], vscode.ConfigurationTarget.Global);
      await trouble(await own({ endpoint: 'https://management.example.invalid' }, good), /no host named management\.example\.invalid/);
      assert.equal(proxy.seen.length, 1);
    } finally {
      await http().update('proxy', undefined, vscode.ConfigurationTarget.Global);
      await http().update('noProxy', undefined, vscode.ConfigurationTarget.Global);
      await proxy.close();
    }
  });

  it('judges the clock by that of the service', () => {
    const now = Date.UTC(2026, 10, 24, 12);
    const at = (minutes: number) => clockWords(new Date(now + minutes * 60_000).toUTCString(), now);
    assert.deepEqual([at(0), at(4), at(-4), clockWords(undefined, now), clockWords('odd', now)], [[], [], [], [], []]);
    assert.match(at(-90)[0]!, /^The clock of this computer is 90 minutes ahead of that of the service/);
    assert.match(at(20)[0]!, /20 minutes behind/);
  });
});
