import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { WrittenChanges } from '../../node/changesThread.ts';
import { Disposables } from '../support/disposables.ts';

const scheme = 'contrail-changes';

/** Reports as read-only documents. They live as long as the window; the command makes them again. */
export class ChangesDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: vscode.Disposable;

  constructor() {
    this.#registrations = new Disposables(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: uri =>
          this.#texts.get(uri.toString()) ??
          'This report was made before the window was loaded anew. “Contrail: Show What Changed” makes it again.\n',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  /** Shows a report about a run, in the document of the same comparison where that is open. */
  async show(run: string, { title, text }: WrittenChanges): Promise<void> {
    const name = `${title.replaceAll(/[\\/\n\t]/g, '∕')}.txt`;
    const uri = vscode.Uri.from({ scheme, path: posix.join(vscode.Uri.file(run).path, name) });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }
}
