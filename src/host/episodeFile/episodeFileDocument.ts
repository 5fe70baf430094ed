import * as vscode from 'vscode';
import type { FileStatus } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { Disposables } from '../support/disposables.ts';
import { episodePath, provideEpisodes } from '../support/episodeSource.ts';
import { MalformedLines } from './malformedLines.ts';

/** A file of episodes that is open in at least one editor of ours. */
export class EpisodeFileDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #services: Services;
  readonly #diagnostics: vscode.DiagnosticCollection;
  readonly #malformed: MalformedLines;
  readonly #subscriptions = new Disposables();
  #path: Promise<string> | undefined;

  constructor(uri: vscode.Uri, services: Services, diagnostics: vscode.DiagnosticCollection) {
    this.uri = uri;
    this.#services = services;
    this.#diagnostics = diagnostics;
    this.#malformed = new MalformedLines(uri, services.episodeFiles, diagnostics);
    if (uri.scheme !== 'file') this.#watch();
  }

  /** What the episode thread calls the file, once it can be read there. A failure is tried again by the next call. */
  path(): Promise<string> {
    this.#path ??= provideEpisodes(this.#services, this.uri).catch(error => {
      this.#path = undefined;
      throw error;
    });
    return this.#path;
  }

  /** Brings the Problems panel up to the file's state. */
  show(status: FileStatus): void {
    this.#malformed
      .update(episodePath(this.uri), status)
      .catch(error => this.#services.log.warn(`${this.uri.path}: its malformed lines are not listed: ${error}`));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#diagnostics.delete(this.uri);
    if (this.#path) this.#services.episodeFiles.close({ path: episodePath(this.uri) }).catch(() => {});
  }

  /** The thread watches files of this machine itself; for others it is given the bytes again. */
  #watch(): void {
    const folder = vscode.Uri.joinPath(this.uri, '..');
    const name = this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, name.replaceAll(/[*?{}[\]]/g, '[$&]')),
    );
    const provideAgain = () => {
      this.#path = undefined;
      this.path().catch(error => this.#services.log.warn(`${this.uri.path} could not be read again: ${error}`));
    };
    this.#subscriptions.add(watcher);
    this.#subscriptions.add(watcher.onDidChange(provideAgain));
    this.#subscriptions.add(watcher.onDidCreate(provideAgain));
  }
}
