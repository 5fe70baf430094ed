import * as vscode from 'vscode';
import type { EpisodesHost, EpisodesPage, RowKey } from '../../protocol/episodesPage.ts';
import { type Client, connect, serve } from '../../protocol/rpc.ts';
import type { Services } from '../services.ts';
import { runCommand } from '../support/contributions.ts';
import { showError } from '../support/showError.ts';
import { openPage } from '../support/webviewPage.ts';
import { EpisodeFileDocument } from './episodeFileDocument.ts';
import { type PageActions, pageService } from './pageService.ts';

/** The custom editor's id in the manifest. */
export const episodesViewType = 'contrail.episodes';

/** One editor of a file. */
interface Editor {
  readonly panel: vscode.WebviewPanel;
  readonly page: Client<EpisodesPage>;
  /** What the page is to filter by and has not taken yet. */
  filter?: string | undefined;
}

/** Makes the editors of files of episodes. Their pages may be thrown away while hidden: all data are in the thread. */
export class EpisodeFileEditors implements vscode.CustomReadonlyEditorProvider<EpisodeFileDocument>, vscode.Disposable {
  readonly #services: Services;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(episodesViewType);
  /** By the URI of their file. */
  readonly #editors = new Map<string, Set<Editor>>();
  readonly #filters = new Map<string, string>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Opens a file as a list, or the list that is open, and filters it when `filter` is given. */
  async open(file: vscode.Uri, filter: string | undefined): Promise<void> {
    const key = file.toString();
    if (filter !== undefined) this.#filters.set(key, filter);
    await vscode.commands.executeCommand('vscode.openWith', file, episodesViewType);
    this.#filters.delete(key);
    const editor = [...(this.#editors.get(key) ?? [])].find(({ panel }) => panel.active);
    if (filter === undefined || !editor) return;
    // A page that stands there takes it now; one that is only being loaded takes it when it starts.
    editor.filter = filter;
    editor.page.filter({ filter }).then(
      () => {
        editor.filter = undefined;
      },
      () => {},
    );
  }

  openCustomDocument(uri: vscode.Uri): EpisodeFileDocument {
    return new EpisodeFileDocument(uri, this.#services, this.#diagnostics);
  }

  resolveCustomEditor(document: EpisodeFileDocument, panel: vscode.WebviewPanel): void {
    const { context, episodeFiles } = this.#services;
    const key = document.uri.toString();
    const port = openPage(panel.webview, context.extensionUri, { surface: 'episodes', title: 'Episodes' });
    const { api, close } = connect<EpisodesPage>(port);
    const editor: Editor = { panel, page: api, filter: this.#filters.get(key) };
    const stop = serve<EpisodesHost>(
      port,
      pageService({
        files: episodeFiles,
        path: () => document.path(),
        onStatus: status => document.show(status),
        actions: this.#actions(document.uri, editor),
      }),
    );
    const editors = this.#editors.get(key) ?? new Set();
    this.#editors.set(key, editors.add(editor));
    panel.onDidDispose(() => {
      stop();
      close(new vscode.CancellationError());
      editors.delete(editor);
      if (editors.size === 0) this.#editors.delete(key);
    });
  }

  dispose(): void {
    this.#diagnostics.dispose();
  }

  #actions(uri: vscode.Uri, editor: Editor): PageActions {
    const file = uri.toString();
    const inEditor = (key: RowKey) => ({ file, ...key });
    const shown = async (work: Promise<unknown>) => {
      await work.catch(error => showError(error, this.#services.log));
    };
    return {
      start: () => {
        const { filter } = editor;
        editor.filter = undefined;
        return { name: uri.path.slice(uri.path.lastIndexOf('/') + 1), ...(filter !== undefined && { filter }) };
      },
      open: async (key, place) => {
        const { viewColumn } = editor.panel;
        const options = { beside: place !== 'here', preview: place !== 'beside' };
        await shown(runCommand('contrail.openEpisode', { ...inEditor(key), ...options }));
        // Without its column the list would move to the episode's.
        if (place === 'peek') editor.panel.reveal(viewColumn);
      },
      compare: episodes => shown(runCommand('contrail.compareEpisodes', { episodes: episodes.map(inEditor) })),
      compareWithExpert: key => shown(runCommand('contrail.compareWithExpert', inEditor(key))),
      openAsText: () => shown(runCommand('contrail.openAsText', { file })),
    };
  }
}
