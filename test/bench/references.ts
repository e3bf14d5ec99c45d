// What we are compared with when answers are read: what else a person would write, or used.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import type { Pool } from 'undici';
import { findPythonAzure } from '../tools/prerequisites.ts';
import type { Replay } from './replay.ts';

const get = async (pool: Pool, url: string): Promise<string> => {
  const { body } = await pool.request({ method: 'GET', path: url, headers: { 'x-ms-version': '2014-10-01' } });
  return body.text();
};

/** undici, and saxes with our options and nothing to tell. */
export async function readWithSaxes(pool: Pool, url: string): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: true });
  for (const event of ['opentag', 'closetag', 'text', 'cdata', 'doctype'] as const) parser.on(event, () => {});
  parser.write(await get(pool, url)).close();
}

/** undici, and fast-xml-parser to plain objects. */
export async function readWithFastXmlParser(pool: Pool, url: string): Promise<void> {
  new XMLParser({ ignoreAttributes: false, removeNSPrefix: true }).parse(await get(pool, url));
}

export interface PythonSdk {
  /** Milliseconds of as many calls, one after the other, on connections that are kept. */
  call(method: 'list_hosted_services' | 'list_locations', subscriptionId: string, times?: number): Promise<number>;
  stop(): void;
}

/** Debian's Python SDK in a process of its own; undefined where it is not there. */
export function startPythonSdk({ endpoint, identities: { authority, management } }: Replay): PythonSdk | undefined {
  const { found: python } = findPythonAzure();
  if (python === undefined) return undefined;
  const directory = mkdtempSync(path.join(tmpdir(), 'azureclassic-bench-'));
  const [certificatePath, caPath] = [path.join(directory, 'management.pem'), path.join(directory, 'ca.pem')];
  writeFileSync(certificatePath, management.key + management.cert, { mode: 0o600 });
  writeFileSync(caPath, authority.cert);
  const child = spawn(python, ['-W', 'ignore', fileURLToPath(new URL('sdk.py', import.meta.url)), JSON.stringify({ endpoint, certificatePath, caPath })], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async call(method, subscriptionId, times = 1) {
      child.stdin.write(`${method} ${subscriptionId} ${times}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The Python SDK ended.');
      return Number(value);
    },
    stop() {
      child.stdin.end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
