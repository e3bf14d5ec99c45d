import { range } from './blobTask.ts';
import type { BlobTask } from './blobTask.ts';
import { describeBlob } from './describeBlob.ts';
import { deleteBlob, leaseId } from './leases.ts';
import { footerBytes, vhdFooter } from './vhd.ts';

const bytesPerWrite = 4 * 1024 * 1024; // as much as Put Page takes

/** Makes a fixed VHD of an empty disk, or of one that begins with the disk of the VHD `from`. Its zeros take no room. */
export async function createVhd(to: BlobTask, gigabytes: number, from?: BlobTask): Promise<void> {
  const bytes = gigabytes * 1024 ** 3;
  const source = from && { blob: from, bytes: await vhdOf(from) };
  if (source && source.bytes > bytes) throw to.error('TooLarge', `The disk in ${source.blob.url} has ${source.bytes} bytes, more than ${gigabytes} GB.`, { maxBytes: bytes });
  await makePages(to, bytes + footerBytes, async () => {
    if (source) await copyPages(source.blob, to, source.bytes);
    await writePages(to, bytes, vhdFooter(bytes));
  });
}

/** Copies a fixed VHD. Not by Copy Blob: Azurite lets both blobs share one list of pages, and what is written to one is in the other. */
export async function copyVhd(from: BlobTask, to: BlobTask): Promise<void> {
  const bytes = await vhdOf(from) + footerBytes;
  await makePages(to, bytes, () => copyPages(from, to, bytes));
}

/**
 * Enlarges the disk of a fixed VHD on which we hold a lease. Nothing happens where it is as large already, or gone; one that was left
 * without its end half-way gets it.
 */
export async function resizeVhd(blob: BlobTask, gigabytes: number): Promise<void> {
  const bytes = gigabytes * 1024 ** 3;
  const found = await describeBlob(blob);
  if (!found || (found.vhd?.bytes ?? 0) >= bytes) return;
  const leased = { 'x-ms-lease-id': leaseId };
  await blob.ask({ method: 'PUT', query: '?comp=properties', headers: { ...leased, 'x-ms-blob-content-length': `${bytes + footerBytes}` } });
  await writePages(blob, bytes, vhdFooter(bytes), leased);
  // The end that it had is in the middle now.
  if (found.vhd) await blob.ask({ method: 'PUT', query: '?comp=page', headers: { ...leased, 'x-ms-page-write': 'clear', 'x-ms-range': `bytes=${found.vhd.bytes}-${found.bytes - 1}` } });
}

/** Bytes of the disk that a VHD holds. */
async function vhdOf(blob: BlobTask): Promise<number> {
  const found = await describeBlob(blob);
  if (!found) throw blob.error('BlobNotFound', `There is no blob at ${blob.url}.`);
  if (found.type !== 'PageBlob' || !found.vhd) throw blob.error('NotAVhd', `The blob ${blob.url} is not a page blob with a valid fixed VHD.`);
  return found.vhd.bytes;
}

/** Makes a page blob, in a container that is made too if need be, and removes it again when it cannot be filled. */
async function makePages(blob: BlobTask, bytes: number, fill: () => Promise<void>): Promise<void> {
  await blob.ask({ method: 'PUT', toContainer: true, query: '?restype=container', accept: 409 });
  // Cancelled while it is under way, nobody would know whether the blob is the one made here.
  const { status } = await blob.regardless().ask({
    method: 'PUT', headers: { 'x-ms-blob-type': 'PageBlob', 'x-ms-blob-content-length': `${bytes}`, 'if-none-match': '*' }, accept: 409,
  });
  if (status === 409) throw blob.error('BlobExists', `There is already a blob at ${blob.url}.`);
  try {
    await fill();
  } catch (error) {
    await deleteBlob(blob.regardless()).catch(() => undefined);
    throw error;
  }
}

/** Copies those of the first `bytes` that were ever written; what lies between them reads as zeros in both. */
async function copyPages(from: BlobTask, to: BlobTask, bytes: number): Promise<void> {
  const { body, headers } = await from.ask({ ...range(0, bytes), query: '?comp=pagelist' });
  for (const [start, end] of written(body.toString())) {
    for (let at = start; at < end; at += bytesPerWrite) {
      const piece = range(at, Math.min(at + bytesPerWrite, end));
      // It has to be the state of one moment.
      await writePages(to, at, (await from.ask({ ...piece, headers: { ...piece.headers, 'if-match': headers.etag! } })).body);
    }
  }
}

/** Start and end of each run of pages in the answer to Get Page Ranges, where a run may come in pieces. */
function written(pageList: string): [start: number, end: number][] {
  const runs: [number, number][] = [];
  for (const [, first, last] of pageList.matchAll(/<PageRange>\s*<Start>(\d+)<\/Start>\s*<End>(\d+)<\/End>/g)) {
    const run = runs.at(-1);
    if (run?.[1] === Number(first)) run[1] = Number(last) + 1;
    else runs.push([Number(first), Number(last) + 1]);
  }
  return runs;
}

async function writePages(blob: BlobTask, at: number, body: Buffer, headers: Record<string, string> = {}): Promise<void> {
  await blob.ask({ method: 'PUT', query: '?comp=page', headers: { ...headers, 'x-ms-page-write': 'update', 'x-ms-range': `bytes=${at}-${at + body.length - 1}` }, body });
}
