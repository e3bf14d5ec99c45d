import type { Disposable } from 'vscode';

/** What is to be undone together. `add` returns what it is given, so that nothing is made without being left here. */
export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>();

  add<T extends Disposable>(item: T): T {
    this.#items.add(item);
    return item;
  }

  dispose(): void {
    for (const item of [...this.#items].reverse()) item.dispose();
    this.#items.clear();
  }
}
