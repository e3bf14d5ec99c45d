import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BlobAccount } from '../../src/emulator/blobs/index.ts';

export interface BlobProcess {
  readonly endpoint: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Ends it in order, or with `SIGKILL` as it falls. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const source = new URL('../../src/emulator/blobs/index.ts', import.meta.url);

// Its options come on the first line of stdin; it ends with its stdin, so that it never outlives the test.
const program = `
  const lines = require('node:readline').createInterface({ input: process.stdin });
  lines.once('line', async (line) => {
    const { module, accounts, ...options } = JSON.parse(line);
    const { startBlobStore } = await import(module);
    const store = await startBlobStore({ ...options, accounts: () => accounts, log: console.error });
    process.once('SIGTERM', async () => { await store.close(); process.exit(0); });
    console.log(JSON.stringify({ endpoint: store.endpoint, port: store.port }));
  });
  lines.once('close', () => process.exit(0));
`;

/** The blob store in a process of its own, so that it can be killed and shares no event loop with what is measured. */
export async function startBlobProcess(options: { directory: string; port?: number; accounts: BlobAccount[]; module?: URL; node?: string }): Promise<BlobProcess> {
  const { directory, port = 0, accounts, module = source, node = process.execPath } = options;
  const child = spawn(node, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.write(`${JSON.stringify({ directory, port, accounts, module: module.href })}\n`);
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the blob store ended with ${code} before it was ready`)));
  });
  return {
    ...(JSON.parse(line) as { endpoint: string; port: number }),
    child,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}
