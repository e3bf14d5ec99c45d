import type { BlobTask } from './blobTask.ts';

/** Writes a block blob, of which each chunk is a block (100 MiB at most), in place of one that may be there. */
export async function writeBlob(blob: BlobTask, content: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
  const blocks: string[] = [];
  for await (const body of content) {
    // Ids of a blob have to be of one length.
    const id = Buffer.from(String(blocks.length).padStart(6, '0')).toString('base64');
    await blob.ask({ method: 'PUT', query: `?comp=block&blockid=${encodeURIComponent(id)}`, body });
    blocks.push(id);
  }
  const list = `<?xml version="1.0" encoding="utf-8"?><BlockList>${blocks.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;
  await blob.ask({ method: 'PUT', query: '?comp=blocklist', body: Buffer.from(list) });
}
