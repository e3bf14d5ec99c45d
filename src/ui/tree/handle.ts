import type { Node } from './node.ts';

/**
 * What VS Code has for a row: it takes no other object for one that it knows, not even one with the same id, while rows are made anew
 * whenever they are read.
 */
export class Handle {
  node: Node;
  /** How often VS Code asked for its children. */
  asked = 0;

  constructor(node: Node) {
    this.node = node;
  }
}
