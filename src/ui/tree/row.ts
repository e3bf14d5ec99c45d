import type { TreeItem } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { Node, TreeContext } from './node.ts';

/** A row below another one; without children it is a leaf. */
export abstract class Row<P extends Node = Node> implements Node {
  readonly id: string;
  readonly connection: Connection;
  readonly parent: P;

  /** @param above what the id begins with, before the row's own key */
  constructor(parent: P, key: string, above = parent.scope) {
    this.id = `${above}/${key}`;
    this.connection = parent.connection;
    this.parent = parent;
  }

  get scope(): string { return this.id; }

  abstract toTreeItem(tree: TreeContext): TreeItem;

  children(_tree: TreeContext): Promise<Node[]> | Node[] {
    return [];
  }
}
