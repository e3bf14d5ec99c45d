import type { Event } from 'vscode';

/**
 * What `activate` of Azure Classic gives to other extensions. Whatever is taken away or changes its meaning raises `apiVersion`;
 * additions do not.
 */
export interface AzureClassicApi {
  readonly apiVersion: 1;
  /** The subscriptions that are connected now. */
  connections(): readonly ConnectionFacts[];
  /**
   * A client for one of them, the caller's own: call its `close()` when it is not needed any more. No certificate, key or path is given away.
   * Rejects where `id` is none of `connections()`, or where its certificate cannot be used.
   */
  client(id: string): Promise<ServiceManagementClient>;
  /** An operation that this window followed has come to its end. */
  readonly onDidFinishOperation: Event<FinishedOperation>;
}

export interface ConnectionFacts {
  /** Stable across windows and restarts. */
  readonly id: string;
  readonly kind: 'emulator' | 'own';
  readonly name: string;
  readonly subscriptionId: string;
  readonly endpoint: string;
}

export interface FinishedOperation {
  readonly connectionId: string;
  /** x-ms-request-id of the asynchronous operation. */
  readonly requestId: string;
  /** `stopped`: no longer waited for, the service goes on with it; `lost`: the service does not know it any more. */
  readonly outcome: 'succeeded' | 'failed' | 'stopped' | 'lost';
}

/**
 * The classic Azure Service Management API of one subscription. Parameters and answers are plain objects with the names of the
 * service's own elements, in camelCase: `client.deployments.get({ serviceName: 'shop', slot: 'Production' })`. What a write gives has
 * the `requestId` that `operations.wait` follows. Every method rejects with an Error that has `code`, `httpStatus` and `requestId`.
 */
export interface ServiceManagementClient extends Record<GroupName, Group> {
  readonly subscriptionId: string;
  readonly endpoint: string;
  readonly operations: Group & {
    /** Follows an asynchronous operation to its end; rejects with the operation's own code and message when it failed. */
    wait(requestId: string, options?: { readonly signal?: AbortSignal }): Promise<unknown>;
  };
  /** Ends its connections; calls still under way are cancelled. */
  close(): Promise<void>;
}

export type Method = (parameters?: any, options?: { readonly signal?: AbortSignal; readonly version?: string }) => Promise<any>;
export interface Group { readonly [method: string]: Method }
export type GroupName =
  | 'subscriptions' | 'locations' | 'roleSizes' | 'hostedServices' | 'serviceCertificates' | 'extensions'
  | 'deployments' | 'roleInstances' | 'storageAccounts' | 'affinityGroups' | 'managementCertificates' | 'operatingSystems'
  | 'reservedIps' | 'virtualNetworks' | 'virtualMachines' | 'dataDisks' | 'dnsServers' | 'disks'
  | 'osImages' | 'vmImages' | 'resourceExtensions' | 'operations';
