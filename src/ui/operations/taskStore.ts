import { randomBytes } from 'node:crypto';
import { rmSync, watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { hasEnded, isTaskRecord, type EndedTask, type TaskRecord } from './taskRecord.ts';

export interface TaskStoreOptions {
  /** A holder whose heartbeat stands still for so long is gone, though a process has its number. */
  readonly staleMs?: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
  readonly holder?: { readonly pid: number; readonly host: string };
}

interface HeldLease { readonly file: string; readonly generation: number }

const dayMs = 24 * 60 * 60 * 1000;
/** Of those that have ended so many are kept, and so long. */
const keptEnded = 100;
const keptMs = 7 * dayMs;
const leaseName = /^([0-9a-f]{16})\.(\d+)\.lease$/;

/**
 * Tasks as files of one folder, shared by all windows: `<id>.json` is the task, `<id>.<generation>.lease` the process that follows it.
 * A lease is made with O_EXCL, so one generation has one holder. Who finds the holder dead makes the next generation and removes the
 * old one; the old holder, if it lives after all, finds its file gone at its next heartbeat. A task that has ended says so in its file,
 * has no lease, and stays for a while.
 */
export class TaskStore {
  readonly folder: string;
  readonly #staleMs: number;
  readonly #now: () => number;
  readonly #self: { readonly pid: number; readonly host: string; readonly owner: string };
  /** When each heartbeat was last seen to move, on our own clock: the wall clock jumps when a laptop wakes up. */
  readonly #beats = new Map<string, { readonly mtimeMs: number; readonly since: number; readonly looked: number }>();

  constructor(folder: string, { staleMs = 30_000, now = () => performance.now(), holder = { pid: process.pid, host: hostname() } }: TaskStoreOptions = {}) {
    this.folder = folder;
    this.#staleMs = staleMs;
    this.#now = now;
    this.#self = { ...holder, owner: randomBytes(8).toString('hex') };
  }

  /** All tasks, oldest first, and those that have ended; none where the folder is not there. What is no task is left alone. */
  async list(): Promise<TaskRecord[]> {
    const files = (await this.#files()).filter((file) => /^[0-9a-f]{16}\.json$/.test(file));
    const tasks = await Promise.all(files.map((file) => this.#read(file)));
    return tasks.filter((task) => task !== undefined).sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Writes a new task down, held by this process. */
  async begin(task: Omit<TaskRecord, 'id'>): Promise<{ readonly task: TaskRecord; readonly lease: Lease }> {
    await mkdir(this.folder, { recursive: true });
    const id = randomBytes(8).toString('hex');
    // The lease first: a task without one is there for the taking.
    const lease = await this.#makeLease(id, 1);
    await this.write({ id, ...task });
    return { task: { id, ...task }, lease: lease! };
  }

  /** Replaces a task's file; a reader sees the old one or the new one whole. */
  async write(task: TaskRecord): Promise<void> {
    const file = path.join(this.folder, `${task.id}.json`);
    const draft = `${file}.${this.#self.owner}`;
    await writeFile(draft, JSON.stringify(task), { mode: 0o600 });
    await rename(draft, file);
  }

  /** The task has ended. That is written down first, so that nobody takes it over in between. */
  async end(task: EndedTask, lease: Lease): Promise<void> {
    await this.write(task);
    lease.release();
    await this.#trim();
  }

  /** Removes a task that has ended. */
  async forget(id: string): Promise<void> {
    await rm(path.join(this.folder, `${id}.json`), { force: true });
  }

  /** Takes a task that nobody follows any more; undefined while its holder lives, or when another window was faster. */
  async claim(id: string): Promise<Lease | undefined> {
    const [held, ...older] = await this.#leases(id);
    if (held && await this.#isAlive(held)) return undefined;
    const lease = await this.#makeLease(id, (held?.generation ?? 0) + 1);
    if (!lease) return undefined;
    const judged = new Set([held, ...older].map((one) => one?.file));
    const stranger = (await this.#leases(id)).some(({ file }) => file !== lease.file && !judged.has(file));
    const task = await this.#read(`${id}.json`);
    if (stranger || task === undefined || hasEnded(task)) {
      lease.release();
      return undefined;
    }
    await Promise.all([...judged].map((file) => file && rm(file, { force: true })));
    return lease;
  }

  /** Whether a living process follows the task. */
  async isHeld(id: string): Promise<boolean> {
    const [held] = await this.#leases(id);
    return held !== undefined && this.#isAlive(held);
  }

  /** Removes what a crash left behind, leases and drafts of tasks that are gone for a day, and what ended long ago. */
  async sweep(): Promise<void> {
    await this.#trim();
    const files = await this.#files();
    const tasks = new Set(files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, 16)));
    for (const file of files.filter((name) => /^[0-9a-f]{16}\.(\d+\.lease|json\..+)$/.test(name) && !tasks.has(name.slice(0, 16)))) {
      const { mtimeMs } = await stat(path.join(this.folder, file)).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > dayMs) await rm(path.join(this.folder, file), { force: true });
    }
  }

  /** Calls back when anything in the folder changes, makes the folder for that. Where the system cannot watch, it does not call. */
  async watch(onChange: () => void): Promise<{ dispose(): void }> {
    await mkdir(this.folder, { recursive: true });
    try {
      const watcher = watch(this.folder, { persistent: false }, onChange);
      watcher.on('error', () => watcher.close());
      return { dispose: () => watcher.close() };
    } catch {
      return { dispose() {} };
    }
  }

  async #trim(): Promise<void> {
    const ended = (await this.list()).filter(hasEnded).sort((a, b) => b.ended.at - a.ended.at);
    for (const [place, { id, ended: { at } }] of ended.entries()) if (place >= keptEnded || Date.now() - at > keptMs) await this.forget(id);
  }

  async #makeLease(id: string, generation: number): Promise<Lease | undefined> {
    const file = path.join(this.folder, `${id}.${generation}.lease`);
    try {
      await writeFile(file, JSON.stringify(this.#self), { flag: 'wx', mode: 0o600 });
      return new Lease(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw error;
    }
  }

  async #isAlive({ file }: HeldLease): Promise<boolean> {
    const facts = await Promise.all([readFile(file, 'utf8'), stat(file)]).catch(() => undefined);
    if (!facts) return false;
    const [text, { mtimeMs }] = facts;
    // Cut short where the holder is writing it this moment: then its heartbeat alone decides.
    const holder = parseJson(text) as Partial<{ pid: number; host: string; owner: string }> | undefined;
    if (holder?.host === this.#self.host && typeof holder.pid === 'number') {
      if (holder.owner === this.#self.owner) return true;
      if (holder.pid === this.#self.pid || !isRunning(holder.pid)) return false;
    }
    const now = this.#now();
    const seen = this.#beats.get(file);
    // Who has not looked for long may have slept, and the holder with them: the watch begins anew.
    const watched = seen?.mtimeMs === mtimeMs && now - seen.looked < this.#staleMs / 2;
    const since = watched ? seen.since : now;
    this.#beats.set(file, { mtimeMs, since, looked: now });
    return now - since < this.#staleMs;
  }

  /** Newest first. */
  async #leases(id: string): Promise<HeldLease[]> {
    return (await this.#files()).flatMap((name) => {
      const [, task, generation] = leaseName.exec(name) ?? [];
      return task === id ? [{ file: path.join(this.folder, name), generation: Number(generation) }] : [];
    }).sort((a, b) => b.generation - a.generation);
  }

  async #read(file: string): Promise<TaskRecord | undefined> {
    const text = await readFile(path.join(this.folder, file), 'utf8').catch(() => '');
    const task = parseJson(text);
    return isTaskRecord(task) && `${task.id}.json` === file ? task : undefined;
  }

  async #files(): Promise<string[]> {
    return readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }
}

/** The right to follow one task. */
export class Lease {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** Shows that we live. False when somebody has taken the task over, because they took us for dead. */
  async beat(): Promise<boolean> {
    const now = new Date();
    return utimes(this.file, now, now).then(() => true, (error: NodeJS.ErrnoException) => error.code !== 'ENOENT');
  }

  /** Synchronous, because a window that closes does not wait. */
  release(): void {
    rmSync(this.file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
