import type { TreeItem } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { Arrangement } from './arrangement.ts';
import type { Branch } from './branch.ts';
import type { Reading } from './reading.ts';
import type { Source } from './source.ts';

/** One row of the sidebar. The tree provider knows nothing else. */
export interface Node {
  /** Unique in the tree and the same after every refresh, so that what is expanded stays expanded. */
  readonly id: string;
  /** What the ids of rows below begin with; folders, which come and go, have no part in them. */
  readonly scope: string;
  readonly parent: Node | undefined;
  readonly connection: Connection;
  toTreeItem(tree: TreeContext): TreeItem;
  children(tree: TreeContext): Promise<Node[]> | Node[];
  /** Names and addresses that *Copy Name* and *Copy URL* take. */
  readonly name?: string;
  readonly url?: string | undefined;
  /** How it is read, for *View Properties* and *Copy as Code*; absent on rows that only say something. */
  readonly source?: Source | undefined;
}

/** What nodes may ask of the tree they are in. */
export interface TreeContext {
  readonly arrangement: Arrangement;
  /** What was read of a branch, of this object or one with the same id. */
  reading<T>(branch: Branch<T>): Reading<T>;
  /** How many rows of a long list are shown. */
  shown(list: Node): number;
}

/*
 * Context values are tokens with ";" between them, for the `when` clauses of package.json: `viewItem =~ /^slot;.*;occupied/`.
 * The first one says what the row is, the others what applies to it now.
 *
 *   any row                     `named`: Copy Name applies. `addressed`: Copy URL applies.
 *                               `readable`, at the end: View Properties and Copy as Code apply.
 *   subscription                `emulator` or `own`; `owned`: the emulator runs in this window
 *   group;<noun>                hostedServices, virtualMachines, storageAccounts, disks, osImages, vmImages, virtualNetworks, reservedIps,
 *                               affinityGroups, managementCertificates, locations, operatingSystems; in a cloud service serviceCertificates, extensions
 *   folder                      a part of a group
 *   hostedService;<state>       Created, Deleting, ...; `machines` where it was seen to have some; `swappable` unless it was seen that nothing can be swapped
 *   slot;<slot>                 `empty`, or `occupied;<state>`, `locked` or `unlocked`; `machines` or `package`, of an empty one what it can take, if need be both;
 *                               `swappable`; `walkable` and `rollbackAllowed` during an upgrade
 *   upgrade                     `walkable`: it waits for somebody; `rollbackAllowed`
 *   upgradeDomain               `walkable` where it is the next one of an upgrade that waits
 *   role;<lock>  roleInstance;<lock>   locked, upgrading, unlocked
 *   inputEndpoint
 *   serviceCertificate;<validity>  managementCertificate;<validity>   valid, expiring, expired, early, unreadable
 *   extension
 *   virtualMachine;<state>      running, stopped, deallocated, failing, changing, unknown; `locked` or `unlocked`; `rdp` and `ssh` where it has an endpoint to that port
 *   machineEndpoint  machineDisk;<use>   os, data; `locked` or `unlocked`
 *   publicIp  machineExtension
 *   storageAccount;<state>      Created, Deleting, ...
 *   endpoint
 *   disk;<use>;<what>           attached, free; os, data
 *   osImage;<whose>  vmImage;<whose>   own, platform
 *   virtualNetwork  subnet  dnsServer  localNetworkSite
 *   reservedIp;<state>;<use>    Created, ...; used, free
 *   affinityGroup  member
 *   location  offer  word
 *   operatingSystem
 *   failure  message  more      no resource: what could not be read, what is to be said, what is not shown yet
 */
