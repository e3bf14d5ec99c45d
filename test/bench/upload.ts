// How long an upload of 100 MiB takes, against `curl -T` to the same server: `node test/bench/upload.ts` prints it.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { deletePackage, packageSasUrl, uploadPackage } from '../../src/staging/index.ts';
import { startBlobProcess } from '../client/blobProcess.ts';

const MiB = 1024 * 1024;

export interface UploadBench {
  /** Median seconds of our upload: parallel blocks, an MD5 for each, commit, length check. */
  readonly ours: number;
  /** Median seconds of curl's one PUT. */
  readonly reference: number;
  readonly ratio: number;
}

/** Rounds alternate between the two, after one of each that is not counted. The server is a process of its own, as the emulator is. */
export async function benchUpload(options: { rounds?: number; mebibytes?: number; concurrency?: number; blockSize?: number } = {}): Promise<UploadBench> {
  const { rounds = 7, mebibytes = 100, ...tuning } = options;
  const directory = await mkdtemp(path.join(tmpdir(), 'azureclassic-bench-'));
  const key = randomBytes(64).toString('base64');
  const server = await startBlobProcess({
    directory: path.join(directory, 'blobs'),
    accounts: [{ name: 'bench', primaryKey: key, secondaryKey: randomBytes(64).toString('base64') }],
  });
  try {
    const file = path.join(directory, 'bench.cspkg');
    await writeRandom(file, mebibytes);
    const account = { name: 'bench', key, blobEndpoint: `${server.endpoint}/bench` };

    const ours = async () => {
      const start = performance.now();
      const { url } = await uploadPackage({ account, path: file, ...tuning });
      const seconds = (performance.now() - start) / 1000;
      await deletePackage({ account, url });
      return seconds;
    };
    const curl = async () => {
      const url = `${account.blobEndpoint}/azureclassic-packages/curl.cspkg`;
      const sas = await packageSasUrl({ account, url, permissions: 'cw' });
      const { stdout } = await promisify(execFile)('curl', [
        '--silent', '--show-error', '--fail', '--noproxy', '*', '--write-out', '%{time_total}', '--output', path.join(directory, 'answer'),
        '--header', 'x-ms-blob-type: BlockBlob', '--upload-file', file, sas,
      ]);
      await deletePackage({ account, url });
      return Number(stdout);
    };

    const times = { ours: [] as number[], curl: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const pair = { ours: await ours(), curl: await curl() };
      if (round === 0) continue;
      times.ours.push(pair.ours);
      times.curl.push(pair.curl);
    }
    const [own, reference] = [median(times.ours), median(times.curl)];
    return { ours: own, reference, ratio: own / reference };
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function writeRandom(file: string, mebibytes: number): Promise<void> {
  const handle = await open(file, 'w');
  for (let written = 0; written < mebibytes; written++) await handle.write(randomBytes(MiB));
  await handle.close();
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

if (import.meta.main) console.log(await benchUpload());
