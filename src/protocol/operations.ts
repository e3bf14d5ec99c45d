import { affinityGroups } from './affinityGroups.ts';
import { operations } from './asynchronousOperations.ts';
import { dataDisks } from './dataDisks.ts';
import { deployments } from './deployments.ts';
import { disks } from './disks.ts';
import { dnsServers } from './dnsServers.ts';
import { extensions } from './extensions.ts';
import { hostedServices } from './hostedServices.ts';
import { locations } from './locations.ts';
import { managementCertificates } from './managementCertificates.ts';
import { operatingSystems } from './operatingSystems.ts';
import type { ParametersOf, Row } from './operation.ts';
import { osImages } from './osImages.ts';
import { reservedIps } from './reservedIps.ts';
import { resourceExtensions } from './resourceExtensions.ts';
import { roleInstances } from './roleInstances.ts';
import { roleSizes } from './roleSizes.ts';
import { serviceCertificates } from './serviceCertificates.ts';
import { storageAccounts } from './storageAccounts.ts';
import { subscriptions } from './subscriptions.ts';
import { virtualMachines } from './virtualMachines.ts';
import { virtualNetworks } from './virtualNetworks.ts';
import { vmImages } from './vmImages.ts';

/** The table. A row here is a client method, an emulator route and a line of the reference; nothing else lists the operations. */
export const table = {
  subscriptions, locations, roleSizes, hostedServices, serviceCertificates, extensions, deployments, roleInstances, storageAccounts, affinityGroups,
  managementCertificates, operatingSystems, reservedIps, virtualNetworks, virtualMachines, dataDisks, dnsServers, disks, osImages, vmImages, resourceExtensions, operations,
};
export type Table = typeof table;

type Names<T> = { [G in keyof T & string]: { [M in keyof T[G] & string]: `${G}.${M}` }[keyof T[G] & string] }[keyof T & string];
/** `hostedServices.create`: the group and the method. */
export type OperationName = Names<Table>;
export type RowOf<N extends OperationName> = N extends `${infer G extends keyof Table & string}.${infer M}` ? (M extends keyof Table[G] ? Table[G][M] : never) : never;

/** An operation and what it is called with. */
export type OperationCall = { [N in OperationName]: { readonly operation: N; readonly parameters: ParametersOf<RowOf<N>> } }[OperationName];

export const rows: ReadonlyMap<OperationName, Row> = new Map(
  Object.entries(table).flatMap(([group, methods]) => Object.entries(methods).map(([method, row]) => [`${group}.${method}` as OperationName, row as Row])),
);

/** @throws TypeError for a name that no row has. */
export function rowOf(name: string): Row {
  const row = rows.get(name as OperationName);
  if (!row) throw new TypeError(`There is no operation named ${name}.`);
  return row;
}
