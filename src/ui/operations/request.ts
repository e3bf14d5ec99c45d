import type { Accepted, ServiceManagementClient } from '../../client/index.ts';

/** The calls that may be written down as they are, because nothing that they send is secret. */
type Repeatable =
  | 'dataDisks.add' | 'dataDisks.delete' | 'dataDisks.update'
  | 'deployments.delete' | 'deployments.getPackage' | 'deployments.rollback' | 'deployments.swap' | 'deployments.updateStatus' | 'deployments.walkUpgradeDomain'
  | 'disks.update'
  | 'dnsServers.add' | 'dnsServers.delete' | 'dnsServers.update'
  | 'hostedServices.delete'
  | 'reservedIps.associate' | 'reservedIps.create' | 'reservedIps.delete' | 'reservedIps.disassociate'
  | 'roleInstances.delete' | 'roleInstances.rebuild' | 'roleInstances.reboot' | 'roleInstances.reimage'
  | 'serviceCertificates.delete'
  | 'storageAccounts.create'
  | 'virtualMachines.capture' | 'virtualMachines.captureVmImage' | 'virtualMachines.delete' | 'virtualMachines.restart' | 'virtualMachines.shutdown'
  | 'virtualMachines.shutdownRoles' | 'virtualMachines.start' | 'virtualMachines.startRoles'
  | 'vmImages.create' | 'vmImages.delete';

type Client = ServiceManagementClient;
type Method<Name> = Name extends `${infer Group extends keyof Client & string}.${infer Verb}` ? Client[Group][Verb & keyof Client[Group]] : never;
type ParametersOf<Name> = Method<Name> extends (parameters: infer P, ...rest: never[]) => unknown ? P : never;

/** A call as data, so that it can be made again after a reload. */
export type Request = { [Name in Repeatable]: { readonly operation: Name; readonly parameters: ParametersOf<Name> } }[Repeatable];

/** Makes the call. */
export function send(client: ServiceManagementClient, { operation, parameters }: Request): Promise<Accepted> {
  const [group, method] = operation.split('.') as [string, string];
  const methods = client as unknown as Readonly<Record<string, Readonly<Record<string, (parameters: object) => Promise<Accepted>>>>>;
  return methods[group]![method]!(parameters);
}
