import * as vscode from 'vscode';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeAddress } from './episodeUri.ts';

/** Milliseconds between two looks at the files of open documents. */
const interval = 500;

/**
 * Keeps open documents as their files are: an episode that still runs grows. Looks at the files' sizes and times, which
 * works on every file system, shared and remote ones too; only while there is such a document.
 */
export function followFiles(documents: EpisodeDocuments): vscode.Disposable {
  const states = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const open = openEpisodes();
      if (open.size === 0) stop();
      for (const [file, { uris, paths }] of open) {
        const state = (await Promise.all(paths.map(stateOf))).join(' ');
        const before = states.get(file);
        states.set(file, state);
        if (before !== undefined && before !== state) await Promise.all(uris.map(uri => documents.refresh(uri)));
      }
      for (const file of states.keys()) if (!open.has(file)) states.delete(file);
    } finally {
      isLooking = false;
    }
  };
  const start = () => {
    timer ??= setInterval(look, interval);
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };

  return vscode.Disposable.from(
    documents.onDidUpdate(start),
    vscode.workspace.onDidChangeConfiguration(async event => {
      if (!event.affectsConfiguration('contrail.episode.observationLines')) return;
      for (const { uris } of openEpisodes().values()) await Promise.all(uris.map(uri => documents.refresh(uri)));
    }),
    { dispose: stop },
  );
}

interface OpenFile {
  readonly uris: vscode.Uri[];
  /** The file, and the journal in which its unfinished episodes stand. */
  readonly paths: readonly vscode.Uri[];
}

/** The open documents by their file. */
function openEpisodes(): Map<string, OpenFile> {
  const files = new Map<string, OpenFile>();
  for (const { uri, isClosed } of vscode.workspace.textDocuments) {
    const address = isClosed ? undefined : episodeAddress(uri);
    if (!address) continue;
    const { file } = address;
    const journal = file.with({ path: file.path.replace(/\.trajectories\.jsonl$/, '.journal.jsonl') });
    const known = files.get(file.toString()) ?? {
      uris: [],
      paths: journal.path === file.path ? [file] : [file, journal],
    };
    known.uris.push(uri);
    files.set(file.toString(), known);
  }
  return files;
}

/** Changes when the file does. */
async function stateOf(file: vscode.Uri): Promise<string> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(file);
    return `${mtime}:${size}`;
  } catch {
    return 'absent';
  }
}
