import type { DeploymentSlot } from '../protocol/operation.ts';
import type { OperationName } from '../protocol/operations.ts';
import type { ServiceDefinition } from '../serviceFiles/index.ts';

/*
 * What exists, as plain data: it is written to the data folder as it stands. Instants are milliseconds since 1970.
 * Whatever changes with time alone (how far an operation or an instance is) is not in it but computed from it and the clock.
 */

export interface State {
  /** Of this file; another number is another emulator's. */
  format: 1;
  subscriptions: Subscription[];
}

export interface Subscription {
  /** Lower-case GUID. */
  id: string;
  name: string;
  created: number;
  quotas: { cores: number; hostedServices: number; storageAccounts: number };
  managementCertificates: ManagementCertificate[];
  affinityGroups: AffinityGroup[];
  hostedServices: HostedService[];
  storageAccounts: StorageAccount[];
  operations: Operation[];
}

export interface ManagementCertificate {
  /** SHA-1, 40 upper-case hexadecimal digits. */
  thumbprint: string;
  /** DER, base64. */
  data: string;
  created: number;
}

export interface ExtendedProperty { name: string; value?: string | undefined }

/** Where a service or account is: one of the two, never both. */
export interface Placement { location?: string | undefined; affinityGroup?: string | undefined }

export interface AffinityGroup { name: string; label: string; description: string | null; location: string; created: number }

export interface HostedService extends Placement {
  name: string;
  label: string;
  description: string | null;
  reverseDnsFqdn?: string | undefined;
  extendedProperties: ExtendedProperty[];
  created: number;
  modified: number;
  deployments: Partial<Record<DeploymentSlot, Deployment>>;
}

export interface Deployment {
  name: string;
  /** 32 hexadecimal digits. */
  privateId: string;
  label: string;
  /** What it is, or becomes when the operation on it ends. */
  status: 'Running' | 'Suspended';
  /** Text of the .cscfg. */
  configuration: string;
  /** Of the package; its roles are the deployment's. */
  definition: ServiceDefinition;
  sdkVersion: string;
  /** `WA-GUEST-OS-2.40_201506-01`. */
  osVersion: string;
  instances: RoleInstance[];
  /** The public address, which stays with the slot when deployments are swapped. */
  virtualIp: string;
  /** First part of the staging address, `<this>.cloudapp.net`; stays with the slot too. */
  stagingHost: string;
  extendedProperties: ExtendedProperty[];
  extensionConfiguration?: ExtensionConfiguration | undefined;
  created: number;
  modified: number;
}

interface ExtensionReference { id?: string | undefined; state?: string | undefined }
export interface ExtensionConfiguration {
  allRoles?: ExtensionReference[] | undefined;
  namedRoles?: { roleName?: string | undefined; extensions?: ExtensionReference[] | undefined }[] | undefined;
}

export interface RoleInstance {
  role: string;
  /** `<role>_IN_<index>`. */
  index: number;
  ipAddress: string;
  /** The way it is going, since when, and how long each step of it takes. */
  way: { name: WayName; since: number; stepMs: number };
}

/** See instances.ts. */
export type WayName = 'create' | 'createStopped' | 'start' | 'stop' | 'remove';

export interface StorageAccount extends Placement {
  name: string;
  label: string;
  description: string | null;
  accountType: string;
  extendedProperties: ExtendedProperty[];
  /** 64 random bytes each, base64. */
  keys: { primary: string; secondary: string };
  created: number;
}

/** What an operation holds for itself until it ends. */
export type Lock =
  | { hostedService: string; slot?: DeploymentSlot | undefined; shows?: string | undefined }
  | { storageAccount: string };

export interface Failure { code: string; message: string; status: number }

/** A write and how it ended. `ended` says that its consequences are in the state; the answer waits for `due`. */
export interface Operation {
  /** 32 hexadecimal digits. */
  id: string;
  name: OperationName;
  started: number;
  due: number;
  lock?: Lock | undefined;
  /** What its handler's `finish` needs; gone once it ended. */
  work?: unknown;
  failure?: Failure | undefined;
  ended: boolean;
}
