import { EventEmitter, window, type Disposable, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { EmulatorHost } from '../connections/emulatorHost.ts';
import { DisposableStore } from '../disposables.ts';
import { Failure } from './failure.ts';
import type { Node, TreeContext } from './node.ts';
import { SubscriptionNode } from './subscription.ts';

/** How soon what is in motion is looked at again. */
const watchMs = 1500;

/** The sidebar's tree. It knows rows, not resources. */
export class SubscriptionsTree implements TreeDataProvider<Node>, TreeContext, Disposable {
  readonly #connections: Connections;
  readonly #emulator: EmulatorHost;
  readonly #changed = new EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables = new DisposableStore();
  /** The rows VS Code was given last: it takes no other object for them, not even one with the same id. */
  readonly #known = new Map<string, Node>();
  readonly #watched = new Map<string, NodeJS.Timeout>();
  readonly #view: TreeView<Node>;

  constructor(connections: Connections, emulator: EmulatorHost) {
    this.#connections = connections;
    this.#emulator = emulator;
    this.#view = this.#disposables.add(window.createTreeView<Node>('azureClassic.subscriptions', { treeDataProvider: this, showCollapseAll: true }));
    this.#disposables.add(connections.onDidChange(() => this.refresh()));
    this.#disposables.add(connections.keyring.onDidLearn((id) => this.refreshId(id)));
  }

  get selection(): Node | undefined { return this.#view.selection[0]; }

  getTreeItem(node: Node): TreeItem {
    const item = node.toTreeItem();
    item.id = node.id;
    return item;
  }

  getParent(node: Node): Node | undefined { return node.parent; }

  async getChildren(node?: Node): Promise<Node[]> {
    const children = await this.#read(node);
    for (const child of children) this.#known.set(child.id, child);
    return children;
  }

  async #read(node: Node | undefined): Promise<Node[]> {
    if (!node) return this.#subscriptions();
    try {
      return await node.children(this);
    } catch (error) {
      return [new Failure(node, error)];
    }
  }

  #subscriptions(): Node[] {
    const { keyring } = this.#connections;
    const connections = this.#connections.list();
    // Not waited for: a file may be on a drive that is away.
    void keyring.look(connections);
    return connections.map((connection) =>
      new SubscriptionNode(connection, connection.kind === 'emulator' && (this.#emulator.running?.owned ?? false), () => keyring.facts(connection)));
  }

  client(connection: Connection): Promise<ServiceManagementClient> {
    return this.#connections.client(connection);
  }

  watch(node: Node): void {
    if (this.#watched.has(node.id)) return;
    this.#watched.set(node.id, setTimeout(() => {
      this.#watched.delete(node.id);
      // Nobody looks: what is in motion is read when the view is opened again.
      if (this.#view.visible) this.refresh(node);
      else this.watch(node);
    }, watchMs));
  }

  /** Reads a node's children again, or everything. */
  refresh(node?: Node): void {
    this.#changed.fire(node && (this.#known.get(node.id) ?? node));
  }

  /** Reads a branch again by its id, where it has ever been shown. */
  refreshId(id: string): void {
    const node = this.#known.get(id);
    if (node) this.#changed.fire(node);
  }

  /** Opens the tree down to a row, reading what was not read yet; false when there is no such row. */
  async reveal(path: readonly string[]): Promise<boolean> {
    let children = await this.#read(undefined);
    for (const [depth, id] of path.entries()) {
      const node = children.find((child) => child.id === id);
      if (!node) return false;
      const last = depth === path.length - 1;
      await this.#view.reveal(node, { select: last, focus: false, expand: true });
      if (!last) children = await this.#read(node);
    }
    return true;
  }

  dispose(): void {
    for (const timer of this.#watched.values()) clearTimeout(timer);
    this.#watched.clear();
    this.#disposables.dispose();
  }
}
