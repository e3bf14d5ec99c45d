import { l10n } from 'vscode';
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
  | 'virtualMachines.capture' | 'virtualMachines.captureVmImage' | 'virtualMachines.delete' | 'virtualMachines.redeploy' | 'virtualMachines.restart' | 'virtualMachines.shutdown'
  | 'virtualMachines.shutdownRoles' | 'virtualMachines.start' | 'virtualMachines.startRoles'
  | 'vmImages.create' | 'vmImages.delete';

type Client = ServiceManagementClient;
type Method<Name> = Name extends `${infer Group extends keyof Client & string}.${infer Verb}` ? Client[Group][Verb & keyof Client[Group]] : never;
type ParametersOf<Name> = Method<Name> extends (parameters: infer P, ...rest: never[]) => unknown ? P : never;

/** What calls take that name only the place where it is, be it something else by then. */
const found = {
  /** The machines of the deployment. */
  'deployments.delete': async (client: Client, { deleteMedia, ...at }: ParametersOf<'deployments.delete'>) => (await client.deployments.get(at)).roleList?.map(({ roleName }) => roleName),
  /** The disk at the LUN, which answers leave out where it is 0. */
  'dataDisks.delete': async (client: Client, { lun, deleteMedia, ...at }: ParametersOf<'dataDisks.delete'>) =>
    (await client.virtualMachines.get(at)).dataVirtualHardDisks?.filter((disk) => (disk.lun ?? 0) === lun).map(({ diskName = '' }) => diskName),
};

/** A call as data, so that it can be made again after a reload. `only`: names of what the person agreed to; where anything else is found it is not made. */
export type Request = { [Name in Repeatable]: { readonly operation: Name; readonly parameters: ParametersOf<Name>; readonly only?: Name extends keyof typeof found ? readonly string[] : never } }[Repeatable];

/** Makes the call. @throws Error in the reader's words where nobody has agreed to what it would take. */
export async function send(client: ServiceManagementClient, request: Request): Promise<Accepted> {
  const { operation, parameters, only } = request;
  if (only) {
    const others = (await found[operation](client, parameters as never) ?? []).filter((name) => !only.includes(name));
    if (others.length > 0) throw new Error(l10n.t('Nothing was done, because this is there now and nobody has agreed to it: {0}.', others.join(', ')));
  }
  const [group, method] = operation.split('.') as [string, string];
  const methods = client as unknown as Readonly<Record<string, Readonly<Record<string, (parameters: object) => Promise<Accepted>>>>>;
  return methods[group]![method]!(parameters);
}
