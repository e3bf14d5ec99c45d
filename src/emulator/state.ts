import type { Deployment as DeploymentAnswer } from '../protocol/deployments.ts';
import type { ReplicationInput } from '../protocol/imageReplication.ts';
import type { DeploymentSlot } from '../protocol/operation.ts';
import type { OperationName } from '../protocol/operations.ts';
import type { InputEndpoint, ResourceExtensionReference } from '../protocol/virtualMachineRole.ts';
import type { DnsServer, LocalNetworkSite, NetworkSite, ServiceDefinition } from '../serviceFiles/index.ts';

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
  quotas: Record<keyof typeof defaultQuotas, number>;
  managementCertificates: ManagementCertificate[];
  affinityGroups: AffinityGroup[];
  hostedServices: HostedService[];
  storageAccounts: StorageAccount[];
  disks: Disk[];
  osImages: OsImage[];
  vmImages: VmImage[];
  reservedIps: ReservedIp[];
  /** The network configuration: these three, as they were last set. */
  dnsServers: readonly DnsServer[];
  localNetworkSites: readonly LocalNetworkSite[];
  virtualNetworkSites: readonly VirtualNetworkSite[];
  operations: Operation[];
  /** What is still to be done to blobs for what the state says already (blobJobs.ts). */
  blobJobs: BlobJob[];
}

/** What a new subscription may have of each (Get Subscription as recorded; certificates: gg551722); a scenario may say otherwise. */
export const defaultQuotas = {
  cores: 20, hostedServices: 20, storageAccounts: 20, managementCertificates: 100, reservedIps: 20, virtualNetworkSites: 50, localNetworkSites: 20, dnsServers: 20,
};

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
  /** Of the certificate that was made for the WinRM listeners of its machines; recorded to outlive them. */
  defaultWinRmCertificateThumbprint?: string | undefined;
  certificates: ServiceCertificate[];
  extensions: Extension[];
  deployments: Partial<Record<DeploymentSlot, Deployment>>;
}

/** Without the private key, which is for roles and machines that are not really there. */
export interface ServiceCertificate {
  /** SHA-1, 40 upper-case hexadecimal digits. */
  thumbprint: string;
  /** DER, base64. */
  data: string;
}

/** Without its private configuration, likewise. */
export interface Extension {
  id: string;
  providerNameSpace: string;
  type: string;
  /** As it was asked for. */
  version: string;
  /** Of a certificate of the service. */
  thumbprint: string;
  publicConfiguration?: string | undefined;
}

/** A deployment is of a package, with web and worker roles, or of virtual machines. */
export type Deployment = PackageDeployment | MachineDeployment;

interface AnyDeployment {
  name: string;
  /** 32 hexadecimal digits. */
  privateId: string;
  label: string;
  /** What it is, or becomes when the operation on it ends. */
  status: 'Running' | 'Suspended';
  /** The public address, which stays with the slot when deployments are swapped; a reserved one where a reservation has the same. */
  virtualIp: string;
  /** First part of the staging address, `<this>.cloudapp.net`; stays with the slot too. */
  stagingHost: string;
  /** The virtual network that its instances are in. */
  virtualNetworkName?: string | undefined;
  extendedProperties: ExtendedProperty[];
  created: number;
  modified: number;
  /** Of its instances, the last ones: for List Deployment Events. */
  reboots?: Reboot[] | undefined;
}

export interface Reboot { role: string; instance: string; reason: string; at: number }

/** What an update of a deployment replaces, and a rollback brings back. */
export interface Version {
  label: string;
  /** Of its file, `<this>.cspkg` in the folder of packages: 32 hexadecimal digits. */
  packageId: string;
  /** Text of the .cscfg. */
  configuration: string;
  /** Of the package; its roles are the deployment's. */
  definition: ServiceDefinition;
  sdkVersion: string;
  /** `WA-GUEST-OS-2.40_201506-01`. */
  osVersion: string;
  extendedProperties: ExtendedProperty[];
  extensionConfiguration?: ExtensionConfiguration | undefined;
}

export interface PackageDeployment extends AnyDeployment, Version {
  kind: 'package';
  instances: RoleInstance[];
  /** Under way. */
  update?: Update | undefined;
}

export type UpdateMode = 'Auto' | 'Manual' | 'Simultaneous';

/** An upgrade, a change of configuration or a rollback, which goes from one upgrade domain to the next (operations/deployments/update.ts). */
export interface Update {
  /** The operation that began it, or walks it now. */
  operation: string;
  mode: UpdateMode;
  /** What a rollback brings back; a rollback itself has none. */
  before?: Version | undefined;
  /** How many upgrade domains it goes through. */
  domains: number;
  /** The one that is next, or was at `since`. */
  domain: number;
  /** When that one began, or is to begin; absent: waits to be walked. */
  since?: number | undefined;
  domainMs: number;
  /** What it does to the instances of a domain; absent: nothing that they stop for. */
  way?: 'update' | 'reimage' | undefined;
  /** Only this role is upgraded. */
  role?: string | undefined;
}

export interface MachineDeployment extends AnyDeployment {
  kind: 'machines';
  machines: Machine[];
  dnsServers: DnsServer[];
  loadBalancers: LoadBalancer[];
  /** `<service>.d7.internal.cloudapp.net`: what the names of its machines end with among themselves. */
  internalDnsSuffix: string;
}

type LoadBalancer = NonNullable<DeploymentAnswer['loadBalancers']>[number];

/** A virtual machine. What it was provisioned with (passwords, keys, custom data, secrets of extensions) is not kept. */
export interface Machine {
  /** Of its role, and of its one instance. */
  name: string;
  size: string;
  hostName: string;
  ipAddress: string;
  /** Of the deployment's virtual network, where its address is from. */
  subnet?: string | undefined;
  way: Way;
  availabilitySet?: string | undefined;
  osDisk: AttachedDisk & { os: OperatingSystem };
  dataDisks: (AttachedDisk & { lun: number })[];
  /** By name; each with its port. */
  endpoints: (InputEndpoint & { name: string; localPort: number; port: number; protocol: string })[];
  subnets: string[];
  staticAddress?: string | undefined;
  publicIps: PublicIp[];
  networkInterfaces: NetworkInterface[];
  networkSecurityGroup?: string | undefined;
  ipForwarding?: string | undefined;
  /** Their public parameters only. */
  extensions: ResourceExtensionReference[];
  /** Whether it has an agent, where that was said. */
  provisionGuestAgent?: boolean | undefined;
  bootDiagnostics?: boolean | undefined;
  licenseType?: string | undefined;
  vmImage?: string | undefined;
  /** Thumbprints, in upper case, of the certificates of its service that it was provisioned with. */
  certificates: string[];
  /** Of the certificate of its WinRM listeners, which is one for the service. */
  winRmThumbprint?: string | undefined;
  /** Of its RDP certificate (SHA-1) or SSH key (MD5); of those only that were made from an image. */
  remoteAccessThumbprint?: string | undefined;
}

interface AttachedDisk {
  /** Name of the disk. */
  disk: string;
  hostCaching: string;
}

interface PublicIp { name: string; address: string; idleTimeoutInMinutes?: number | undefined; domainNameLabel?: string | undefined }

/** One more than the first. */
export interface NetworkInterface {
  name: string;
  subnet: string;
  ipAddress: string;
  staticAddress?: string | undefined;
  macAddress: string;
  networkSecurityGroup?: string | undefined;
  ipForwarding?: string | undefined;
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
  /** Of the deployment's virtual network, where its address is from. */
  subnet?: string | undefined;
  way: Way;
  /** The way on which an update will send it when it is the turn of its domain. */
  next?: Way | undefined;
}

/** The way an instance is going, since when, and how long each step of it takes. */
export interface Way { name: WayName; since: number; stepMs: number }

/** See instances.ts. */
export type WayName = 'create' | 'createStopped' | 'add' | 'addStopped' | 'start' | 'stop' | 'remove' | 'update' | 'reboot' | 'reimage'
  | 'provision' | 'boot' | 'restart' | 'shutDown' | 'deallocate' | 'takeDown';

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

export type OperatingSystem = 'Linux' | 'Windows';

/** A VHD that virtual machines may have as a disk: its blob, under a name of its own. */
export interface Disk {
  name: string;
  label?: string | undefined;
  /** URL of the blob at the real service, without query. */
  mediaLink: string;
  gigabytes: number;
  /** Only of disks with an operating system. */
  os?: OperatingSystem | undefined;
  /** The image it was made from. */
  sourceImage?: string | undefined;
  /** Or the VHD that was copied. */
  remoteSource?: string | undefined;
  attachedTo?: { hostedService: string; deployment: string; role: string } | undefined;
  created: number;
}

/** What both kinds of images tell about themselves; all of it as it was given. */
export interface ImageFacts {
  name: string;
  label: string;
  description?: string | undefined;
  eula?: string | undefined;
  imageFamily?: string | undefined;
  showInGui?: boolean | undefined;
  publishedDate?: number | undefined;
  privacyUri?: string | undefined;
  iconUri?: string | undefined;
  smallIconUri?: string | undefined;
  recommendedVmSize?: string | undefined;
  language?: string | undefined;
  created: number;
  modified: number;
  replication?: Replication | undefined;
}

/** The copies of an image that its publisher had made: how they are known, where they are, since when, and how long it took. */
export interface Replication extends Omit<ReplicationInput, 'targetLocations'> { copies: { location: string; since: number; takesMs: number }[] }

/** An image of the subscription's own; those of the platform are a catalogue. */
export interface OsImage extends ImageFacts { mediaLink: string; os: OperatingSystem; gigabytes: number }

interface ImageDisk { name: string; hostCaching?: string | undefined; mediaLink: string; gigabytes: number }
export interface VmImage extends ImageFacts {
  osDisk: ImageDisk & { osState: 'Generalized' | 'Specialized'; os: OperatingSystem };
  dataDisks: (ImageDisk & { lun: number })[];
  /** The machine it was captured from. */
  capturedFrom?: { hostedService: string; deployment: string; role: string } | undefined;
}

/** A public address of the subscription's own. Which deployment uses it is not in it: the one whose `virtualIp` it is. */
export interface ReservedIp {
  name: string;
  label?: string | undefined;
  /** GUID. */
  id: string;
  address: string;
  location: string;
  ipTags?: { ipTagType?: string | undefined; value?: string | undefined }[] | undefined;
}

export interface VirtualNetworkSite extends NetworkSite {
  /** GUID; stays while a site of this name does. */
  readonly id: string;
}

export type BlobJob = { does: 'delete' | 'release'; url: string } | { does: 'resize'; url: string; gigabytes: number };

/** What an operation holds for itself until it ends: a service or one of its deployments, or any one other thing. */
export type Lock =
  | { hostedService: string; slot?: DeploymentSlot | undefined; shows?: string | undefined }
  | { resource: 'storageAccount' | 'reservedIp' | 'networkConfiguration' | 'disk' | 'image'; name: string };

export interface Failure { code: string; message: string; status: number }

/** What a write was asked to do, and by whom, for the history (history.ts); nothing secret is in it. */
export interface Asked {
  /** The service's own name of it. */
  as: string;
  /** Path below the subscription of what it is about. */
  object: string;
  parameters: [name: string, value: string][];
  /** Of the caller's certificate. */
  thumbprint: string;
  /** IP address of the caller. */
  address: string;
}

/** A write and how it ended. `ended` says that its consequences are in the state; the answer waits for `due`. */
export interface Operation {
  /** 32 hexadecimal digits. */
  id: string;
  name: OperationName;
  started: number;
  due: number;
  lock?: Lock | undefined;
  /** When it lets go of the lock, where that is before it ends. */
  lockedUntil?: number | undefined;
  /** What its handler's `finish` needs; gone once it ended. */
  work?: unknown;
  failure?: Failure | undefined;
  ended: boolean;
  /** Absent where an earlier emulator wrote it down. */
  asked?: Asked | undefined;
}
