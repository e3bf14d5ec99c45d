// npm run bench: how fast we are, as ratios to a named other thing measured in the same run. Never part of the tests.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SaxesParser } from 'saxes';
import { Pool } from 'undici';
import { ServiceManagementClient } from '../../src/client/client.ts';
import { identities } from '../client/wireServer.ts';
import type { ReplayOptions, ReplayStats } from './replayServer.ts';
import { benchUpload } from './upload.ts';

const repository = new URL('../../', import.meta.url);
const recorded = new URL('../shared/corpus/exchanges.jsonl', repository);
const subscriptionId = '11111111-2222-3333-4444-555555555555';
const rounds = 10;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const ratio = (ours: readonly number[], reference: readonly number[]): string => (median(ours) / median(reference)).toFixed(2);

function report(what: string, value: string, goal = ''): void {
  console.log(`${what.padEnd(76)}${value.padStart(10)}  ${goal}`);
}

/** The largest recorded answer of an operation, as bytes of the real service. */
function largestRecorded(operation: string): string {
  return readFileSync(recorded, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { operation: string; status: number; responseBody: string })
    .filter((e) => e.operation === operation && e.status === 200).map((e) => e.responseBody).toSorted((a, b) => b.length - a.length)[0]!;
}

async function startReplay(answers: ReplayOptions['answers']) {
  const { authority, server, management } = await identities();
  const child = fork(fileURLToPath(new URL('replayServer.ts', import.meta.url)));
  child.send({ tls: { ...server, ca: authority.cert }, answers } satisfies ReplayOptions);
  const [{ port }] = await once(child, 'message') as [{ port: number }];
  return {
    endpoint: `https://127.0.0.1:${port}`, authority, management,
    stats: async (): Promise<ReplayStats> => { child.send('stats'); return (await once(child, 'message') as [ReplayStats])[0]; },
    stop: () => child.disconnect(),
  };
}

async function requests(): Promise<void> {
  const locations = largestRecorded('GET /{sub}/locations');
  const service = largestRecorded('GET /{sub}/services/hostedservices/{service}?embed-detail=true');
  const replay = await startReplay([{ endsWith: '/locations', body: locations }, { endsWith: 'embed-detail=true', body: service, delayMs: 20 }]);
  const { endpoint, authority, management } = replay;
  const client = new ServiceManagementClient({ subscriptionId, certificate: management, endpoint, ca: authority.cert });
  const pool = new Pool(endpoint, { connections: 8, allowH2: false, connect: { cert: management.cert, key: management.key, ca: authority.cert } });

  const calls = 200;
  const ours = async () => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) await client.locations.list();
    return performance.now() - start;
  };
  const reference = async () => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) {
      const { body } = await pool.request({ method: 'GET', path: `/${subscriptionId}/locations`, headers: { 'x-ms-version': '2014-10-01' } });
      const parser = new SaxesParser({ xmlns: false, position: true });
      for (const event of ['opentag', 'closetag', 'text', 'cdata', 'doctype'] as const) parser.on(event, () => {});
      parser.write(await body.text()).close();
    }
    return performance.now() - start;
  };
  await ours();
  await reference();
  const [a, b]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    a.push(await ours());
    b.push(await reference());
  }
  report(`${calls} sequential List Locations (${Math.round(locations.length / 1024)} KB) / bare undici keep-alive + saxes, empty handlers`, ratio(a, b), 'goal at most 1.5');

  await replay.stats();
  await client.hostedServices.get({ serviceName: 'one', embedDetail: true });
  report('requests to open a cloud service', String((await replay.stats()).requests), 'goal 1');
  await Promise.all(Array.from({ length: 50 }, (_, i) => client.hostedServices.get({ serviceName: `service-${i}`, embedDetail: true })));
  report('requests in flight at most while 50 cloud services are refreshed', String((await replay.stats()).mostInFlight), 'goal at most 8');
  await Promise.all([client.close(), pool.close()]);
  replay.stop();
}

/** What activation loads: the extension's own bundle and nothing else, seen by what Node has loaded once it is required. */
function activation(): void {
  const bundle = fileURLToPath(new URL('dist/extension.js', repository));
  if (!existsSync(bundle)) return report('activation', 'skipped', 'npm run build first');
  const script = `
    const Module = require('node:module');
    const anything = new Proxy(function () {}, { get: (t, key) => key === Symbol.toPrimitive ? () => '' : anything, apply: () => anything, construct: () => anything });
    const load = Module._load;
    Module._load = (request, ...rest) => request === 'vscode' ? anything : load(request, ...rest);
    const start = performance.now();
    require(${JSON.stringify(bundle)});
    const ms = performance.now() - start;
    const files = Object.keys(require.cache).filter((file) => file.includes('dist'));
    console.log(JSON.stringify({ ms, files }));`;
  const times: number[] = [];
  let files: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    if (!stdout) throw new Error(stderr);
    const result = JSON.parse(stdout) as { ms: number; files: string[] };
    times.push(result.ms);
    files = result.files;
  }
  const kib = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
  report(`JavaScript that activation loads (${files.length} file), KiB`, kib.toFixed(0), 'goal under 300');
  report('milliseconds to load it, median', median(times).toFixed(1));
}

activation();
if (existsSync(recorded)) await requests();
else console.log('List Locations and the rest of the wire: skipped, ../shared/corpus is not there.');
const upload = await benchUpload();
report('uploading 100 MiB to Azurite, MD5 included / curl -T to the same server', upload.ratio.toFixed(2), 'goal at most 1.5');
