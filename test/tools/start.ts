// npm start: builds, starts the emulator and opens VS Code with the extension on a sample; Ctrl-C ends all of it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startMintKeyProxy } from './mintKeyProxy.ts';
import { findOrInstallVsCode } from './prerequisites.ts';
import { endGroup } from './processGroup.ts';
import { buildWorkbenchUrl, installExtension, offerLanguage, quietSettings, startServer, writeSettings } from './vscodeServer.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const home = path.join(repository, '.start');
const workspace = path.join(home, 'workspace');
const emulatorData = path.join(home, 'emulator');
const userDataDir = path.join(home, 'vscode');
const extensionsDir = path.join(home, 'extensions');

const closers: (() => unknown)[] = [];
let ending = false;
async function end(code: number, why: string): Promise<void> {
  if (ending) return;
  ending = true;
  console.log(why);
  for (const close of closers.splice(0).reverse()) await close();
  process.exit(code);
}

/** One start at a time: the file names the process that has everything running. */
function takeLock(): void {
  const lock = path.join(home, 'running');
  const other = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (other && isRunning(other)) throw new Error(`Azure Classic is already started from here (process ${other}): use its window, or stop it first (Ctrl-C there, or "kill ${other}").`);
  rmSync(lock, { force: true });
  writeFileSync(lock, String(process.pid), { flag: 'wx' });
  closers.push(() => rmSync(lock, { force: true }));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Starts the emulator on `emulatorData` and waits for its line; it remembers its ports there. */
async function startEmulator(): Promise<{ endpoint: string }> {
  const log = path.join(home, 'emulator.log');
  const emulator = spawn(process.execPath, ['dist/emulator.js', '--data', emulatorData, '--port', '0'], {
    cwd: repository, detached: true, stdio: ['ignore', 'pipe', openSync(log, 'w')],
  });
  closers.push(() => endGroup(emulator));
  const line = await new Promise<string | undefined>((resolve) => {
    createInterface(emulator.stdout as NodeJS.ReadableStream).once('line', resolve).once('close', () => resolve(undefined));
  });
  if (line === undefined) throw new Error(`The emulator did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
  // One that finds another emulator on this folder says where that one is, and ends well.
  emulator.once('exit', (code) => { if (code !== 0) void end(1, `The emulator ended (${code}); what it said is in ${log}.`); });
  return JSON.parse(line) as { endpoint: string };
}

/** Adds settings to a settings.json, keeping the rest of it. */
function addSettings(scope: 'User' | 'Machine', settings: Readonly<Record<string, unknown>>): void {
  const file = path.join(userDataDir, scope, 'settings.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as object : {};
  writeSettings(userDataDir, scope, { ...kept, ...settings });
}

/** The desktop VS Code's command, where there is one. */
function findDesktop(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

function openDesktop(code: string): string {
  addSettings('User', { 'azureClassic.emulator.dataFolder': emulatorData });
  const windows = process.platform === 'win32';
  const args = [`--extensionDevelopmentPath=${repository}`, '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir, '--disable-workspace-trust', '--new-window', '--wait', workspace];
  const child = spawn(windows ? `"${code}"` : code, windows ? args.map((arg) => `"${arg}"`) : args, { detached: true, stdio: 'ignore', shell: windows });
  child.once('exit', () => void end(0, 'VS Code was closed: everything is stopped.'));
  closers.push(() => endDesktop(child));
  return `VS Code (${code})`;
}

/** `code` itself only waits: the VS Code that it started has its process id in code.lock. */
async function endDesktop(child: ChildProcess): Promise<void> {
  const lock = path.join(userDataDir, 'code.lock');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (pid && isRunning(pid)) process.kill(pid, 'SIGTERM');
  await endGroup(child);
}

async function openInBrowser(): Promise<string> {
  const { missing } = findOrInstallVsCode();
  if (missing) throw new Error(`There is no VS Code to open. Install it from https://code.visualstudio.com so that the command "code" works. (${missing})`);
  const folders = { userDataDir, extensionsDir };
  node('--run', 'package');
  installExtension(path.join(repository, 'dist/azure-classic.vsix'), folders);
  offerLanguage(userDataDir, 'es');
  if (!existsSync(path.join(userDataDir, 'User/settings.json'))) writeSettings(userDataDir, 'User', quietSettings);
  addSettings('Machine', { 'azureClassic.emulator.dataFolder': emulatorData });

  // Kept, so that the browser's part of the secrets (per port, wrapped by the key) stays readable.
  const kept = keepRandom();
  const server = await startServer({ ...folders, token: kept.token });
  closers.push(server.stop);
  const proxy = await startMintKeyProxy({ port: kept.port, target: server.port, key: Buffer.from(kept.key, 'hex') });
  closers.push(proxy.stop);
  writeFileSync(browserFile, JSON.stringify({ ...kept, port: proxy.port }), { mode: 0o600 });
  const address = buildWorkbenchUrl({ port: proxy.port, folder: workspace, token: kept.token });
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return `VS Code is served; open this address in a browser:\n  ${address}`;
  spawn('xdg-open', [address], { detached: true, stdio: 'ignore' }).on('error', () => undefined).unref();
  return `VS Code in the browser: ${address}`;
}

const browserFile = path.join(home, 'browser.json');
function keepRandom(): { port: number; token: string; key: string } {
  if (existsSync(browserFile)) return JSON.parse(readFileSync(browserFile, 'utf8')) as { port: number; token: string; key: string };
  return { port: 0, token: randomBytes(24).toString('hex'), key: randomBytes(32).toString('hex') };
}

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0, '\nStopping ...'));
// npm ends without a word to us when it is told to.
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) void end(0, 'Stopping ...'); }, 500).unref();
try {
  mkdirSync(home, { recursive: true });
  takeLock();
  console.log('Building ...');
  node('esbuild.mjs');
  if (!existsSync(workspace)) cpSync(path.join(repository, 'dist/sample'), workspace, { recursive: true });
  const { endpoint } = await startEmulator();
  const desktop = findDesktop();
  const opened = desktop ? openDesktop(desktop) : await openInBrowser();
  console.log(`\nEmulator: ${endpoint} (its data: ${emulatorData})\n${opened}\nFolder: ${workspace}\nPress Ctrl-C to stop.`);
} catch (error) {
  await end(1, (error as Error).message);
}
