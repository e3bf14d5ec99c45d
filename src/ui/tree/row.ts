import type { TreeItem } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { Node, TreeContext } from './node.ts';

/** A row below another one. Its id is its parent's with a key of its own; without children it is a leaf. */
export abstract class Row<P extends Node = Node> implements Node {
  readonly id: string;
  readonly connection: Connection;
  readonly parent: P;

  constructor(parent: P, key: string) {
    this.id = `${parent.id}/${key}`;
    this.connection = parent.connection;
    this.parent = parent;
  }

  abstract toTreeItem(): TreeItem;

  children(_tree: TreeContext): Promise<Node[]> | Node[] {
    return [];
  }
}
