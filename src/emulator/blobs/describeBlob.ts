import { range, unlessMissing } from './blobTask.ts';
import type { BlobTask } from './blobTask.ts';
import { diskBytes, footerBytes } from './vhd.ts';

export interface BlobDescription {
  readonly bytes: number;
  readonly type: 'BlockBlob' | 'PageBlob' | 'AppendBlob';
  /** The disk that a valid fixed VHD holds. */
  readonly vhd?: { readonly bytes: number };
}

/** Reads the properties of a blob and its last 512 bytes; undefined when it is not there. */
export async function describeBlob(blob: BlobTask): Promise<BlobDescription | undefined> {
  return unlessMissing(async () => {
    const { headers } = await blob.ask({ method: 'HEAD' });
    const bytes = Number(headers['content-length']);
    const type = headers['x-ms-blob-type'] as BlobDescription['type'];
    if (bytes < footerBytes) return { bytes, type };
    const disk = diskBytes((await blob.ask(range(bytes - footerBytes, bytes))).body);
    return { bytes, type, ...(disk === bytes - footerBytes && { vhd: { bytes: disk } }) };
  }, undefined);
}
