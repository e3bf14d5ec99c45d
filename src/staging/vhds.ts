import { connect, type Connection, type StorageAccount } from './account.ts';
import { asStagingError } from './errors.ts';

/** A page blob that may be a virtual hard disk. */
export interface VhdBlob {
  /** With the folders it is in. */
  readonly name: string;
  /** Without SAS. */
  readonly url: string;
  /** Bytes, the footer of 512 among them. */
  readonly length: number;
  readonly modified: Date;
  /** Somebody holds it, as disks and images of the subscription do. */
  readonly isLeased: boolean;
}

/** A listing that takes longer than that is not waited for. */
const longestMs = 60_000;

/** Names of an account's containers. @throws StagingError */
export const listContainers = (account: StorageAccount): Promise<string[]> => listing(account, async ({ service }, abortSignal) => {
  const names: string[] = [];
  for await (const { name } of service.listContainers({ abortSignal })) names.push(name);
  return names;
});

/** Page blobs of a container named `.vhd`, in the order of their names. @throws StagingError */
export const listVhds = (account: StorageAccount, container: string): Promise<VhdBlob[]> => listing(account, async ({ service }, abortSignal) => {
  const blobs = service.getContainerClient(container);
  const vhds: VhdBlob[] = [];
  for await (const { name, properties } of blobs.listBlobsFlat({ abortSignal })) {
    if (properties.blobType !== 'PageBlob' || !/\.vhd$/i.test(name)) continue;
    vhds.push({ name, url: blobs.getBlobClient(name).url, length: properties.contentLength ?? 0, modified: properties.lastModified, isLeased: properties.leaseState === 'leased' });
  }
  return vhds;
});

async function listing<T>(account: StorageAccount, list: (connection: Connection, abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const connection = connect(account);
  try {
    return await list(connection, AbortSignal.timeout(longestMs));
  } catch (error) {
    throw asStagingError(error, { account: account.name, endpoint: connection.endpoint });
  } finally {
    connection.close();
  }
}
