import { closeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import blobRequestListenerFactory from 'azurite/dist/src/blob/BlobRequestListenerFactory.js';
import blobGcManager from 'azurite/dist/src/blob/gc/BlobGCManager.js';
import lokiBlobMetadataStore from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
import type { MetadataStore } from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
import azuriteLogger from 'azurite/dist/src/common/Logger.js';
import fsExtentStore from 'azurite/dist/src/common/persistence/FSExtentStore.js';
import lokiExtentMetadataStore from 'azurite/dist/src/common/persistence/LokiExtentMetadataStore.js';
import telemetry from 'azurite/dist/src/common/Telemetry.js';

/** A storage account: its name and its two keys, 64 bytes each in base64. */
export interface BlobAccount {
  readonly name: string;
  readonly primaryKey: string;
  readonly secondaryKey: string;
}

export interface AccountBlobs {
  readonly answer: RequestListener;
  /** Writes what is not on disk yet and lets go of the files. */
  close(): Promise<void>;
}

// Azurite starts its telemetry only from its own command line; this makes sure of it.
telemetry.AzuriteTelemetryClient.init('', false, undefined);

const writesAtOnce = 8;

/**
 * Azurite's blob service over one account's folder. Azurite mixes the bytes of all accounts in the same extent files and frees them
 * by a sweep that comes every 10 minutes and spares files still open, so one service for all could not delete an account's data.
 * `account` is asked on every request: a key works from the moment it returns it.
 */
export async function openAccountBlobs(directory: string, account: () => BlobAccount | undefined, log: (line: string) => void): Promise<AccountBlobs> {
  await mkdir(directory, { recursive: true });
  const logger = azuriteLogger.default;
  const metadata = new lokiBlobMetadataStore.default(path.join(directory, 'blobs.json'), false);
  const extentMetadata = new lokiExtentMetadataStore.default(path.join(directory, 'extents.json'), false);
  const extents = new fsExtentStore.default(
    extentMetadata, [{ locationId: 'Default', locationPath: path.join(directory, 'extents'), maxConcurrency: writesAtOnce }], logger);
  const sweep = new blobGcManager.default(
    metadata, extentMetadata, extents, (error) => log(`freeing deleted blobs in ${directory} stopped until the next start: ${error.message}`), logger);
  const accounts = {
    getAccount(name: string) {
      const found = account();
      if (found?.name !== name) return undefined;
      return { name, key1: Buffer.from(found.primaryKey, 'base64'), key2: Buffer.from(found.secondaryKey, 'base64') };
    },
  };
  const factory = new blobRequestListenerFactory.default(metadata, extents, accounts, false, undefined, false, true, undefined, true);

  try {
    await metadata.init();
    await extentMetadata.init();
    await extents.init();
    await sweep.start();
  } catch (error) {
    // Without this their timers would write an empty database over the one that could not be read.
    for (const store of [metadata, extentMetadata]) await store.close().catch(() => undefined);
    throw error;
  }

  return {
    answer: factory.createRequestListener(),
    async close() {
      await sweep.close();
      await extents.close(); // and extentMetadata with it
      await metadata.close();
      // close() ends the timed saves but does not wait for one under way, which would be lost at exit; another save queues behind it.
      for (const store of [extentMetadata, metadata]) await save(store);
      for (const extent of extents.activeWriteExtents) {
        if (extent.appendStatus !== 0 || extent.fd === undefined) continue;
        closeSync(extent.fd);
        extent.fd = undefined;
      }
    },
  };
}

function save(store: MetadataStore): Promise<void> {
  return new Promise((resolve, reject) => store.db.saveDatabase((error) => (error ? reject(error) : resolve())));
}
