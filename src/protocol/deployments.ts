import { flag, operation, query, requiredQuery } from './operation.ts';
import { base64, boolean, date, integer, list, named, nillable, required, since, struct, text, word, type ValueOf } from './schema.ts';
import { extendedProperties } from './shared.ts';
import { role } from './virtualMachineRole.ts';

export const instanceStatuses = [
  'RoleStateUnknown', 'CreatingVM', 'StartingVM', 'CreatingRole', 'StartingRole', 'ReadyRole', 'BusyRole', 'StoppingRole', 'StoppingVM',
  'DeletingVM', 'StoppedVM', 'RestartingRole', 'CyclingRole', 'FailedStartingRole', 'FailedStartingVM', 'UnresponsiveRole', 'StoppedDeallocated', 'Preparing', 'Provisioning',
] as const;

/** How the upgrade domains follow one another. */
const updateMode = word('Auto', 'Manual', 'Simultaneous');

const formattedMessage = struct({ language: text, message: text });

export const roleInstance = struct({
  roleName: required(text),
  instanceName: required(text),
  instanceStatus: word(...instanceStatuses),
  extendedInstanceStatus: text,
  instanceUpgradeDomain: integer,
  instanceFaultDomain: integer,
  instanceSize: text,
  instanceStateDetails: text,
  instanceErrorCode: text,
  ipAddress: text,
  instanceEndpoints: list('InstanceEndpoint', struct({
    name: text, vip: text, publicPort: integer, localPort: integer, protocol: text, idleTimeoutInMinutes: integer,
  })),
  powerState: word('Starting', 'Started', 'Stopping', 'Stopped', 'Unknown'),
  hostName: text,
  /** Of the machine's RDP certificate (SHA-1) or SSH key (MD5). */
  remoteAccessCertificateThumbprint: text,
  guestAgentStatus: since('2014-04-01', struct({ protocolVersion: text, timestamp: date, guestAgentVersion: text, status: text, formattedMessage })),
  resourceExtensionStatusList: since('2014-04-01', list('ResourceExtensionStatus', struct({
    handlerName: text, version: text, status: text,
    extensionSettingStatus: struct({ timestamp: date, configurationAppliedTime: date, status: text, code: integer, formattedMessage }),
    formattedMessage,
  }))),
  publicIPs: list('PublicIP', struct({ name: text, address: text, idleTimeoutInMinutes: integer, domainNameLabel: nillable(text), fqdns: list('Fqdn', text) })),
  networkInterfaces: list('NetworkInterface', struct({
    name: text, macAddress: text, ipConfigurations: named('IPConfigurations', list('IPConfiguration', struct({ subnetName: text, address: text }))),
  })),
  maintenanceStatus: struct({
    isCustomerInitiatedMaintenanceAllowed: boolean, preMaintenanceWindowStartTime: date, preMaintenanceWindowEndTime: date,
    maintenanceWindowStartTime: date, maintenanceWindowEndTime: date, lastOperationResultCode: text, lastOperationMessage: text,
  }),
});
export type RoleInstance = ValueOf<typeof roleInstance>;

const extensionReferences = list('Extension', struct({ id: text, state: text }));
const extensionConfiguration = struct({
  allRoles: extensionReferences,
  namedRoles: list('Role', struct({ roleName: text, extensions: extensionReferences })),
});

export const dnsServer = struct({ name: required(text), address: required(text) });
/** The DNS servers that the machines of a deployment ask. */
export const dns = struct({ dnsServers: list('DnsServer', dnsServer) });

export const loadBalancers = list('LoadBalancer', struct({ name: text, frontendIpConfiguration: struct({ type: text, subnetName: text, staticVirtualNetworkIPAddress: text }) }));

export const deployment = struct({
  name: required(text),
  deploymentSlot: word('Production', 'Staging'),
  privateId: named('PrivateID', text),
  status: word('Running', 'Suspended', 'RunningTransitioning', 'SuspendedTransitioning', 'Starting', 'Suspending', 'Deploying', 'Deleting'),
  label: base64,
  url: text,
  /** The text of the `.cscfg`; it may hold secrets. */
  configuration: base64,
  roleInstanceList: list('RoleInstance', roleInstance),
  upgradeStatus: struct({
    upgradeType: updateMode,
    /** Whether the domain waits for its turn, or is being upgraded. */
    currentUpgradeDomainState: word('Before', 'During'),
    currentUpgradeDomain: integer,
  }),
  upgradeDomainCount: integer,
  roleList: list('Role', role),
  sdkVersion: text,
  locked: boolean,
  rollbackAllowed: boolean,
  virtualNetworkName: text,
  createdTime: date,
  lastModifiedTime: date,
  extendedProperties,
  dns,
  persistentVMDowntime: struct({ startTime: date, endTime: date, status: text }),
  extensionConfiguration,
  virtualIPs: list('VirtualIP', struct({ address: text, isDnsProgrammed: boolean, name: text, isReserved: boolean, reservedIPName: text })),
  reservedIPName: text,
  internalDnsSuffix: text,
  loadBalancers,
});
export type Deployment = ValueOf<typeof deployment>;

const deploymentEvents = struct({
  rebootEvents: list('RebootEvent', struct({ roleName: required(text), instanceName: required(text), rebootReason: text, rebootStartTime: date })),
});
export type DeploymentEvents = ValueOf<typeof deploymentEvents>;

/** A deployment is addressed by its name or by its slot; every row that has both takes either. */
export const addressed = <Q extends string>(query: Q) => [
  `/services/hostedservices/{serviceName}/deployments/{deploymentName}${query}`,
  `/services/hostedservices/{serviceName}/deploymentslots/{slot}${query}`,
] as const;

export const deployments = {
  /**
   * Creates a deployment in an empty slot from a package in Blob storage. `configuration` is the text of the `.cscfg`,
   * `label` at most 100 characters. It stays suspended unless `startDeployment` is true.
   */
  create: operation({
    method: 'POST', path: '/services/hostedservices/{serviceName}/deploymentslots/{slot}', status: 202, page: 'Create Deployment', reference: 'ee460813', python: 'create_deployment',
    body: {
      root: 'CreateDeployment', shape: struct({
        name: required(text), packageUrl: required(text), label: required(base64), configuration: required(base64),
        startDeployment: boolean, treatWarningsAsError: boolean, extendedProperties, extensionConfiguration,
      }),
    },
  }),

  /** The deployment in a slot or of a name, with its role instances. */
  get: operation({ method: 'GET', path: addressed(''), status: 200, page: 'Get Deployment', reference: 'ee460804', python: ['get_deployment_by_slot', 'get_deployment_by_name'], answer: { root: 'Deployment', shape: deployment } }),

  /** Gives a deployment another `.cscfg`: settings and instance counts. `mode` is how its upgrade domains follow, Auto when absent. */
  changeConfiguration: operation({
    method: 'POST', path: addressed('?comp=config'), status: 202, page: 'Change Deployment Configuration', reference: 'ee460809', python: 'change_deployment_configuration',
    body: {
      root: 'ChangeConfiguration', shape: struct({
        configuration: required(base64), treatWarningsAsError: boolean, mode: updateMode, extendedProperties, extensionConfiguration,
      }),
    },
  }),

  /**
   * Gives a deployment another package, `.cscfg` and label, one upgrade domain after the other: by itself in `mode` Auto (when absent
   * too), all at once in Simultaneous; in Manual each domain waits for `walkUpgradeDomain`. Only the role `roleToUpgrade` where one is
   * named. Without `force` it fails where local data would be lost: another size of a role, or a role less.
   */
  upgrade: operation({
    method: 'POST', path: addressed('?comp=upgrade'), status: 202, page: 'Upgrade Deployment', reference: 'ee460793', python: 'upgrade_deployment',
    body: {
      root: 'UpgradeDeployment', shape: struct({
        mode: updateMode, packageUrl: required(text), configuration: required(base64), label: required(base64), roleToUpgrade: text, force: required(boolean),
        extendedProperties, extensionConfiguration,
      }),
    },
  }),

  /** Lets an upgrade, a change of configuration or a rollback in mode Manual go on with its next upgrade domain: 0, 1, 2 and so on. */
  walkUpgradeDomain: operation({
    method: 'POST', path: addressed('?comp=walkupgradedomain'), status: 202, page: 'Walk Upgrade Domain', reference: 'ee460800', python: 'walk_upgrade_domain',
    body: { root: 'WalkUpgradeDomain', shape: struct({ upgradeDomain: required(integer) }) },
  }),

  /** Ends an upgrade or change of configuration under way and brings back what was before, domain by domain; while `rollbackAllowed` says so. `mode`: Auto or Manual. */
  rollback: operation({
    method: 'POST', path: addressed('?comp=rollback'), status: 202, page: 'Rollback Update Or Upgrade', reference: 'hh403977', python: 'rollback_update_or_upgrade',
    body: { root: 'RollbackUpdateOrUpgrade', shape: struct({ mode: required(word('Auto', 'Manual')), force: required(boolean) }) },
  }),

  /** Writes package and configuration of a deployment into a container of Blob storage, as `<deployment>.cspkg` and `.cscfg`. Blobs of these names are only overwritten where `overwriteExisting` says so. */
  getPackage: operation({
    method: 'POST', path: addressed('/package'), query: { containerUri: requiredQuery('containerUri', text), overwriteExisting: query('overwriteExisting', boolean) },
    status: 202, page: 'Get Package', reference: 'jj154121',
  }),

  /** The reboots of role instances from `startTime` to `endTime`. */
  listEvents: operation({
    method: 'GET', path: addressed('/events'), query: { startTime: requiredQuery('starttime', date), endTime: requiredQuery('endtime', date) },
    status: 200, page: 'List Deployment Events', answer: { root: 'DeploymentEventCollection', shape: deploymentEvents },
  }),

  /** Starts or stops all role instances. */
  updateStatus: operation({
    method: 'POST', path: addressed('?comp=status'), status: 202, page: 'Update Deployment Status', reference: 'ee460808', python: 'update_deployment_status',
    body: { root: 'UpdateDeploymentStatus', shape: struct({ status: required(word('Running', 'Suspended')) }) },
  }),

  /** Exchanges production and staging. `production` is left out when that slot is empty, which moves staging there. */
  swap: operation({
    method: 'POST', path: '/services/hostedservices/{serviceName}', status: 202, page: 'Swap Deployment', reference: 'ee460814', python: 'swap_deployment',
    body: { root: 'Swap', shape: struct({ production: text, sourceDeployment: required(text) }) },
  }),

  /** Deletes a deployment; with `deleteMedia` the disks and blobs under it too. */
  delete: operation({ method: 'DELETE', path: addressed(''), query: { deleteMedia: flag('comp', 'media') }, status: 202, page: 'Delete Deployment', reference: 'ee460815', python: 'delete_deployment' }),
};
