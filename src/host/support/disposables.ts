import type * as vscode from 'vscode';

/** Things that end together; what is added after the end is ended at once. */
export class Disposables implements vscode.Disposable {
  readonly #items = new Set<vscode.Disposable>();
  #isDisposed = false;

  constructor(...items: readonly vscode.Disposable[]) {
    for (const item of items) this.add(item);
  }

  add<T extends vscode.Disposable>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const item of [...this.#items].reverse()) item.dispose();
    this.#items.clear();
  }
}
