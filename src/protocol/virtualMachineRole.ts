import { base64, boolean, integer, list, named, oneOf, required, since, struct, text, typeAttribute, word, type ValueOf } from './schema.ts';

/*
 * The role of a virtual machine, as requests give it, Get Role and Get Deployment show it, and an image is captured with it. Order of
 * the elements: recorded requests and answers, and where those are silent Microsoft's own client (azure-asm-compute).
 */

const endpointAcl = struct({
  rules: list('Rule', struct({ order: integer, action: word('permit', 'deny'), remoteSubnet: text, description: text })),
});

/**
 * A way in from outside. Without `port` the service draws one. Endpoints of one load-balanced set have the same port and share it;
 * all others of a deployment have different ones.
 */
export const inputEndpoint = struct({
  loadBalancedEndpointSetName: text,
  /** On the machine. */
  localPort: integer,
  name: text,
  /** On the public address. */
  port: integer,
  loadBalancerProbe: struct({ path: text, port: integer, protocol: word('tcp', 'http'), intervalInSeconds: integer, timeoutInSeconds: integer }),
  protocol: word('tcp', 'udp'),
  vip: text,
  enableDirectServerReturn: boolean,
  endpointAcl,
  loadBalancerName: text,
  /** 4 to 30. */
  idleTimeoutInMinutes: integer,
  loadBalancerDistribution: word('sourceIP', 'sourceIPProtocol', 'none'),
  virtualIPName: text,
});
export type InputEndpoint = ValueOf<typeof inputEndpoint>;

export const networkInterface = struct({
  name: text,
  ipConfigurations: named('IPConfigurations', list('IPConfiguration', struct({ subnetName: text, staticVirtualNetworkIPAddress: text }))),
  networkSecurityGroup: text,
  ipForwarding: named('IPForwarding', word('Enabled', 'Disabled')),
});

const certificateSetting = struct({ storeLocation: word('LocalMachine'), storeName: text, thumbprint: required(text) });

const sshKey = struct({
  /** Of a service certificate: SHA-1, hexadecimal. */
  fingerprint: required(text),
  /** The file on the machine. */
  path: required(text),
});

/** What is done to a machine of a generalized image when it first starts, by its operating system, and where in the network it is. */
export const configurationSet = oneOf('configurationSetType', {
  NetworkConfiguration: {
    inputEndpoints: list('InputEndpoint', inputEndpoint),
    subnetNames: list('SubnetName', text),
    staticVirtualNetworkIPAddress: text,
    publicIPs: list('PublicIP', struct({ name: required(text), idleTimeoutInMinutes: integer, domainNameLabel: since('2015-03-01', text) })),
    networkInterfaces: list('NetworkInterface', networkInterface),
    networkSecurityGroup: text,
    ipForwarding: named('IPForwarding', word('Enabled', 'Disabled')),
    storedCertificateSettings: list('CertificateSetting', certificateSetting),
  },
  WindowsProvisioningConfiguration: {
    /** At most 15 characters; the role's name when absent. */
    computerName: text,
    /** 8 to 123 characters of three kinds. */
    adminPassword: required(text),
    resetPasswordOnFirstLogon: boolean,
    enableAutomaticUpdates: boolean,
    timeZone: text,
    domainJoin: struct({
      credentials: struct({ domain: text, username: text, password: text }),
      joinDomain: text,
      machineObjectOU: text,
      provisioning: struct({ accountData: text }),
    }),
    /** Certificates of the service to be put on the machine. */
    storedCertificateSettings: list('CertificateSetting', certificateSetting),
    winRM: struct({ listeners: list('Listener', struct({ protocol: required(word('Http', 'Https')), certificateThumbprint: text })) }),
    adminUsername: required(text),
    additionalUnattendContent: struct({
      passes: list('UnattendPass', struct({
        passName: text,
        components: list('UnattendComponent', struct({
          componentName: text,
          componentSettings: list('ComponentSetting', struct({ settingName: text, content: base64 })),
        })),
      })),
    }),
    hostName: text,
    customData: base64,
  },
  LinuxProvisioningConfiguration: {
    /** 1 to 64 characters. */
    hostName: required(text),
    userName: required(text),
    /** 6 to 72 characters. */
    userPassword: text,
    /** True when absent. */
    disableSshPasswordAuthentication: boolean,
    ssh: named('SSH', struct({ publicKeys: list('PublicKey', sshKey), keyPairs: list('KeyPair', sshKey) })),
    /** At most 64 KB. */
    customData: base64,
  },
});
export type ConfigurationSet = ValueOf<typeof configurationSet>;
export type NetworkConfiguration = Extract<ConfigurationSet, { configurationSetType: 'NetworkConfiguration' }>;
export type WindowsProvisioningConfiguration = Extract<ConfigurationSet, { configurationSetType: 'WindowsProvisioningConfiguration' }>;
export type LinuxProvisioningConfiguration = Extract<ConfigurationSet, { configurationSetType: 'LinuxProvisioningConfiguration' }>;

/** An extension of the machine. `Private` parameters are secrets, and no answer shows them. */
export const resourceExtensionReference = struct({
  referenceName: text,
  publisher: text,
  name: text,
  version: text,
  resourceExtensionParameterValues: list('ResourceExtensionParameterValue', struct({ key: text, value: base64, type: word('Public', 'Private') })),
  state: word('Enable', 'Disable', 'Uninstall'),
  forceUpdate: boolean,
});
export type ResourceExtensionReference = ValueOf<typeof resourceExtensionReference>;

export const hostCachings = ['None', 'ReadOnly', 'ReadWrite'] as const;

export const dataVirtualHardDisk = struct({
  hostCaching: word(...hostCachings),
  diskLabel: text,
  /** Of a disk that is there. */
  diskName: text,
  /** 0 to 31; answers leave out 0. */
  lun: integer,
  /** Of an empty disk to be made. */
  logicalDiskSizeInGB: integer,
  mediaLink: text,
  /** A VHD that is there and becomes the disk. */
  sourceMediaLink: text,
  /** Answers only. */
  ioType: since('2014-10-01', named('IOType', word('Standard', 'Provisioned'))),
});
export type DataVirtualHardDisk = ValueOf<typeof dataVirtualHardDisk>;

/**
 * A new one from `sourceImageName` or `remoteSourceImageLink` at `mediaLink`, or a disk that is there (`diskName`), or a VHD that is
 * there (`mediaLink` alone, with `os`).
 */
const osVirtualHardDisk = struct({
  hostCaching: word(...hostCachings),
  diskLabel: text,
  diskName: text,
  mediaLink: text,
  sourceImageName: text,
  os: named('OS', word('Linux', 'Windows')),
  remoteSourceImageLink: text,
  /** Answers only. */
  ioType: since('2014-10-01', named('IOType', word('Standard', 'Provisioned'))),
  /** More than the image has. */
  resizedSizeInGB: since('2014-10-01', integer),
});
export type OSVirtualHardDisk = ValueOf<typeof osVirtualHardDisk>;

const roleFields = {
  roleName: required(text),
  osVersion: text,
  /** PersistentVMRole. */
  roleType: text,
  configurationSets: list('ConfigurationSet', configurationSet),
  resourceExtensionReferences: list('ResourceExtensionReference', resourceExtensionReference),
  /** An image with all disks, in place of `osVirtualHardDisk` and `dataVirtualHardDisks`. */
  vmImageName: named('VMImageName', text),
  /** URL of the container for the disks of a published VM image. */
  mediaLocation: text,
  availabilitySetName: text,
  dataVirtualHardDisks: list('DataVirtualHardDisk', dataVirtualHardDisk),
  label: text,
  osVirtualHardDisk: named('OSVirtualHardDisk', osVirtualHardDisk),
  roleSize: text,
  /** Answers only. */
  defaultWinRmCertificateThumbprint: text,
  provisionGuestAgent: boolean,
  vmImageInput: since('2014-10-01', named('VMImageInput', struct({
    osDiskConfiguration: named('OSDiskConfiguration', struct({ resizedSizeInGB: integer })),
    dataDiskConfigurations: list('DataDiskConfiguration', struct({ name: text, resizedSizeInGB: integer })),
  }))),
  // Recorded with 2017-01-01 only.
  debugSettings: since('2017-01-01', struct({ bootDiagnosticsEnabled: boolean, consoleScreenshotBlobUri: text, serialOutputBlobUri: text })),
  licenseType: since('2017-01-01', word('Windows_Server', 'Windows_Client')),
};

/** A virtual machine by itself. */
export const persistentVMRole = struct(roleFields);
export type PersistentVMRole = ValueOf<typeof persistentVMRole>;

/** A role in the list of a deployment: a virtual machine, or a web or worker role, which has less. */
export const role = struct({ type: typeAttribute, ...roleFields });
export type Role = ValueOf<typeof role>;
