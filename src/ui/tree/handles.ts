import type { Node } from './node.ts';
import { systemClock, type Surroundings } from './reading.ts';

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

/** How soon VS Code asks for the children of a row that is to be drawn again, and how often it is told so while it does not. */
const [soonMs, times] = [400, 5];

/** The handles of all rows that were ever shown, by the row's id. */
export class Handles {
  readonly #fire: (handle: Handle) => void;
  readonly #isShown: (node: Node) => boolean;
  readonly #clock: Surroundings['clock'];
  readonly #handles = new Map<string, Handle>();
  /** Those that VS Code has not asked for since they are to be drawn again; how often it had, and how often it is still told so. */
  readonly #untold = new Map<Handle, { readonly asked: number; left: number }>();
  #telling: Promise<void> | undefined;
  readonly #disposed = new AbortController();

  /** @param fire tells VS Code that a row and its children look otherwise now */
  constructor(fire: (handle: Handle) => void, isShown: (node: Node) => boolean, clock = systemClock) {
    this.#fire = fire;
    this.#isShown = isShown;
    this.#clock = clock;
  }

  of(node: Node): Handle {
    const known = this.#handles.get(node.id);
    if (known) return Object.assign(known, { node });
    const handle = new Handle(node);
    this.#handles.set(node.id, handle);
    return handle;
  }

  find(id: string): Handle | undefined { return this.#handles.get(id); }

  forget(which: (id: string) => boolean): void {
    for (const id of this.#handles.keys()) if (which(id)) this.#handles.delete(id);
  }

  /**
   * Has a row and its children drawn again. An answer that is still on its way VS Code takes for the answer to this too, though it is
   * older, and then it does not ask: so it is told again until it has asked. Of all rows at once, because it waits until it has not been
   * told anything for a while.
   */
  redraw(id: string): void {
    const handle = this.#handles.get(id);
    if (!handle) return;
    this.#fire(handle);
    // Without: its children were never wanted.
    if (handle.asked > 0) this.#untold.set(handle, { asked: handle.asked, left: times - 1 });
    this.#telling ??= this.#tellAgain().catch(() => undefined).finally(() => { this.#telling = undefined; });
  }

  /** Once VS Code has asked for what was to be drawn again, or will not: before that it forgets what is selected in it. */
  async settled(): Promise<void> { await this.#telling; }

  async #tellAgain(): Promise<void> {
    while (this.#untold.size > 0) {
      await this.#clock.sleep(soonMs, this.#disposed.signal);
      for (const [handle, told] of this.#untold) {
        if (told.left-- > 0 && handle.asked === told.asked && this.#handles.get(handle.node.id) === handle && this.#isShown(handle.node)) this.#fire(handle);
        else this.#untold.delete(handle);
      }
    }
  }

  dispose(): void { this.#disposed.abort(); }
}
