import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceManagementClient } from '../../src/client/index.ts';
import { splitPem } from '../../src/emulator/identity.ts';

const source = fileURLToPath(new URL('../../src/emulator/index.ts', import.meta.url));
const bundle = fileURLToPath(new URL('../../dist/emulator.js', import.meta.url));

interface Run { readonly child: ChildProcess; readonly line: Promise<string>; readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }> }

describe('The emulator on the command line', function () {
  this.timeout(60_000);
  let directory: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => { directory = await mkdtemp(path.join(tmpdir(), 'azureclassic-emulator-')); });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => { child.once('exit', resolve); child.kill('SIGKILL'); });
    }
    await rm(directory, { recursive: true, force: true });
  });

  function run(args: readonly string[], script = source): Run {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk) => { stderr += String(chunk); });
    const line = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk) => { stdout += String(chunk); if (stdout.includes('\n')) resolve(stdout.split('\n')[0]!); });
      child.once('close', () => reject(new Error(`no line: ${stderr}`)));
    });
    line.catch(() => undefined);
    const ended = new Promise<Awaited<Run['ended']>>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
    return { child, line, ended };
  }
  const start = (...more: string[]) => run(['--port', '0', '--data', directory, ...more]);

  async function connect(line: string): Promise<ServiceManagementClient> {
    const { endpoint, subscriptionId, certificatePath, caPath } = JSON.parse(line) as Record<string, string>;
    return new ServiceManagementClient({ subscriptionId: subscriptionId!, certificate: splitPem(await readFile(certificatePath!, 'utf8')), endpoint, ca: await readFile(caPath!, 'utf8') });
  }

  it('prints one line of JSON when it is ready, and stops cleanly on SIGTERM and SIGINT', async () => {
    let first = '';
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, line, ended } = start();
      const ready = JSON.parse(await line) as Record<string, string>;
      assert.deepEqual(Object.keys(ready), ['endpoint', 'subscriptionId', 'certificatePath', 'caPath', 'publishSettingsPath', 'blobEndpoint']);
      assert.match(ready['endpoint']!, /^https:\/\/127\.0\.0\.1:\d+$/);
      assert.match(ready['blobEndpoint']!, /^http:\/\/127\.0\.0\.1:\d+$/);
      for (const file of ['certificatePath', 'caPath', 'publishSettingsPath']) assert.ok(path.isAbsolute(ready[file]!) && existsSync(ready[file]!), file);
      const client = await connect(await line);
      assert.equal((await client.locations.list()).length, 17);
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      await client.close();
      assert.deepEqual([code, stdout], [0, `${await line}\n`], stderr);
      assert.match(stderr, new RegExp(`${signal}: stopping`));
      first ||= await line;
      assert.equal(await line, first, 'the ports are those that the folder remembers');
    }
  });

  it('finds the one that has the folder already, prints the same line and ends well, without stopping the first', async () => {
    const first = start();
    const line = await first.line;
    const second = await start('--operation-seconds', '0').ended;
    assert.deepEqual([second.code, second.stdout], [0, `${line}\n`]);
    const client = await connect(line);
    assert.equal((await client.locations.list()).length, 17);
    await client.close();
    assert.equal(first.child.exitCode, null);
  });

  it('lets only one of several that start at the same moment have the folder, and all print its line', async () => {
    const runs = Array.from({ length: 4 }, () => start());
    const lines = await Promise.all(runs.map(({ line }) => line));
    assert.equal(new Set(lines).size, 1, lines.join('\n'));
    // Three end by themselves; the fourth is the one that has it.
    const codes: (number | null)[] = [];
    await new Promise<void>((resolve) => { for (const { ended } of runs) void ended.then(({ code }) => { if (codes.push(code) === runs.length - 1) resolve(); }); });
    assert.deepEqual(codes, [0, 0, 0]);
    assert.equal(runs.filter(({ child }) => child.exitCode === null).length, 1);
    const client = await connect(lines[0]!);
    assert.equal((await client.locations.list()).length, 17);
    await client.close();
  });

  it('keeps everything that it answered over kill -9, and takes the folder over that was left behind', async () => {
    const { child, line, ended } = start();
    const client = await connect(await line);
    const answered: string[] = [];
    let next = 0;
    const writing = Array.from({ length: 4 }, async () => {
      for (;;) {
        const name = `group${next++}`;
        await client.affinityGroups.create({ name, label: 'l', location: 'West US' });
        answered.push(name);
        if (answered.length === 40) child.kill('SIGKILL');
      }
    });
    await Promise.allSettled(writing.map((each) => each.catch(() => { void client.close(); })));
    assert.equal((await ended).signal, 'SIGKILL');
    assert.ok(answered.length >= 40);

    const again = start();
    assert.equal(await again.line, await line, 'the same ports, so that addresses stay true');
    const survivor = await connect(await again.line);
    const names = new Set((await survivor.affinityGroups.list()).map(({ name }) => name));
    assert.deepEqual(answered.filter((name) => !names.has(name)), []);
    await survivor.close();
    assert.equal((await readdir(directory)).filter((name) => name.startsWith('running.')).length, 1);
  });

  it('does not take a process that got the same id for the emulator', async () => {
    const { child, line, ended } = start();
    const ready = JSON.parse(await line) as object;
    child.kill('SIGKILL');
    await ended;
    const [marker] = (await readdir(directory)).filter((name) => name.startsWith('running.'));
    await writeFile(path.join(directory, marker!), JSON.stringify({ pid: process.pid, ready }));
    const again = start();
    assert.equal(await again.line, await line);
    assert.equal(again.child.exitCode, null, 'it runs itself');
  });

  it('lists its operations: method, path and name', async () => {
    const { code, stdout } = await run(['--operations']).ended;
    assert.equal(code, 0);
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines.filter((each) => each !== 'GET /subscriptions subscriptions.list')) assert.match(line, /^(GET|POST|PUT|DELETE) \/\{subscriptionId\}\S* [a-zA-Z]+\.[a-zA-Z]+$/);
    assert.ok(lines.includes('GET /subscriptions subscriptions.list'));
    assert.ok(lines.includes('GET /{subscriptionId} subscriptions.get'));
    assert.ok(lines.includes('POST /{subscriptionId}/services/hostedservices/{serviceName}/deployments/{deploymentName}?comp=config deployments.changeConfiguration'));
    assert.ok(lines.includes('POST /{subscriptionId}/services/hostedservices/{serviceName}/deploymentslots/{slot}?comp=config deployments.changeConfiguration'));
    assert.ok(lines.includes('DELETE /{subscriptionId}/services/hostedservices/{serviceName}?comp=media hostedServices.delete'));
  });

  it('says what is wrong with its arguments, and ends with 2', async () => {
    const usage: [string[], RegExp][] = [
      [[], /--data DIR is missing/], [['--dada', 'x'], /Unknown option '--dada'/], [['--data', directory, 'extra'], /extra/],
      [['--data', directory, '--port', '70000'], /--port has to be a number from 0 to 65535, not "70000"/], [['--data', directory, '--blob-port', 'x'], /--blob-port has to be a number/],
      [['--data', directory, '--operation-seconds', '-1'], /operation-seconds/], [['--data', directory, '--fault', 'locations.list:explode'], /there is no fault named "explode"/],
      [['--data', directory, '--scenario', path.join(directory, 'none.json')], /The scenario .*none\.json is invalid: ENOENT/],
    ];
    for (const [args, words] of usage) {
      const { code, stdout, stderr } = await run(args).ended;
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, words);
      assert.match(stderr, /--help/);
    }
    const { code, stdout } = await run(['--help']).ended;
    assert.equal(code, 0);
    for (const word of ['--data', '--port', '--blob-port', '--operation-seconds', '--fault', '--scenario', '--operations', 'reset-after', 'truncate']) assert.ok(stdout.includes(word), word);
  });

  it('says without a stack what is wrong with its folder, and ends with 1', async () => {
    await writeFile(path.join(directory, 'state.json'), '{');
    const { code, stdout, stderr } = await start().ended;
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^The emulator's state in .*state\.json cannot be read: .* Move the file away to begin with a new demo subscription\.\n$/);
  });

  it('works as a bundle too', async function () {
    if (!existsSync(bundle)) this.skip();
    assert.equal((await run(['--operations'], bundle).ended).stdout, (await run(['--operations']).ended).stdout);
    const { child, line, ended } = run(['--data', directory], bundle);
    const client = await connect(await line);
    assert.equal((await client.storageAccounts.list()).length, 1);
    await client.close();
    child.kill('SIGTERM');
    assert.equal((await ended).code, 0);
  });
});
