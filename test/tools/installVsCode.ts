import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('vscode/', import.meta.url));
const installed = path.join(folder, 'node_modules/code-server/lib/vscode');

/** The VS Code server's entry point, run by the Node that runs us. */
export const serverMain = path.join(installed, 'out/server-main.js');

/**
 * Puts VS Code (server and web workbench, from the npm package code-server) under test/tools/vscode; does nothing when
 * it is there already. No native module is compiled: only log files and the terminal would need one.
 */
export function installVsCode(): void {
  const stamp = path.join(folder, 'node_modules/.installed');
  const wanted = createHash('sha256').update(readFileSync(path.join(folder, 'package-lock.json'))).update(process.version).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.log('Installing VS Code for the tests (npm, about half a minute) ...');
  npm(folder, 'ci');
  // Not `npm ci`: the npm-shrinkwrap.json that code-server ships lacks an entry and would be refused.
  npm(installed, 'install', '--omit=dev');
  for (const unused of ['@github', '@microsoft/mxc-sdk']) rmSync(path.join(installed, 'node_modules', unused), { recursive: true, force: true });
  run(installed, process.execPath, serverMain, '--version');
  writeFileSync(stamp, wanted);
}

/** npm under our own Node: code-server refuses any other, and so do its install scripts, which we leave out. */
function npm(cwd: string, ...args: string[]): void {
  const script = process.env['npm_execpath'];
  const command = script ? [process.execPath, script] : ['npm'];
  run(cwd, ...command, ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
}

function run(cwd: string, ...command: string[]): void {
  const [file = '', ...args] = command;
  const path_ = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`;
  const result = spawnSync(file, args, { cwd, env: { ...process.env, PATH: path_ }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return;
  throw new Error(`VS Code could not be installed: "${command.join(' ')}" ended with ${result.error?.message ?? result.status ?? result.signal}:\n${(result.stderr ?? '').slice(-2000)}`);
}
