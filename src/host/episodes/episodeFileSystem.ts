import * as vscode from 'vscode';
import type { EpisodeContent, EpisodeDocuments } from './episodeDocuments.ts';
import { episodeAddress, episodeScheme } from './episodeUri.ts';

/** VS Code shows it where somebody types. */
const reason = 'An episode is a recording: it can be read, not edited.';

/**
 * Gives VS Code the text of episode documents as files that cannot be written. Unlike the documents of a content
 * provider such files have breadcrumbs, come back after a reload and are found in the history.
 */
export function registerEpisodeFileSystem(documents: EpisodeDocuments): vscode.Disposable {
  const isReadonly = new vscode.MarkdownString(reason);
  return vscode.workspace.registerFileSystemProvider(episodeScheme, new EpisodeFileSystem(documents), {
    isReadonly,
    isCaseSensitive: true,
  });
}

class EpisodeFileSystem implements vscode.FileSystemProvider {
  readonly #documents: EpisodeDocuments;
  readonly #encoded = new WeakMap<EpisodeContent, Uint8Array>();
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]>;

  constructor(documents: EpisodeDocuments) {
    this.#documents = documents;
    this.onDidChangeFile = (listener, self, disposables) =>
      documents.onDidChange(
        uri => listener.call(self, [{ type: vscode.FileChangeType.Changed, uri }]),
        undefined,
        disposables,
      );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // What stands above an episode in its path is there for the breadcrumbs alone.
    if (!episodeAddress(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const content = await this.#documents.content(uri);
    const size = this.#bytes(uri, content).length;
    const { since } = content;
    return { type: vscode.FileType.File, ctime: 0, mtime: since, size, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.#bytes(uri, await this.#documents.content(uri));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  watch(): vscode.Disposable {
    return { dispose: () => {} };
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  /** UTF-8, with the mark that says so where the person reads files in another encoding. Encoded once a text. */
  #bytes(uri: vscode.Uri, content: EpisodeContent): Uint8Array {
    const known = this.#encoded.get(content);
    if (known) return known;
    const encoding = vscode.workspace.getConfiguration('files', uri).get<string>('encoding', 'utf8');
    const { text } = content.shown;
    const bytes = new TextEncoder().encode(encoding === 'utf8' ? text : `\ufeff${text}`);
    this.#encoded.set(content, bytes);
    return bytes;
  }
}
