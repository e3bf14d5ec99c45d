import type { TreeItem } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Source } from './source.ts';

/** One row of the sidebar. The tree provider knows nothing else. */
export interface Node {
  /** Unique in the tree and the same after every refresh, so that what is expanded stays expanded. */
  readonly id: string;
  readonly parent: Node | undefined;
  readonly connection: Connection;
  toTreeItem(): TreeItem;
  /** @throws what the client throws; the tree shows it as a row with a retry. */
  children(tree: TreeContext): Promise<Node[]> | Node[];
  /** Names and addresses that *Copy Name* and *Copy URL* take. */
  readonly name?: string;
  readonly url?: string | undefined;
  /** How it is read, for *View Properties* and *Copy as Code*; absent on rows that only say something. */
  readonly source?: Source;
}

/** What nodes may ask of the tree they are in. */
export interface TreeContext {
  client(connection: Connection): Promise<ServiceManagementClient>;
  /** Reads the children of `node` again in a while, because what was read is in motion. */
  watch(node: Node): void;
}
