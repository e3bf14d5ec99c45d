import { unlessMissing } from './blobTask.ts';
import type { BlobRequest, BlobTask } from './blobTask.ts';

// learn.microsoft.com/rest/api/storageservices/lease-blob. Always the same id, so that a lease taken before a restart is still ours.
export const leaseId = '9c5b6d1e-5f0a-4e57-9d0f-3a1c7e2b8d64';

const lease = (action: 'acquire' | 'release' | 'break', headers: Record<string, string>): BlobRequest =>
  ({ method: 'PUT', query: '?comp=lease', headers: { 'x-ms-lease-action': action, ...headers }, accept: 409 });

/** Keeps everybody else from deleting or writing the blob, until it is released; also where we hold it already. */
export async function leaseBlob(blob: BlobTask): Promise<void> {
  const { status } = await blob.ask(lease('acquire', { 'x-ms-lease-duration': '-1', 'x-ms-proposed-lease-id': leaseId }));
  if (status === 409) throw blob.error('Leased', `Somebody else holds a lease on the blob ${blob.url}.`);
}

/** Ends our lease; nothing happens where we hold none or the blob is gone. */
export async function releaseBlob(blob: BlobTask): Promise<void> {
  await unlessMissing(() => blob.ask(lease('release', { 'x-ms-lease-id': leaseId })), undefined);
}

/** Deletes a blob with its snapshots, whoever holds a lease on it. False when it was not there. */
export async function deleteBlob(blob: BlobTask): Promise<boolean> {
  return unlessMissing(async () => {
    await blob.ask(lease('break', { 'x-ms-lease-break-period': '0' }));
    await blob.ask({ method: 'DELETE', headers: { 'x-ms-delete-snapshots': 'include' } });
    return true;
  }, false);
}
