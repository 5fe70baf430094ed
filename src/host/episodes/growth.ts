import * as vscode from 'vscode';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeAddress } from './episodeUri.ts';
import { fileState } from './fileState.ts';

/** Milliseconds between two looks at the files of open documents. */
const interval = 500;

/**
 * Keeps open documents as their files are: an episode that still runs grows. Looks at the files now and then, because not
 * every file system tells of changes, and only while there is such a document.
 */
export function followFiles(documents: EpisodeDocuments): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const open = openEpisodes();
      if (open.size === 0) stop();
      for (const { file, uris } of open.values()) await documents.refreshStale(uris, await fileState(file));
    } finally {
      isLooking = false;
    }
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return vscode.Disposable.from(
    documents.onDidUpdate(() => {
      timer ??= setInterval(look, interval);
    }),
    vscode.workspace.onDidChangeConfiguration(async event => {
      if (!event.affectsConfiguration('contrail.episode.observationLines')) return;
      for (const { uris } of openEpisodes().values()) for (const uri of uris) await documents.refresh(uri);
    }),
    { dispose: stop },
  );
}

/** The open documents by their file. */
function openEpisodes(): Map<string, { readonly file: vscode.Uri; readonly uris: vscode.Uri[] }> {
  const files = new Map<string, { readonly file: vscode.Uri; readonly uris: vscode.Uri[] }>();
  for (const { uri } of vscode.workspace.textDocuments) {
    const file = episodeAddress(uri)?.file;
    if (!file) continue;
    const known = files.get(file.toString());
    if (known) known.uris.push(uri);
    else files.set(file.toString(), { file, uris: [uri] });
  }
  return files;
}
