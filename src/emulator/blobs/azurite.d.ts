// Azurite ships no type declarations. Only what the blob store uses of it is declared here, as 3.35.0 has it.
// Its modules are CommonJS with `exports.default`, which an ES module sees as the default export's `default`.

declare module 'azurite/dist/src/blob/BlobRequestListenerFactory.js' {
  import type { RequestListener } from 'node:http';
  import type { MetadataStore } from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
  import type { ExtentStore } from 'azurite/dist/src/common/persistence/FSExtentStore.js';
  export interface AccountDataStore {
    getAccount(name: string): { name: string; key1: Buffer; key2: Buffer } | undefined;
  }
  const module: {
    default: new (
      metadata: MetadataStore, extents: ExtentStore, accounts: AccountDataStore, enableAccessLog: boolean, accessLogStream: undefined,
      loose: boolean, skipApiVersionCheck: boolean, oauth: undefined, disableProductStyleUrl: boolean,
    ) => { createRequestListener(): RequestListener };
  };
  export default module;
}

declare module 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js' {
  export interface MetadataStore {
    readonly db: { saveDatabase(done: (error?: Error | null) => void): void };
    init(): Promise<void>;
    close(): Promise<void>;
  }
  const module: { default: new (path: string, inMemory: boolean) => MetadataStore };
  export default module;
}

declare module 'azurite/dist/src/common/persistence/LokiExtentMetadataStore.js' {
  import type { MetadataStore } from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
  const module: { default: new (path: string, inMemory: boolean) => MetadataStore };
  export default module;
}

declare module 'azurite/dist/src/common/persistence/FSExtentStore.js' {
  import type { MetadataStore } from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
  export interface ExtentStore {
    /** The files that are being appended to; `appendStatus` 0 is idle. */
    readonly activeWriteExtents: { appendStatus: number; fd: number | undefined }[];
    init(): Promise<void>;
    close(): Promise<void>;
  }
  const module: {
    default: new (
      metadata: MetadataStore, locations: { locationId: string; locationPath: string; maxConcurrency: number }[], logger: unknown,
    ) => ExtentStore;
  };
  export default module;
}

declare module 'azurite/dist/src/blob/gc/BlobGCManager.js' {
  import type { MetadataStore } from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
  import type { ExtentStore } from 'azurite/dist/src/common/persistence/FSExtentStore.js';
  const module: {
    default: new (
      referred: MetadataStore, all: MetadataStore, extents: ExtentStore, onError: (error: Error) => void, logger: unknown,
    ) => { start(): Promise<void>; close(): Promise<void> };
  };
  export default module;
}

declare module 'azurite/dist/src/common/Logger.js' {
  const module: { default: object };
  export default module;
}

declare module 'azurite/dist/src/common/Telemetry.js' {
  const module: { AzuriteTelemetryClient: { enableTelemetry: boolean; init(location: string, enable: false, environment: undefined): void } };
  export default module;
}
