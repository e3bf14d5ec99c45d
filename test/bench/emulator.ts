import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { ServiceManagementClient } from '../../src/client/client.ts';
import { compare, report } from './measure.ts';
import { startReplayServer } from './replay.ts';
import { writeScenario } from './scenario.ts';

const bundle = fileURLToPath(new URL('../../dist/emulator.js', import.meta.url));
const azurite = fileURLToPath(new URL('../../node_modules/azurite/dist/src/blob/main.js', import.meta.url));
const connections = 8;

type Ready = Readonly<Record<'endpoint' | 'subscriptionId' | 'certificatePath' | 'caPath', string>>;

/** The emulator as `node dist/emulator.js`: how many requests it answers, and how soon it is ready. */
export async function benchEmulator(): Promise<void> {
  if (!existsSync(bundle)) return report('the emulator', 'skipped', 'npm run build first');
  const directory = await mkdtemp(path.join(tmpdir(), 'azureclassic-bench-'));
  try {
    await benchRequests(directory);
    await benchStart(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Starts a program and waits for a line on its stdout. */
async function start(script: string, ...args: string[]): Promise<{ line: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => { throw new Error(`${script} ended before it was ready`); })]) as [string];
  return { line, stop: async () => { child.kill('SIGTERM'); await ended; } };
}

async function benchRequests(directory: string): Promise<void> {
  const data = path.join(directory, 'many');
  const emulator = await start(bundle, '--data', data, '--operation-seconds', '0', '--scenario', await writeScenario(directory, 2000));
  const { endpoint, subscriptionId, certificatePath, caPath } = JSON.parse(emulator.line) as Ready;
  const [pem, ca, cert, key] = await Promise.all([certificatePath, caPath, path.join(data, 'server.pem'), path.join(data, 'server-key.pem')].map((file) => readFile(file, 'utf8')));
  const poolOf = (origin: string) => new Pool(origin, { connections, allowH2: false, connect: { cert: pem!, key: pem!, ca: ca! } });
  const client = new ServiceManagementClient({ subscriptionId, certificate: { cert: pem!, key: pem! }, endpoint, ca });
  const { requestId } = await client.storageAccounts.create({ serviceName: 'benchaccount', label: 'bench', location: 'West Europe' });
  await client.close();

  const pool = poolOf(endpoint);
  const read = async (from: Pool, url: string) => (await from.request({ method: 'GET', path: url, headers: { 'x-ms-version': '2014-10-01' } })).body.text();
  const urls = [
    { what: 'Get Operation Status', path: `/${subscriptionId}/operations/${requestId}`, times: 2000 },
    { what: 'List Hosted Services (2,000)', path: `/${subscriptionId}/services/hostedservices`, times: 24 },
  ];
  const bare = await startReplayServer({ cert: cert!, key: key!, ca: ca! }, await Promise.all(urls.map(async ({ path: url }) => ({ endsWith: url, body: await read(pool, url) }))));
  const barePool = poolOf(bare.endpoint);
  const all = async (from: Pool, url: string, times: number) => {
    let left = times;
    await Promise.all(Array.from({ length: connections }, async () => { while (left-- > 0) await read(from, url); }));
  };
  for (const { what, path: url, times } of urls) {
    const ms = await compare({ emulator: () => all(pool, url, times), bare: () => all(barePool, url, times) });
    report(`requests per second on ${connections} connections, ${what}, emulator / bare Node HTTPS, same bytes`, ms.bare / ms.emulator, `${Math.round(times / ms.emulator * 1000)} per second`);
  }
  await Promise.all([pool.close(), barePool.close()]);
  bare.stop();
  await emulator.stop();
}

async function benchStart(directory: string): Promise<void> {
  let folders = 0;
  const folder = () => path.join(directory, `start-${folders++}`);
  const timed = async (script: string, ...args: string[]) => {
    const began = performance.now();
    const { stop } = await start(script, ...args);
    const ms = performance.now() - began;
    await stop();
    return ms;
  };
  const known = folder();
  const ms = await compare({
    fresh: () => timed(bundle, '--data', folder()),
    again: () => timed(bundle, '--data', known),
    azurite: () => timed(azurite, '--blobPort', '0', '--silent', '--skipApiVersionCheck', '--disableTelemetry', '--location', folder()),
  });
  report('start to ready, blobs included, on a folder it knows / Azurite\'s blob server alone', ms.again / ms.azurite);
  report('start to ready, in a new folder (makes three keys) / the same', ms.fresh / ms.azurite);
}
