import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serverMain } from './installVsCode.ts';
import { endGroup, signalGroup } from './processGroup.ts';

/** Where one VS Code keeps what it has: user data (settings, state) and installed extensions. Absolute paths. */
export interface VsCodeFolders {
  userDataDir: string;
  extensionsDir: string;
}

export interface ServerOptions extends VsCodeFolders {
  /** 0, the default, takes a free one. Secrets in the browser belong to one port. */
  port?: number;
  /** Lets the page's address name an extension under development; notifications then show under the bell only. */
  development?: boolean;
  /** What a page must present to be served; without it whoever reaches the port is. Letters, digits, "_" and "-". */
  token?: string;
  extraArgs?: readonly string[];
  log?: (text: string) => void;
}

export interface VsCodeServer {
  port: number;
  stop(): Promise<void>;
}

/** Starts the VS Code server on 127.0.0.1, without workspace trust unless `extraArgs` say otherwise. */
export async function startServer(options: ServerOptions): Promise<VsCodeServer> {
  // VS Code leaves its sockets in XDG_RUNTIME_DIR; the path of a socket may have 107 characters.
  const runtimeDir = mkdtempSync(path.join(tmpdir(), 'vsc-'));
  const tokenFile = path.join(runtimeDir, 'token');
  if (options.token) writeFileSync(tokenFile, options.token, { mode: 0o600 });
  const child = spawn(process.execPath, [
    serverMain, '--host', '127.0.0.1', '--port', String(options.port ?? 0),
    ...(options.token ? ['--connection-token-file', tokenFile] : ['--without-connection-token']), ...folderArgs(options), '--telemetry-level', 'off', '--disable-getting-started-override',
    ...(options.development ? ['--enable-smoke-test-driver'] : []), ...(options.extraArgs ?? ['--disable-workspace-trust']),
  ], { env: { ...environment(), XDG_RUNTIME_DIR: runtimeDir }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });

  const killGroup = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', killGroup);
  const stop = async (): Promise<void> => {
    process.off('exit', killGroup);
    await endGroup(child);
    rmSync(runtimeDir, { recursive: true, force: true });
  };
  try {
    return { port: await waitForPort(child, options.log), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface WorkbenchAddress {
  port: number;
  /** A folder or a .code-workspace file; an empty window without it. */
  folder?: string | undefined;
  /** Extensions under development, and the module whose run() tests them. Heeded only by a server in development. */
  development?: readonly string[];
  tests?: string | undefined;
  token?: string;
}

export function buildWorkbenchUrl({ port, folder, development = [], tests, token }: WorkbenchAddress): string {
  const authority = `127.0.0.1:${port}`; // must equal the page's location.host
  const remote = (file: string): string => `vscode-remote://${authority}${encodeURI(path.resolve(file))}`;
  const query = new URLSearchParams();
  if (token) query.set('tkn', token);
  if (folder) query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', path.resolve(folder));
  else query.set('ew', 'true');
  const payload = [...development.map((folder) => ['extensionDevelopmentPath', remote(folder)]), ...(tests ? [['extensionTestsPath', remote(tests)]] : [])];
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://${authority}/?${query}`;
}

/** Installs a .vsix into `extensionsDir`, as "Install from VSIX..." would; throws when VS Code refuses it. */
export function installExtension(vsix: string, folders: VsCodeFolders): void {
  execFileSync(process.execPath, [serverMain, '--install-extension', vsix, '--force', ...folderArgs(folders)], { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
}

/** What would otherwise cover the window of somebody who opens VS Code for the first time. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** Writes the user's or the machine's settings, or those of a folder, replacing what was there. */
export function writeSettings(userDataDir: string, scope: 'User' | 'Machine' | '.vscode', settings: Readonly<Record<string, unknown>>): void {
  mkdirSync(path.join(userDataDir, scope), { recursive: true });
  writeFileSync(path.join(userDataDir, scope, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/**
 * Makes this VS Code offer `locale` beside English, without a published language pack: extensions see it, VS Code's own
 * words stay English. The browser's locale chooses it.
 */
export function offerLanguage(userDataDir: string, locale: string): void {
  const translations = path.join(userDataDir, 'translations.json');
  const pack = { hash: '0'.repeat(32), extensions: [{ extensionIdentifier: { id: 'azure-classic.words' }, version: '0.0.1' }], translations: { vscode: translations }, label: locale };
  mkdirSync(path.join(userDataDir, 'User'), { recursive: true });
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  writeFileSync(path.join(userDataDir, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
  for (const folder of [userDataDir, path.join(userDataDir, 'User')]) writeFileSync(path.join(folder, 'argv.json'), '{}');
}

function folderArgs({ userDataDir, extensionsDir }: VsCodeFolders): string[] {
  return ['--accept-server-license-terms', '--server-data-dir', userDataDir, '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
}

/** Ours, less what an enclosing VS Code terminal would leak in; no extension gallery. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name));
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
}

function waitForPort(child: ChildProcess, log: ((text: string) => void) | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`The VS Code server did not start in 60 seconds:\n${output.slice(-3000)}`)), 60_000);
    const read = (data: Buffer): void => {
      log?.(String(data));
      output += data;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      if (!log) output = '';
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ended (${code}) before it was ready:\n${output.slice(-3000)}`));
    });
  });
}
