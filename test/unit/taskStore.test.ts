import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { EndedTask, TaskRecord } from '../../src/ui/operations/taskRecord.ts';
import { TaskStore } from '../../src/ui/operations/taskStore.ts';

const deleting: Omit<TaskRecord, 'id'> = {
  title: 'Deleting the staging deployment of contoso', label: 'Delete Deployment', target: 'contoso, staging', connectionId: '127.0.0.1:1/abc',
  startedAt: 1000, rows: ['127.0.0.1:1/abc/hostedServices/contoso'], done: 'It is deleted.', requestId: 'f'.repeat(32),
};
const ended = (task: TaskRecord, at = Date.now()): EndedTask => ({ ...task, ended: { kind: 'failed', message: 'ConflictError: The slot is busy.', at } });
const host = hostname();
/** A process that is there as long as the tests, and one that is gone. */
const living = process.ppid;
const gone = spawnSync(process.execPath, ['-e', '']).pid;

describe('Tasks on disk', () => {
  let folder: string;
  let now = 0;
  /** The store as a window has it whose extension host is the process `pid`. */
  const windowOf = (pid: number, at = host) => new TaskStore(folder, { staleMs: 30_000, now: () => now, holder: { pid, host: at } });
  const leases = () => readdirSync(folder).filter((file) => file.endsWith('.lease'));
  /** Lets time pass as a window sees it that looks every five seconds. */
  async function watchFor(store: TaskStore, id: string, seconds: number): Promise<boolean> {
    let held = await store.isHeld(id);
    for (const end = now + seconds * 1000; now < end;) {
      now += 5000;
      held = await store.isHeld(id);
    }
    return held;
  }

  beforeEach(() => {
    now = 0;
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'azureclassic-tasks-')), 'tasks');
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  it('are none where nothing was ever begun', async () => {
    assert.deepEqual(await windowOf(living).list(), []);
    assert.equal(existsSync(folder), false);
  });

  it('are seen whole by another window, the oldest first', async () => {
    const mine = windowOf(living);
    const second = await mine.begin({ ...deleting, startedAt: 2000 });
    const first = await mine.begin(deleting);
    const seen = await windowOf(process.pid).list();
    assert.deepEqual(seen, [first.task, second.task]);
    assert.notEqual(first.task.id, second.task.id);
  });

  it('are replaced whole', async () => {
    const store = windowOf(process.pid);
    const { task } = await store.begin(deleting);
    await store.write({ ...task, requestId: 'changed' });
    assert.equal((await store.list())[0]!.requestId, 'changed');
  });

  it('stay when they have ended, with how, for every window, until one clears them', async () => {
    const store = windowOf(living);
    const { task, lease } = await store.begin(deleting);
    await store.end(ended(task), lease);
    const other = windowOf(process.pid);
    assert.deepEqual(leases(), []);
    assert.deepEqual((await other.list()).map((one) => one.ended?.message), ['ConflictError: The slot is busy.']);
    await other.forget(task.id);
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('keep the last hundred that have ended, and those that go on whatever their number', async () => {
    const store = windowOf(process.pid);
    const running = await store.begin({ ...deleting, startedAt: 0 });
    for (let i = 0; i < 102; i++) {
      const { task, lease } = await store.begin(deleting);
      await store.write(ended(task, Date.now() - 1000 + i));
      lease.release();
    }
    const { task, lease } = await store.begin(deleting);
    await store.end(ended(task), lease);
    const kept = await store.list();
    assert.equal(kept.length, 101);
    assert.deepEqual(kept.filter((one) => !one.ended), [running.task]);
    assert.ok(kept.some(({ id }) => id === task.id), 'the newest is kept');
  });

  it('are forgotten a week after their end, but not while they go on', async () => {
    const store = windowOf(process.pid);
    const eightDays = 8 * 24 * 3600 * 1000;
    const { task: old } = await store.begin(deleting);
    await store.write(ended(old, Date.now() - eightDays));
    const { task: recent } = await store.begin(deleting);
    await store.write(ended(recent, Date.now() - eightDays / 2));
    const { task: running } = await store.begin({ ...deleting, startedAt: Date.now() - eightDays });
    await store.sweep();
    assert.deepEqual((await store.list()).map(({ id }) => id).sort(), [recent.id, running.id].sort());
  });

  it('ignores what is no task: half a file, another JSON, a file under a false name', async () => {
    const store = windowOf(process.pid);
    const { task } = await store.begin(deleting);
    writeFileSync(path.join(folder, '0123456789abcdef.json'), JSON.stringify(task));
    writeFileSync(path.join(folder, '1123456789abcdef.json'), '{"id":"1123456789abcdef","ti');
    writeFileSync(path.join(folder, '2123456789abcdef.json'), '{"id":"2123456789abcdef"}');
    writeFileSync(path.join(folder, '3123456789abcdef.json'), JSON.stringify({ ...task, id: '3123456789abcdef', ended: 'yesterday' }));
    writeFileSync(path.join(folder, '4123456789abcdef.json'), JSON.stringify({ ...task, id: '4123456789abcdef', steps: [{ title: 'without a time' }] }));
    writeFileSync(path.join(folder, 'notes.json'), '[]');
    assert.deepEqual(await store.list(), [task]);
    await store.sweep();
    assert.deepEqual(await store.list(), [task]);
  });

  it('cannot be taken from a window that lives', async () => {
    const { task, lease } = await windowOf(living).begin(deleting);
    const other = windowOf(process.pid);
    assert.equal(await other.isHeld(task.id), true);
    assert.equal(await other.claim(task.id), undefined);
    for (let seconds = 0; seconds < 120; seconds += 20) {
      utimesSync(lease.file, seconds, seconds);
      assert.equal(await watchFor(other, task.id, 20), true, `after ${seconds} s`);
    }
  });

  it('are taken over at once when the process is gone', async () => {
    const { task, lease: old } = await windowOf(gone).begin(deleting);
    const other = windowOf(living);
    assert.equal(await other.isHeld(task.id), false);
    const lease = await other.claim(task.id);
    assert.ok(lease);
    assert.deepEqual(leases(), [path.basename(lease.file)]);
    assert.equal(await lease.beat(), true);
    assert.equal(await old.beat(), false);
    assert.equal(await windowOf(process.pid).claim(task.id), undefined);
  });

  it('are taken over when the window gave them back', async () => {
    const { task, lease } = await windowOf(living).begin(deleting);
    lease.release();
    assert.ok(await windowOf(process.pid).claim(task.id));
  });

  it('are taken over from this very process number of a time before', async () => {
    const { task } = await windowOf(process.pid).begin(deleting);
    assert.ok(await windowOf(process.pid).claim(task.id), 'another owner with our number is nobody');
  });

  it('are taken over when another process has got the number and no heartbeat comes', async () => {
    const { task } = await windowOf(living).begin(deleting);
    const other = windowOf(process.pid);
    assert.equal(await watchFor(other, task.id, 25), true);
    assert.equal(await watchFor(other, task.id, 10), false);
    assert.ok(await other.claim(task.id));
  });

  it('are not taken over by a window that has slept as long as the holder', async () => {
    const { task } = await windowOf(living).begin(deleting);
    const other = windowOf(process.pid);
    await watchFor(other, task.id, 10);
    now += 8 * 3600 * 1000;
    assert.equal(await other.isHeld(task.id), true);
    assert.equal(await watchFor(other, task.id, 25), true);
    assert.equal(await watchFor(other, task.id, 10), false);
  });

  it('judges a window on another machine by its heartbeat alone', async () => {
    const { task } = await windowOf(gone, 'elsewhere').begin(deleting);
    const other = windowOf(process.pid);
    assert.equal(await watchFor(other, task.id, 25), true);
    assert.equal(await watchFor(other, task.id, 10), false);
  });

  it('judges a lease that is just being written by its heartbeat alone', async () => {
    const { task, lease } = await windowOf(gone).begin(deleting);
    writeFileSync(lease.file, '');
    assert.equal(await windowOf(process.pid).isHeld(task.id), true);
  });

  it('that have ended are not brought back by who looked too late', async () => {
    const old = windowOf(gone);
    const { task, lease } = await old.begin(deleting);
    await old.end(ended(task), lease);
    assert.equal(await windowOf(process.pid).claim(task.id), undefined);
    await old.forget(task.id);
    assert.equal(await windowOf(process.pid).claim(task.id), undefined);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('never go to two windows that grasp for them at the same time', async function () {
    this.timeout(60_000);
    const module = new URL('../../src/ui/operations/taskStore.ts', import.meta.url).href;
    const program = `
      import { createInterface } from 'node:readline';
      import { TaskStore } from ${JSON.stringify(module)};
      const store = new TaskStore(${JSON.stringify(folder)});
      const lines = createInterface(process.stdin);
      lines.on('line', async (id) => console.log(await store.claim(id) ? 'won' : 'lost'));
      lines.on('close', () => process.exit());
      console.log('ready');`;
    const windows = await Promise.all(Array.from({ length: 5 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['pipe', 'pipe', 'inherit'] });
      const lines = createInterface(child.stdout);
      await once(lines, 'line');
      return { child, lines };
    }));
    let won = 0;
    for (let round = 0; round < 30; round++) {
      // As after a crash, and as after a window that gave the task back.
      const { task, lease } = await windowOf(gone).begin(deleting);
      if (round % 2 === 1) lease.release();
      const answers = await Promise.all(windows.map(async ({ child, lines }) => {
        child.stdin.write(`${task.id}\n`);
        return String((await once(lines, 'line'))[0]);
      }));
      const winners = answers.filter((answer) => answer === 'won').length;
      assert.ok(winners <= 1, `${winners} windows hold the task in round ${round}`);
      won += winners;
    }
    // Some that collide withdraw, and look again later.
    assert.ok(won > 0, 'somebody wins');
    await Promise.all(windows.map(async ({ child }) => { child.stdin.end(); await once(child, 'exit'); }));
  });

  it('tells a window that watches of every beginning and end', async () => {
    const watching = windowOf(process.pid);
    let changes = 0;
    let told = () => {};
    const watcher = await watching.watch(() => { changes++; told(); });
    const change = () => new Promise<void>((resolve) => { told = resolve; });
    const store = windowOf(living);
    const begun = change();
    const { task, lease } = await store.begin(deleting);
    await begun;
    const over = change();
    await store.end(ended(task), lease);
    await over;
    watcher.dispose();
    assert.ok(changes >= 2);
  });

  it('sweeps away leases and drafts without a task after a day, and nothing else', async () => {
    const store = windowOf(process.pid);
    const { task } = await store.begin(deleting);
    const old = Date.now() / 1000 - 25 * 3600;
    const leave = (name: string, age: number) => { writeFileSync(path.join(folder, name), ''); utimesSync(path.join(folder, name), age, age); };
    leave('aaaaaaaaaaaaaaaa.1.lease', old);
    leave('bbbbbbbbbbbbbbbb.json.0123456789abcdef', old);
    leave('cccccccccccccccc.1.lease', Date.now() / 1000);
    leave('README', old);
    for (const file of [`${task.id}.json`, `${task.id}.1.lease`]) utimesSync(path.join(folder, file), old, old);
    await store.sweep();
    assert.deepEqual(readdirSync(folder).sort(), ['README', 'cccccccccccccccc.1.lease', `${task.id}.1.lease`, `${task.id}.json`].sort());
  });

  it('can be read by this user only', async function () {
    if (process.platform === 'win32') this.skip();
    await windowOf(process.pid).begin(deleting);
    assert.equal(readdirSync(folder).length, 2);
    for (const file of readdirSync(folder)) assert.equal(statSync(path.join(folder, file)).mode & 0o077, 0, file);
  });
});
