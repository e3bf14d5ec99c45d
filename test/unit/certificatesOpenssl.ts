import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own in which the real openssl makes files, as a user's would. */
export class OpensslFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'azure-classic-certificates-'));

  /** @returns false where there is no such program. @throws where it fails. */
  run(...args: string[]): boolean {
    const { error, status, stderr } = spawnSync('openssl', args, { cwd: this.path, encoding: 'utf8' });
    if (error) return false;
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
    return true;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.file(name));
  }

  text(name: string): string {
    return this.read(name).toString('utf8');
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
