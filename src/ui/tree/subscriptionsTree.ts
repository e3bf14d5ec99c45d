import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter, l10n, window, type Disposable, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { EmulatorHost } from '../connections/emulatorHost.ts';
import { DisposableStore } from '../disposables.ts';
import { Failure } from './failure.ts';
import { Message } from './group.ts';
import type { Node, TreeContext } from './node.ts';
import { SubscriptionNode } from './subscription.ts';

/** How soon what is in motion is looked at again. */
const watchMs = 1500;
/** How long a branch may take to be read before the others are shown without it. */
const patienceMs = 2000;

/** The sidebar's tree. It knows rows, not resources. */
export class SubscriptionsTree implements TreeDataProvider<Node>, TreeContext, Disposable {
  readonly #connections: Connections;
  readonly #emulator: EmulatorHost;
  readonly #changed = new EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables = new DisposableStore();
  /** The rows VS Code was given last: it takes no other object for them, not even one with the same id. */
  readonly #known = new Map<string, Node>();
  /** The children of each branch as they were last read. */
  readonly #shown = new Map<string, Node[]>();
  /** The latest reading of each branch: what an older one brings is of no use any more. */
  readonly #latest = new Map<string, Promise<Node[]>>();
  /** What came late, for when VS Code asks again. */
  readonly #delivered = new Map<string, Node[]>();
  readonly #watched = new Map<string, NodeJS.Timeout>();
  readonly #view: TreeView<Node>;

  constructor(connections: Connections, emulator: EmulatorHost) {
    this.#connections = connections;
    this.#emulator = emulator;
    this.#view = this.#disposables.add(window.createTreeView<Node>('azureClassic.subscriptions', { treeDataProvider: this, showCollapseAll: true, canSelectMany: true }));
    this.#disposables.add(connections.onDidChange(() => this.refresh()));
    this.#disposables.add(connections.keyring.onDidLearn((id) => this.refreshId(id)));
  }

  get onDidExpandElement() { return this.#view.onDidExpandElement; }
  get selection(): Node | undefined { return this.#view.selection[0]; }

  getTreeItem(node: Node): TreeItem {
    const item = node.toTreeItem();
    item.id = node.id;
    // A token for the `when` clauses: View Properties and Copy as Code apply.
    if (node.source) item.contextValue += ';readable';
    return item;
  }

  getParent(node: Node): Node | undefined { return node.parent; }

  /**
   * VS Code shows nothing of a refresh before all of it is read. So a branch that takes long is shown as it was, or as loading, and
   * again when it is there: one subscription never holds up another.
   */
  async getChildren(node?: Node): Promise<Node[]> {
    const children = node ? await this.#withPatience(node) : this.#subscriptions();
    for (const child of children) this.#known.set(child.id, child);
    return children;
  }

  async #withPatience(node: Node): Promise<Node[]> {
    const { id } = node;
    const delivered = this.#delivered.get(id);
    if (this.#delivered.delete(id)) return delivered!;
    const reading = this.#load(node);
    this.#latest.set(id, reading);
    const inTime = await Promise.race([reading, sleep(patienceMs, undefined, { ref: false })]);
    if (inTime) return inTime;
    void reading.then((children) => {
      if (this.#latest.get(id) !== reading) return;
      this.#delivered.set(id, children);
      this.#changed.fire(this.#known.get(id) ?? node);
    });
    return this.#shown.get(id) ?? [new Message(node, 'loading', l10n.t('loading...'))];
  }

  /** Never rejects: what went wrong is a row. */
  async #load(node: Node): Promise<Node[]> {
    let children: Node[];
    try {
      children = await node.children(this);
    } catch (error) {
      children = [new Failure(node, error)];
    }
    this.#shown.set(node.id, children);
    return children;
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
    this.#delivered.clear();
    this.#changed.fire(node && (this.#known.get(node.id) ?? node));
  }

  /** Reads a branch again by its id, where it has ever been shown. */
  refreshId(id: string): void {
    const node = this.#known.get(id);
    if (node) this.refresh(node);
  }

  /** Opens the tree down to a row, reading what was not read yet; false when there is no such row. */
  async reveal(id: string): Promise<boolean> {
    for (let children = this.#subscriptions(); ;) {
      const node = children.find((child) => child.id === id || id.startsWith(`${child.id}/`));
      if (!node) return false;
      const last = node.id === id;
      await this.#view.reveal(node, { select: last, focus: false, expand: true });
      if (last) return true;
      children = await this.#load(node);
    }
  }

  dispose(): void {
    for (const timer of this.#watched.values()) clearTimeout(timer);
    this.#watched.clear();
    this.#disposables.dispose();
  }
}
