import { commands, EventEmitter, l10n, window, workspace, type Disposable, type Memento, type TreeItem, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { EmulatorHost } from '../connections/emulatorHost.ts';
import { DisposableStore } from '../disposables.ts';
import { groupings, sortings, type Arrangement } from './arrangement.ts';
import { Branch } from './branch.ts';
import { Failure } from './failure.ts';
import { Handles, type Handle } from './handles.ts';
import type { Node, TreeContext } from './node.ts';
import type { Reading } from './reading.ts';
import { Readings } from './readings.ts';
import { SubscriptionNode } from './subscription.ts';

const viewId = 'azureClassic.subscriptions';
const arrangementKey = 'azureClassic.arrangement';

/** The sidebar's tree. It knows rows, not resources. */
export class SubscriptionsTree implements TreeContext, Disposable {
  readonly #connections: Connections;
  readonly #emulator: EmulatorHost;
  readonly #memento: Memento;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new EventEmitter<Handle | undefined>());
  readonly #handles = this.#disposables.add(new Handles((handle) => this.#changed.fire(handle), (node) => this.#isShown(node)));
  readonly #collapsed = new Set<string>();
  readonly #readings: Readings;
  readonly #view: TreeView<Handle>;
  /** How many rows of a list are shown, where that is more than a page. */
  readonly #shown = new Map<string, number>();
  #arrangement: Arrangement;

  /** @param memento keeps how lists are arranged in this window */
  constructor(connections: Connections, emulator: EmulatorHost, memento: Memento) {
    this.#connections = connections;
    this.#emulator = emulator;
    this.#memento = memento;
    this.#arrangement = { filter: '', ...remembered(memento) };
    this.#readings = this.#disposables.add(new Readings({
      client: (connection) => connections.client(connection),
      isShown: (branch) => this.#isShown(branch),
      changed: (branch, isGone) => {
        this.#handles.forget(isGone);
        this.#handles.redraw(branch.id);
      },
    }));
    this.#view = this.#disposables.add(window.createTreeView<Handle>(viewId, {
      showCollapseAll: true,
      canSelectMany: true,
      treeDataProvider: {
        onDidChangeTreeData: this.#changed.event,
        getTreeItem: ({ node }) => this.getTreeItem(node),
        getChildren: async (handle) => {
          if (handle) handle.asked++;
          return (await this.getChildren(handle?.node)).map((node) => this.#handles.of(node));
        },
        getParent: ({ node: { parent } }) => parent && this.#handles.of(parent),
      },
    }));
    this.#disposables.add(connections.onDidChange(() => {
      this.#readings.reconnect(new Set(connections.list().map(({ id }) => id)));
      this.#changed.fire(undefined);
    }));
    this.#disposables.add(connections.keyring.onDidLearn((id) => this.#handles.redraw(id)));
    this.#disposables.add(this.#view.onDidChangeVisibility(({ visible }) => { if (visible) connections.list().forEach(({ id }) => this.#readings.look(id)); }));
    this.#disposables.add(this.#view.onDidExpandElement(({ element: { node } }) => {
      this.#collapsed.delete(node.id);
      this.#readings.look(node.scope);
    }));
    this.#disposables.add(this.#view.onDidCollapseElement(({ element: { node } }) => {
      this.#collapsed.add(node.id);
      this.#readings.stop(node.id);
    }));
  }

  get onDidExpandElement() { return this.#view.onDidExpandElement; }
  get selection(): Node | undefined { return this.#view.selection[0]?.node; }

  getTreeItem(node: Node): TreeItem {
    const item = node.toTreeItem(this);
    item.id = node.id;
    // A token for the `when` clauses: View Properties and Copy as Code apply.
    if (node.source) item.contextValue += ';readable';
    return item;
  }

  /** At once, or nearly so: what was read last, and is read again behind that if it is old. */
  async getChildren(node?: Node): Promise<Node[]> {
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

  /** As {@link getChildren}, but read anew. */
  async readChildren(node?: Node): Promise<Node[]> {
    if (node instanceof Branch) await this.reading(node).read();
    return this.getChildren(node);
  }

  reading<T>(branch: Branch<T>): Reading<T> { return this.#readings.of(branch); }

  /** Reads again what is shown at and below a row, or everything; the rest when somebody looks. */
  async refresh(node?: Node): Promise<void> {
    let branch = node;
    while (branch?.parent && !(branch instanceof Branch)) branch = branch.parent;
    if (!branch) this.#changed.fire(undefined);
    const ids = branch ? [branch.id] : this.#connections.list().map(({ id }) => id);
    await window.withProgress({ location: { viewId } }, () => Promise.all(ids.map((id) => this.#readings.refresh(id))));
  }

  /** Something has changed what the row of this id shows, or what is below it. */
  refreshId(id: string): void {
    this.#readings.touch(id);
    if (!(this.#handles.find(id)?.node instanceof Branch)) this.#handles.redraw(id);
  }

  get arrangement(): Arrangement { return this.#arrangement; }

  /** How lists are shown from now on; grouping and order are remembered by this window. */
  arrange(change: Partial<Arrangement>): void {
    this.#arrangement = { ...this.#arrangement, ...change };
    const { filter, ...lasting } = this.#arrangement;
    void this.#memento.update(arrangementKey, lasting);
    this.#view.message = filter ? l10n.t('Only names with "{0}" are shown.', filter) : '';
    void commands.executeCommand('setContext', 'azureClassic.isFiltered', filter !== '');
    this.#shown.clear();
    this.#changed.fire(undefined);
  }

  shown(list: Node): number { return this.#shown.get(list.id) ?? pageSize(); }

  /** Shows another page of a long list, from its first row on. */
  async showMore(list: Node): Promise<void> {
    const before = this.shown(list);
    this.#shown.set(list.id, before + pageSize());
    this.#handles.redraw(list.id);
    const next = (await this.getChildren(list))[before];
    if (next) await this.#view.reveal(this.#handles.of(next), { select: true, focus: true });
  }

  /** Opens the tree down to a row, read anew; false when there is none. A filter that hides it is lifted. */
  async reveal(id: string): Promise<boolean> {
    const roots = await this.getChildren();
    const everything: TreeContext = { arrangement: { ...this.#arrangement, filter: '' }, reading: (branch) => this.reading(branch), shown: () => Infinity };
    const found = await find(id, roots, async (node) => {
      if (node instanceof Branch) await this.reading(node).read();
      return node.children(everything);
    });
    if (!found) return false;
    if (this.#arrangement.filter && !await find(id, roots, (node) => node.children({ ...everything, arrangement: this.#arrangement }))) this.arrange({ filter: '' });
    for (const { parent, index } of found.path) {
      if (!parent || index < this.shown(parent)) continue;
      this.#shown.set(parent.id, index + 1);
      this.#handles.redraw(parent.id);
    }
    await this.#handles.settled();
    await this.#view.reveal(this.#handles.of(found.node), { select: true, focus: false, expand: true });
    return true;
  }

  #isShown(row: Node): boolean {
    if (!this.#view.visible) return false;
    for (let node: Node | undefined = row; node; node = node.parent) if (this.#collapsed.has(node.id)) return false;
    return true;
  }

  dispose(): void { this.#disposables.dispose(); }
}

const pageSize = (): number => Math.max(1, workspace.getConfiguration('azureClassic').get<number>('tree.pageSize', 200));

function remembered(memento: Memento): Pick<Arrangement, 'groupBy' | 'sortBy'> {
  const { groupBy, sortBy } = memento.get<Partial<Arrangement>>(arrangementKey, {});
  return { groupBy: groupings.find((each) => each === groupBy) ?? 'none', sortBy: sortings.find((each) => each === sortBy) ?? 'name' };
}

interface Found { readonly node: Node; readonly path: readonly { readonly parent: Node | undefined; readonly index: number }[] }

/** Goes down to the row of an id; a row in a folder may be in any folder of its group. */
async function find(id: string, nodes: readonly Node[], children: (node: Node) => Promise<Node[]> | Node[]): Promise<Found | undefined> {
  for (const [index, node] of nodes.entries()) {
    const step = { parent: node.parent, index };
    if (node.id === id) return { node, path: [step] };
    const below = id.startsWith(`${node.scope}/`) ? await find(id, await children(node), children) : undefined;
    if (below) return { node: below.node, path: [step, ...below.path] };
  }
  return undefined;
}
