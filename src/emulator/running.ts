import { readFile, readdir, link, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFileIfThere, writeFileAtomically } from './directory.ts';
import { EmulatorError } from './emulatorError.ts';

/** How to reach an emulator; printed as one line of JSON when it is ready. */
export interface ReadyLine {
  readonly endpoint: string;
  readonly subscriptionId: string;
  readonly certificatePath: string;
  readonly caPath: string;
  readonly publishSettingsPath: string;
  readonly blobEndpoint: string;
}

/*
 * One emulator per data folder. Whoever wants the folder creates running.<n>.json, n being one more than the highest there is,
 * which the file system lets only one process do. The highest one says who has the folder: it is never removed, only marked as
 * released, so that no latecomer can win with a number that was used before. What kill -9 left is taken over by the next number.
 */

interface Holder { readonly pid: number; readonly ready?: ReadyLine; readonly released?: true }

const fileOf = (directory: string, number: number) => path.join(directory, `running.${number}.json`);

async function numbersIn(directory: string): Promise<number[]> {
  const names = await readdir(directory).catch(() => []);
  return names.flatMap((name) => { const found = /^running\.(\d+)\.json$/.exec(name); return found ? [Number(found[1])] : []; }).sort((a, b) => b - a);
}

async function readHolder(directory: string, number: number): Promise<Holder> {
  const text = await readFileIfThere(fileOf(directory, number));
  try {
    return JSON.parse(text ?? '') as Holder;
  } catch {
    // Files are written whole; this one is somebody's damage, and nobody answers for it.
    return { pid: 0, released: true };
  }
}

export interface Claim {
  /** Tells the others how to reach us. */
  announce(line: ReadyLine): Promise<void>;
  release(): Promise<void>;
}

const startMs = 30_000;

/**
 * Takes the folder for this process, or finds who has it: waits for one that is just starting.
 * @throws EmulatorError `EmulatorSilent`.
 */
export async function claimDirectory(directory: string): Promise<Claim | { readonly line: ReadyLine; readonly pid: number }> {
  for (const deadline = Date.now() + startMs; ;) {
    const [highest = 0] = await numbersIn(directory);
    if (highest > 0) {
      const holder = await readHolder(directory, highest);
      const presence = await presenceOf(directory, holder);
      if (presence === 'ready') return { line: holder.ready!, pid: holder.pid };
      if (presence !== 'gone') {
        if (Date.now() > deadline) throw silent(directory, holder.pid, fileOf(directory, highest));
        await sleep(100);
        continue;
      }
    }
    const number = highest + 1;
    if (!await createExclusively(directory, number, { pid: process.pid })) continue;
    const numbers = await numbersIn(directory);
    // Someone was quicker by more than one: the number we got had been used up and removed.
    if (numbers[0] !== number) {
      await rm(fileOf(directory, number), { force: true });
      continue;
    }
    for (const old of numbers.slice(1)) await rm(fileOf(directory, old), { force: true });
    const tell = (holder: Holder) => writeFileAtomically(fileOf(directory, number), JSON.stringify(holder));
    return {
      announce: (ready) => tell({ pid: process.pid, ready }),
      release: () => tell({ pid: process.pid, released: true }),
    };
  }
}

/** The emulator that runs on a data folder, if one does. */
export async function findRunning(directory: string): Promise<{ readonly line: ReadyLine; readonly pid: number } | undefined> {
  const [highest] = await numbersIn(directory);
  if (highest === undefined) return undefined;
  const holder = await readHolder(directory, highest);
  return await presenceOf(directory, holder) === 'ready' ? { line: holder.ready!, pid: holder.pid } : undefined;
}

/** A link to a complete file: another process never sees it half written. */
async function createExclusively(directory: string, number: number, holder: Holder): Promise<boolean> {
  const own = path.join(directory, `.running.${process.pid}.${Math.random().toString(36).slice(2)}`);
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    await link(own, fileOf(directory, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

const silent = (directory: string, pid: number, file: string) => new EmulatorError('EmulatorSilent',
  `An emulator with the process id ${pid} has the data folder ${directory} and does not answer. End that process; if it is no emulator, remove ${file}.`, { directory, pid });

type Presence = 'ready' | 'starting' | 'silent' | 'gone';

async function presenceOf(directory: string, { pid, ready, released }: Holder): Promise<Presence> {
  if (released || !isAlive(pid)) return 'gone';
  if (!ready) return 'starting';
  return askWhoIsThere(directory, ready, pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is alive and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Process ids are used again, ports too: only who answers with the folder's own certificate, and says the same, is the one. */
async function askWhoIsThere(directory: string, line: ReadyLine, pid: number): Promise<Presence> {
  try {
    const [ca, pem] = await Promise.all([readFile(line.caPath), readFile(line.certificatePath)]);
    return await new Promise<Presence>((resolve) => {
      const request = https.get(`${line.endpoint}/_emulator`, { ca, cert: pem, key: pem, agent: false, timeout: 5000 }, async (response) => {
        let text = '';
        for await (const chunk of response) text += String(chunk);
        resolve(text === JSON.stringify(aboutOf(directory, pid)) ? 'ready' : 'gone');
      });
      request.on('timeout', () => { resolve('silent'); request.destroy(); });
      request.on('error', () => resolve('gone'));
    });
  } catch {
    return 'gone';
  }
}

/** What `GET /_emulator` answers. */
export const aboutOf = (directory: string, pid: number): { emulator: string; directory: string; pid: number } => ({ emulator: 'azure-classic', directory, pid });
