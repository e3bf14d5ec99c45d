import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installVsCode, serverMain } from './installVsCode.ts';

/** What was found (a path), or a sentence saying what could not be had and what to do. */
export type Prerequisite = { found: string; missing?: never } | { found?: never; missing: string };

/** A Chromium or Chrome on this machine; CHROMIUM names another one. */
export function findChromium(): Prerequisite {
  const candidates = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'];
  const found = candidates.find((file) => file && existsSync(file));
  return found ? { found } : { missing: 'Chromium was not found: install it, or name it in CHROMIUM.' };
}

export function findOrInstallChromium(): Prerequisite {
  const before = findChromium();
  return before.found ? before : installPackage('chromium', findChromium);
}

/** A Python that can import Debian's python3-azure (azure.servicemanagement). */
export function findPythonAzure(): Prerequisite {
  // By its path: a python3 earlier on PATH (pyenv's, say) does not see Debian's packages.
  const python = '/usr/bin/python3';
  const result = spawnSync(python, ['-W', 'ignore', '-c', 'import azure.servicemanagement'], { stdio: 'ignore' });
  return result.status === 0 ? { found: python } : { missing: 'python3-azure was not found: on Debian, "apt-get install python3-azure" installs it.' };
}

export function findOrInstallPythonAzure(): Prerequisite {
  const before = findPythonAzure();
  return before.found ? before : installPackage('python3-azure', findPythonAzure);
}

/** A command-line tool that some tests call (openssl, curl); without it those say that they were skipped. */
export function findOrInstallCommand(name: string): Prerequisite {
  const find = (): Prerequisite => (spawnSync(name, ['--help'], { stdio: 'ignore' }).error
    ? { missing: `${name} was not found: the tests that need it are skipped.` } : { found: name });
  const before = find();
  return before.found ? before : installPackage(name, find);
}

export function findOrInstallVsCode(): Prerequisite {
  if (process.platform !== 'linux') return { missing: `The VS Code server for the tests runs on Linux, not on ${process.platform}.` };
  try {
    installVsCode();
    return { found: serverMain };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** Installs a Debian package when we are root on Debian, then looks again. */
function installPackage(name: string, find: () => Prerequisite): Prerequisite {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return find();
  console.log(`Installing Debian's ${name} ...`);
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync('apt-get', ['install', '-qq', '-y', '--no-install-recommends', name], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    return find();
  } catch (error) {
    return { missing: `Debian's ${name} could not be installed: ${String((error as { stderr?: Buffer }).stderr ?? error).trim().slice(-500)}` };
  }
}
